/** Picks an account at another system, or connects one without leaving the form. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConnectionForm } from "../../integrations/connections/connection-form.tsx";
import { useMay } from "../../shell/use-me.ts";
import { useFormContext } from "../form/form-context.ts";
import { ObjectPicker } from "../form/object-picker.tsx";

/** Steps and triggers that take accounts of some kinds only. */
const KINDS: Record<string, readonly string[]> = {
  send_webhook: ["http"],
  activecampaign: ["activecampaign"],
  emailchef: ["emailchef"],
  paypal: ["paypal"],
  shop: ["shopify", "woocommerce", "prestashop", "magento"],
};

interface ConnectionPickerProps {
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  value: readonly string[];
  onChange(value: string[]): void;
  multiple?: boolean;
  scope?: string;
}

export function ConnectionPicker({ scope = "", value, onChange, multiple = false, ...shared }: ConnectionPickerProps) {
  const { t } = useTranslation("builder");
  const may = useMay();
  const { objects } = useFormContext();
  const [making, setMaking] = useState<{ name: string | undefined; done: (name: string | null) => void }>();
  const kinds = KINDS[scope];
  const fitting = (objects.connections ?? []).filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  const allowed = may("integrations:write");
  const open = (name: string | undefined) => new Promise<string | null>((done) => setMaking({ name, done }));
  const choose = (name: string | null) => {
    if (name !== null) onChange(multiple ? [...value, name] : [name]);
  };
  return (
    <div>
      <ObjectPicker
        {...shared}
        placeholder={t("reference.connection")}
        options={fitting.map(({ name, status, kind }) => ({
          value: name,
          label: name,
          hint: status === "ok" ? kind : t(`connection.${status}`),
        }))}
        value={value}
        onChange={onChange}
        multiple={multiple}
        create={allowed ? open : undefined}
      />
      {allowed && (
        <Button
          mt={4}
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => void open(undefined).then(choose)}
        >
          {t("connection.new")}
        </Button>
      )}
      {making && (
        <ConnectionForm
          kind={kinds?.length === 1 ? kinds[0] : undefined}
          name={making.name}
          saved={({ name }) => making.done(name)}
          close={() => {
            // A promise is settled once: after it was saved this says nothing.
            making.done(null);
            setMaking(undefined);
          }}
        />
      )}
    </div>
  );
}
