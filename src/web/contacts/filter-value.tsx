import { MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { FilterOp } from "../../contract/filter.ts";
import type { Json } from "../../domain/json.ts";
import { api } from "../api.ts";
import { useMay } from "../shell/use-me.ts";
import { formatExact } from "../ui/format.ts";
import { LanguageSelect } from "../ui/language-select.tsx";
import type { FilterField } from "./filter-fields.ts";

interface FilterValueProps {
  field: FilterField;
  op: FilterOp;
  value: Json | undefined;
  onChange: (value: Json) => void;
}

const WIDTH = 220;

export function FilterValue({ field, op, value, onChange }: FilterValueProps) {
  const { t } = useTranslation("contacts");
  const label = t("filter.valueLabel");
  switch (field.kind) {
    case "tags":
    case "lists":
    case "operators":
    case "automations":
    case "imports":
      return <ObjectsInput kind={field.kind} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />;
    case "language":
      // Rules of earlier days may look for a part of the code.
      if (op !== "eq" && op !== "ne") break;
      return (
        <LanguageSelect
          size="xs"
          w={WIDTH}
          aria-label={label}
          clearable={false}
          allowDeselect={false}
          value={String(value ?? "")}
          onChange={(next) => onChange(next ?? "")}
        />
      );
    case "boolean":
      return (
        <Select
          size="xs"
          w={100}
          aria-label={label}
          allowDeselect={false}
          value={String(value)}
          data={[
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
          onChange={(next) => onChange(next === "true")}
        />
      );
    case "choice":
      return (
        <Select
          size="xs"
          w={WIDTH}
          aria-label={label}
          allowDeselect={false}
          value={String(value)}
          data={(field.choices ?? []).map((choice) => ({
            value: choice,
            label: field.name === "contact.consent" ? t(`consent.${choice}`) : choice,
          }))}
          onChange={(next) => onChange(next ?? "")}
        />
      );
    case "number":
    case "days":
      return (
        <NumberInput
          size="xs"
          w={120}
          aria-label={label}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => onChange(Number(next) || 0)}
        />
      );
    case "date":
      return op === "within_last" || op === "within_next" ? (
        <NumberInput
          size="xs"
          w={120}
          min={1}
          aria-label={label}
          suffix={` ${t("filter.days")}`}
          value={daysOf(value)}
          onChange={(next) => onChange({ days: Number(next) || 1 })}
        />
      ) : (
        <TextInput
          size="xs"
          w={150}
          type="date"
          aria-label={label}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "text":
      break;
  }
  return (
    <TextInput
      size="xs"
      w={WIDTH}
      aria-label={label}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function daysOf(value: Json | undefined): number {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Number(value["days"] ?? 1) : 1;
}

function ObjectsInput({
  kind,
  value,
  onChange,
}: {
  kind: "tags" | "lists" | "operators" | "automations" | "imports";
  value: string[];
  onChange: (value: Json) => void;
}) {
  const { t, i18n } = useTranslation("contacts");
  const may = useMay();
  const tags = useQuery(api.tags.list.queryOptions({ enabled: kind === "tags" }));
  const lists = useQuery(api.lists.list.queryOptions({ enabled: kind === "lists" }));
  const members = useQuery(api.members.list.queryOptions({ enabled: kind === "operators" }));
  const automations = useQuery(api.automations.list.queryOptions({ input: {}, enabled: kind === "automations" }));
  const imports = useQuery(api.imports.list.queryOptions({ input: { limit: 100 }, enabled: kind === "imports" && may("contacts:write") }));
  const options = {
    tags: tags.data?.items.map(({ name }) => ({ value: name, label: name })),
    lists: lists.data?.items.map(({ name }) => ({ value: name, label: name })),
    operators: members.data?.items.map(({ email, name }) => ({ value: email, label: name })),
    automations: automations.data?.items.map(({ name }) => ({ value: name, label: name })),
    imports: imports.data?.items.map(({ id, filename, createdAt }) => ({
      value: id,
      label: `${filename}, ${formatExact(createdAt, i18n.language)}`,
    })),
  }[kind];
  return (
    <MultiSelect
      size="xs"
      w={WIDTH}
      searchable
      aria-label={t("filter.valueLabel")}
      data={options ?? []}
      value={value}
      onChange={onChange}
      nothingFoundMessage={t("filter.noOptions")}
    />
  );
}
