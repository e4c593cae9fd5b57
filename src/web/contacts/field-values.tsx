/** The attributes and custom fields of a contact, changed in place and saved on leaving the field. */
import { Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../contract/contacts.ts";
import { api } from "../api.ts";
import { LanguageSelect } from "../ui/language-select.tsx";
import { whileSaving } from "../ui/while-saving.ts";
import { FieldInput } from "./field-input.tsx";
import { useContactUpdate } from "./use-contact-update.ts";

const ATTRIBUTES = ["firstName", "lastName", "phone", "email"] as const;

export function FieldValues({ contact, writable }: { contact: Contact; writable: boolean }) {
  const { t } = useTranslation("contacts");
  const [timeZones, setTimeZones] = useState(contact.timeZone === null ? [] : [contact.timeZone]);
  const fields = useQuery(api.fields.list.queryOptions());
  const update = useContactUpdate();
  return (
    <Stack gap="xs">
      {ATTRIBUTES.map((name) => (
        <FieldInput
          key={name}
          label={t(`attribute.${name}`)}
          type="text"
          value={contact[name]}
          readOnly={!writable}
          save={(value) => update.mutate({ id: contact.id, [name]: value })}
        />
      ))}
      <LanguageSelect
        label={t("attribute.language")}
        readOnly={!writable}
        value={whileSaving(update, ({ language }) => language, contact.language)}
        onChange={(language) => update.mutate({ id: contact.id, language })}
      />
      <Select
        label={t("attribute.timeZone")}
        placeholder={t("timeZoneOfWorkspace")}
        readOnly={!writable}
        clearable={writable}
        searchable
        limit={50}
        data={timeZones}
        // Browsers take a while to list them: not before somebody looks.
        onDropdownOpen={() => setTimeZones([...new Set([...timeZones, ...Intl.supportedValuesOf("timeZone")])])}
        value={whileSaving(update, ({ timeZone }) => timeZone, contact.timeZone)}
        onChange={(timeZone) => update.mutate({ id: contact.id, timeZone })}
      />
      {fields.data?.items.map((field) => (
        <FieldInput
          key={field.id}
          label={field.label}
          type={field.type}
          choices={field.choices}
          value={contact.fields[field.code] ?? null}
          readOnly={!writable}
          save={(value) => update.mutate({ id: contact.id, fields: { [field.code]: value } })}
        />
      ))}
    </Stack>
  );
}
