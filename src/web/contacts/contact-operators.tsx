/** Who looks after a contact; operators who see only their own see it by this. */
import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../contract/contacts.ts";
import { api } from "../api.ts";
import { whileSaving } from "../ui/while-saving.ts";
import { useContactUpdate } from "./use-contact-update.ts";

export function ContactOperators({ contact, writable }: { contact: Contact; writable: boolean }) {
  const { t } = useTranslation("contacts");
  const members = useQuery(api.members.list.queryOptions());
  const update = useContactUpdate();
  const chosen = whileSaving(update, ({ operators }) => operators, contact.operators);
  // Who was disabled since is still named, and can be taken away.
  const known = members.data?.items.filter(({ email, disabled }) => !disabled || chosen.includes(email)) ?? [];
  return (
    <MultiSelect
      label={t("operators")}
      placeholder={chosen.length === 0 ? t("nobodyAssigned") : ""}
      searchable
      readOnly={!writable}
      data={known.map(({ email, name }) => ({ value: email, label: name }))}
      value={chosen}
      onChange={(operators) => update.mutate({ id: contact.id, operators })}
    />
  );
}
