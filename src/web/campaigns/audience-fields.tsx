/** Whoever is in any of these and in none of the excluded; everybody is meant once. */
import { MultiSelect, Stack, Switch, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { contactName } from "../contacts/contact-name.ts";
import { formatNumber } from "../ui/format.ts";
import { type Audience, hasAudience } from "./content.ts";

type Parts = Pick<Audience, "lists" | "segments" | "contacts">;

export function AudienceFields({ value, onChange }: { value: Audience; onChange: (audience: Audience) => void }) {
  const { t } = useTranslation("campaigns");
  const { exclude, ...include } = value;
  const [excluding, setExcluding] = useState(hasAudience({ ...exclude, exclude }));
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("audience.hint")}
      </Text>
      <PartFields value={include} onChange={(parts) => onChange({ ...value, ...parts })} />
      <Switch
        label={t("audience.exclude")}
        checked={excluding}
        onChange={(event) => {
          setExcluding(event.currentTarget.checked);
          if (!event.currentTarget.checked) onChange({ ...value, exclude: { lists: [], segments: [], contacts: [] } });
        }}
      />
      {excluding && (
        <PartFields prefix={t("audience.without")} value={exclude} onChange={(parts) => onChange({ ...value, exclude: parts })} />
      )}
    </Stack>
  );
}

function PartFields({ prefix = "", value, onChange }: { prefix?: string; value: Parts; onChange: (parts: Parts) => void }) {
  const { t, i18n } = useTranslation("campaigns");
  const lists = useQuery(api.lists.list.queryOptions());
  const segments = useQuery(api.segments.list.queryOptions());
  const label = (what: "lists" | "segments" | "contacts") => (prefix ? `${prefix}: ${t(`audience.${what}`)}` : t(`audience.${what}`));
  return (
    <Stack gap="sm" ps={prefix ? "md" : 0}>
      <MultiSelect
        label={label("lists")}
        searchable
        clearable
        placeholder={value.lists.length === 0 ? t("audience.choose") : ""}
        nothingFoundMessage={t("nothing")}
        data={
          lists.data?.items.map(({ id, name, contacts }) => ({ value: id, label: `${name} (${formatNumber(contacts, i18n.language)})` })) ??
          []
        }
        value={value.lists}
        onChange={(chosen) => onChange({ ...value, lists: chosen })}
      />
      <MultiSelect
        label={label("segments")}
        searchable
        clearable
        placeholder={value.segments.length === 0 ? t("audience.choose") : ""}
        nothingFoundMessage={t("audience.noSegments")}
        data={segments.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={value.segments}
        onChange={(chosen) => onChange({ ...value, segments: chosen })}
      />
      <ContactSelect label={label("contacts")} value={value.contacts} onChange={(chosen) => onChange({ ...value, contacts: chosen })} />
    </Stack>
  );
}

function ContactSelect({ label, value, onChange }: { label: string; value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation("campaigns");
  const [search, setSearch] = useState("");
  const [words] = useDebouncedValue(search, 200);
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const found = useQuery(
    api.contacts.list.queryOptions({ input: { limit: 20, ...(words && { search: words }) }, placeholderData: keepPreviousData }),
  );
  // Those chosen before stand there by id alone.
  const unknown = value.filter((id) => !known.has(id)).slice(0, 50);
  const chosen = useQuery({
    ...api.contacts.search.queryOptions({
      input: { filter: { field: "contact.id", op: "in", value: unknown }, limit: 50 },
    }),
    enabled: unknown.length > 0,
  });
  const names = new Map(known);
  for (const contact of [...(found.data?.items ?? []), ...(chosen.data?.items ?? [])])
    names.set(contact.id, `${contactName(contact)}${contact.phone ? ` · ${contact.phone}` : ""}`);
  const options = [...new Set([...value, ...(found.data?.items.map(({ id }) => id) ?? [])])];
  return (
    <MultiSelect
      label={label}
      searchable
      clearable
      placeholder={value.length === 0 ? t("audience.search") : ""}
      nothingFoundMessage={t("nothing")}
      data={options.map((id) => ({ value: id, label: names.get(id) ?? "…" }))}
      // The server has searched.
      filter={({ options: all }) => all}
      searchValue={search}
      onSearchChange={setSearch}
      value={value}
      onChange={(ids) => {
        setKnown(names);
        setSearch("");
        onChange(ids);
      }}
    />
  );
}
