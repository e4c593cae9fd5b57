import { ActionIcon, Group, Select } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FilterOp, FilterRule } from "../../contract/filter.ts";
import type { Json } from "../../domain/json.ts";
import { type FilterField, OPS, VALUELESS } from "./filter-fields.ts";
import { FilterValue } from "./filter-value.tsx";

interface FilterRuleRowProps {
  rule: FilterRule;
  fields: readonly FilterField[];
  onChange: (rule: FilterRule) => void;
  remove: () => void;
}

export function FilterRuleRow({ rule, fields, onChange, remove }: FilterRuleRowProps) {
  const { t } = useTranslation("contacts");
  const field = fields.find(({ name }) => name === rule.field) ?? { name: rule.field, kind: "text" as const };
  const label = (one: FilterField) => one.label ?? t(`filter.field.${one.name.replaceAll(".", "_")}`);
  const set = (name: string, op: FilterOp, value: Json | undefined) =>
    onChange(VALUELESS.includes(op) || value === undefined ? { field: name, op } : { field: name, op, value });
  return (
    <Group gap={6} wrap="wrap" align="flex-start">
      <Select
        size="xs"
        w={170}
        searchable
        allowDeselect={false}
        aria-label={t("filter.fieldLabel")}
        value={rule.field}
        data={fields.map((one) => ({ value: one.name, label: label(one) }))}
        onChange={(name) => {
          const next = fields.find((one) => one.name === name);
          const op = next && OPS[next.kind][0];
          if (next && op && next.name !== rule.field) set(next.name, op, firstValue(next, op));
        }}
      />
      <Select
        size="xs"
        w={150}
        allowDeselect={false}
        aria-label={t("filter.opLabel")}
        value={rule.op}
        data={[...new Set([...OPS[field.kind], rule.op])].map((op) => ({ value: op, label: t(`filter.op.${op}`) }))}
        onChange={(op) => op && set(rule.field, op, sameShape(rule.op, op) ? rule.value : firstValue(field, op))}
      />
      {!VALUELESS.includes(rule.op) && (
        <FilterValue field={field} op={rule.op} value={rule.value} onChange={(value) => set(rule.field, rule.op, value)} />
      )}
      <ActionIcon size={30} aria-label={t("filter.remove")} onClick={remove}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}

const SPANS: readonly FilterOp[] = ["within_last", "within_next"];

/** Whether a value written for one operator still fits another. */
function sameShape(before: FilterOp, after: FilterOp): boolean {
  return SPANS.includes(before) === SPANS.includes(after) && !VALUELESS.includes(before);
}

function firstValue(field: FilterField, op: FilterOp): Json | undefined {
  if (VALUELESS.includes(op)) return undefined;
  switch (field.kind) {
    case "tags":
    case "lists":
    case "operators":
    case "automations":
    case "imports":
      return [];
    case "boolean":
      return true;
    case "number":
    case "days":
      return 0;
    case "choice":
      return field.choices?.[0] ?? "";
    case "date":
      return SPANS.includes(op) ? { days: 30 } : "";
    default:
      return "";
  }
}
