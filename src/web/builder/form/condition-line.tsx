/** One line of a condition: what is looked at, how, and with what. */
import { Group, NumberInput, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import {
  CONDITION_FIELDS,
  type ConditionField,
  type ConditionOp,
  conditionField,
  OPS_BY_TYPE,
} from "../../../automation/condition-fields.ts";
import type { ConditionLeaf, ConditionScalar, ConditionValue } from "../../../automation/condition-schema.ts";
import type { ReferenceKind } from "../../../automation/reference.ts";
import type { Json } from "../../../domain/json.ts";
import { LanguageSelect, LanguagesSelect } from "../../ui/language-select.tsx";
import { objectOptions } from "../objects.ts";
import { DurationInput } from "./duration-input.tsx";
import { useFormContext } from "./form-context.ts";
import { ObjectPicker } from "./object-picker.tsx";

const VALUELESS: readonly ConditionOp[] = ["is_empty", "not_empty"];
const SEVERAL: readonly ConditionOp[] = ["in", "not_in", "has_any", "has_all", "has_none"];
const DURATIONS: readonly ConditionOp[] = ["within_last", "within_next"];
const DATES: readonly ConditionOp[] = ["before", "after", "on"];
const OBJECTS: Record<string, ReferenceKind> = {
  "contact.tags": "tag",
  "contact.lists": "list",
  "contact.operators": "operator",
  "ticket.category": "ticket_category",
  "ticket.status": "ticket_status",
};

/** Custom fields have a type of their own; it gives the right operators. */
const FIELD_TYPES: Record<string, ConditionField["type"]> = {
  text: "text",
  long_text: "text",
  number: "number",
  date: "date",
  datetime: "datetime",
  boolean: "boolean",
  choice: "text",
  json: "any",
};

export function ConditionLine({ value, onChange }: { value: ConditionLeaf; onChange(value: ConditionLeaf): void }) {
  const { t } = useTranslation("builder");
  const { objects, variables } = useFormContext();
  const known = conditionField(value.field);
  const custom = objects.fields?.find((field) => value.field === `contact.fields.${field.code}`);
  const type = custom ? (FIELD_TYPES[custom.type] ?? "any") : (known?.type ?? "any");
  const choices = custom?.choices ?? known?.choices;
  const operators = OPS_BY_TYPE[type].includes(value.op) ? OPS_BY_TYPE[type] : [...OPS_BY_TYPE[type], value.op];
  const fieldGroups = useFieldGroups(
    value.field,
    variables.filter(({ group }) => group === "trigger" || group === "vars").map(({ name }) => name),
  );

  const chooseField = (field: string | null) => {
    if (field === null || field === value.field) return;
    const next = objects.fields?.find((item) => field === `contact.fields.${item.code}`);
    const nextType = next ? (FIELD_TYPES[next.type] ?? "any") : (conditionField(field)?.type ?? "any");
    const op = OPS_BY_TYPE[nextType].includes(value.op) && nextType === type ? value.op : (OPS_BY_TYPE[nextType][0] as ConditionOp);
    onChange(withValue({ field, op }, firstValue(nextType, op)));
  };
  const chooseOperator = (op: string | null) => {
    if (op !== null) onChange(withValue({ field: value.field, op: op as ConditionOp }, convert(value.value, op as ConditionOp, type)));
  };

  return (
    <Stack gap={4}>
      <Group gap={4} wrap="nowrap" grow preventGrowOverflow={false}>
        <Select
          size="xs"
          searchable
          allowDeselect={false}
          aria-label={t("condition.field")}
          data={fieldGroups}
          value={value.field}
          onChange={chooseField}
          maxDropdownHeight={300}
          comboboxProps={{ width: 280, position: "bottom-start" }}
        />
        <Select
          size="xs"
          allowDeselect={false}
          aria-label={t("condition.operator")}
          data={operators.map((op) => ({ value: op, label: t(`op.${op}`) }))}
          value={value.op}
          onChange={chooseOperator}
          comboboxProps={{ width: 200, position: "bottom-end" }}
        />
      </Group>
      {!VALUELESS.includes(value.op) && (
        <ValueInput leaf={value} type={type} choices={choices} onChange={(next) => onChange(withValue(value, next))} />
      )}
    </Stack>
  );
}

function withValue({ field, op }: ConditionLeaf, value: ConditionValue | undefined): ConditionLeaf {
  return VALUELESS.includes(op) || value === undefined ? { field, op } : { field, op, value };
}

function firstValue(type: ConditionField["type"], op: ConditionOp): ConditionValue | undefined {
  if (VALUELESS.includes(op)) return undefined;
  if (DURATIONS.includes(op) || type === "duration") return { days: 1 };
  if (op === "between") return ["", ""];
  if (SEVERAL.includes(op)) return [];
  return type === "boolean" ? true : type === "number" ? 0 : "";
}

/** Keeps what was written where the new operator can use it. */
function convert(value: ConditionValue | undefined, op: ConditionOp, type: ConditionField["type"]): ConditionValue | undefined {
  const fresh = firstValue(type, op);
  if (fresh === undefined || value === undefined || value === null) return fresh;
  const isDuration = typeof value === "object" && !Array.isArray(value);
  if (typeof fresh === "object" && fresh !== null && !Array.isArray(fresh)) return isDuration ? value : fresh;
  if (isDuration) return fresh;
  if (op === "between") return Array.isArray(value) ? [value[0] ?? "", value[1] ?? ""] : [value, ""];
  if (SEVERAL.includes(op)) return Array.isArray(value) ? value : value === "" ? [] : [value];
  return Array.isArray(value) ? (value[0] ?? fresh) : value;
}

interface ValueProps {
  leaf: ConditionLeaf;
  type: ConditionField["type"];
  choices: readonly string[] | undefined;
  onChange(value: ConditionValue): void;
}

function ValueInput({ leaf, type, choices, onChange }: ValueProps) {
  const { t } = useTranslation("builder");
  const { objects } = useFormContext();
  const label = t("condition.value");
  const { op, value } = leaf;
  if (DURATIONS.includes(op) || type === "duration")
    return <DurationInput label="" value={value as Json} onChange={(next) => onChange(next)} />;
  if (op === "between") {
    const [from, to] = Array.isArray(value) ? value : ["", ""];
    return (
      <Group gap={4} grow>
        <Scalar label={t("condition.from")} type={type} value={from ?? ""} onChange={(next) => onChange([next, to ?? ""])} />
        <Scalar label={t("condition.to")} type={type} value={to ?? ""} onChange={(next) => onChange([from ?? "", next])} />
      </Group>
    );
  }
  const kind = OBJECTS[leaf.field];
  if (kind) {
    const several = SEVERAL.includes(op);
    const chosen = (Array.isArray(value) ? value : value === undefined || value === "" ? [] : [value]).map(String);
    return (
      <ObjectPicker
        label=""
        name={label}
        options={objectOptions(kind, objects)}
        multiple={several}
        value={chosen}
        onChange={(next) => onChange(several ? next : (next[0] ?? ""))}
      />
    );
  }
  if (SEVERAL.includes(op)) {
    const texts = (Array.isArray(value) ? value : []).map(String);
    if (type === "language") return <LanguagesSelect size="xs" aria-label={label} value={texts} onChange={onChange} />;
    return (
      <TagsInput
        size="xs"
        aria-label={label}
        placeholder={t("condition.values")}
        data={[...(choices ?? [])]}
        value={texts}
        onChange={(next) => onChange(next)}
      />
    );
  }
  if (choices)
    return (
      <Select
        size="xs"
        aria-label={label}
        allowDeselect={false}
        data={choices.map((choice) => ({ value: choice, label: t(`choice.${choice}`, { defaultValue: choice }) }))}
        value={value === undefined ? null : String(value)}
        onChange={(next) => onChange(next ?? "")}
      />
    );
  return (
    <Scalar
      label={label}
      type={DATES.includes(op) ? "date" : op === "matches" ? "text" : type}
      value={(Array.isArray(value) ? value[0] : value) as ConditionScalar}
      onChange={onChange}
    />
  );
}

interface ScalarProps {
  label: string;
  type: ConditionField["type"];
  value: ConditionScalar | undefined;
  onChange(value: ConditionScalar): void;
}

function Scalar({ label, type, value, onChange }: ScalarProps) {
  const { t } = useTranslation("builder");
  if (type === "boolean") {
    return (
      <Select
        size="xs"
        aria-label={label}
        allowDeselect={false}
        data={[
          { value: "true", label: t("condition.yes") },
          { value: "false", label: t("condition.no") },
        ]}
        value={String(value ?? true)}
        onChange={(next) => onChange(next === "true")}
      />
    );
  }
  if (type === "language")
    return (
      <LanguageSelect
        size="xs"
        aria-label={label}
        clearable={false}
        value={String(value ?? "")}
        onChange={(next) => onChange(next ?? "")}
      />
    );
  if (type === "number")
    return (
      <NumberInput
        size="xs"
        aria-label={label}
        value={typeof value === "number" ? value : ""}
        onChange={(next) => onChange(next === "" ? 0 : Number(next))}
      />
    );
  if (type === "date" || type === "datetime")
    return (
      <TextInput
        size="xs"
        type="date"
        aria-label={label}
        value={String(value ?? "")}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={t("condition.value")}
      value={value === undefined || value === null ? "" : String(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function useFieldGroups(current: string, runVariables: readonly string[]) {
  const { t } = useTranslation("builder");
  const { objects } = useFormContext();
  const title = (field: string) => t(`variable.${field.replaceAll(".", "_")}`, { defaultValue: field });
  const closed = CONDITION_FIELDS.filter((field) => !field.open).map(({ field }) => field);
  const group = (prefix: string) =>
    closed.filter((field) => field.startsWith(prefix)).map((field) => ({ value: field, label: title(field) }));
  const custom = (objects.fields ?? []).map((field) => ({ value: `contact.fields.${field.code}`, label: field.label }));
  const run = runVariables.map((name) => ({ value: name, label: title(name) }));
  const groups = [
    { group: t("variableGroup.contact"), items: group("contact.") },
    { group: t("variableGroup.fields"), items: custom },
    { group: t("variableGroup.reply"), items: group("reply.") },
    { group: t("variableGroup.chat"), items: [...group("chat."), ...group("message.")] },
    { group: t("variableGroup.time"), items: group("now.") },
    { group: t("variableGroup.ticket"), items: group("ticket.") },
    { group: t("variableGroup.run"), items: run },
  ].filter(({ items }) => items.length > 0);
  const isKnown = groups.some(({ items }) => items.some((item) => item.value === current));
  return isKnown ? groups : [...groups, { group: t("variableGroup.other"), items: [{ value: current, label: title(current) }] }];
}
