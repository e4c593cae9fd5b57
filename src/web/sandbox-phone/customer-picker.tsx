/** As whom one writes. A new customer is made by giving a name. */
import { Menu, TextInput } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newCustomerPhone } from "./new-customer-phone.ts";
import classes from "./phone.module.css";
import type { SandboxCustomer } from "./use-sandbox.ts";

interface CustomerPickerProps {
  customers: SandboxCustomer[];
  customer: SandboxCustomer;
  choose: (customer: SandboxCustomer) => void;
}

export function CustomerPicker({ customers, customer, choose }: CustomerPickerProps) {
  const { t } = useTranslation("phone");
  const [name, setName] = useState("");
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <button type="button" className={classes.as} aria-label={t("as", { name: customer.name })}>
          {t("as", { name: customer.name })} <IconChevronDown size={12} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("writeAs")}</Menu.Label>
        {customers.map((one) => (
          <Menu.Item key={one.phone} onClick={() => choose(one)} aria-current={one.phone === customer.phone ? "true" : undefined}>
            {one.name} · {one.phone}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <form
          style={{ padding: 8 }}
          onSubmit={(event) => {
            event.preventDefault();
            if (!name.trim()) return;
            choose({ name: name.trim(), phone: newCustomerPhone(customers.map(({ phone }) => phone)) });
            setName("");
          }}
        >
          <TextInput
            size="xs"
            aria-label={t("newCustomer")}
            placeholder={t("newCustomer")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => event.stopPropagation()}
          />
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
