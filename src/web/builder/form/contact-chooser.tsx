/** Chooses the contact whose values pickers and previews show. */
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconUser } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import classes from "./form.module.css";
import { useFormContext } from "./form-context.ts";

export function ContactChooser() {
  const { t } = useTranslation("builder");
  const { contact, chooseContact } = useFormContext();
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search, 200);
  const found = useQuery(
    api.contacts.list.queryOptions({
      input: { limit: 20, ...(wanted !== "" && wanted !== contact?.name && { search: wanted }) },
      placeholderData: keepPreviousData,
    }),
  );
  const options = (found.data?.items ?? []).map((item) => ({
    value: item.id,
    label: [item.firstName, item.lastName].filter(Boolean).join(" ") || item.phone || item.id,
  }));
  const data =
    contact && !options.some((option) => option.value === contact.id) ? [{ value: contact.id, label: contact.name }, ...options] : options;
  return (
    <div className={classes["chooser"]}>
      <Select
        variant="unstyled"
        size="xs"
        searchable
        clearable
        leftSection={<IconUser size={14} />}
        placeholder={t("form.valuesOf")}
        aria-label={t("form.valuesOf")}
        comboboxProps={{ withinPortal: true, position: "top-start" }}
        data={data}
        filter={({ options: all }) => all}
        value={contact?.id ?? null}
        searchValue={search}
        onSearchChange={setSearch}
        onChange={(id) => chooseContact(id === null ? null : { id, name: data.find((option) => option.value === id)?.label ?? id })}
      />
    </div>
  );
}
