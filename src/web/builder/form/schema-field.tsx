/** One value of a config, with the control that its schema asks for. Recursive: lists and objects hold fields again. */
import { ActionIcon, Button, Group, Input, JsonInput, NumberInput, SegmentedControl, Select, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import type { Condition } from "../../../automation/condition-schema.ts";
import type { Problem } from "../../../automation/problems.ts";
import type { ReferenceKind } from "../../../automation/reference.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { DurationInput } from "./duration-input.tsx";
import classes from "./form.module.css";
import { LookupPicker, ReferenceField, StepPicker, TargetPicker } from "./pickers.tsx";
import { choicesOf, elementOf, emptyValue, type FieldSchema, fieldSchema, humanise, isDurationSchema, isTimeSchema, matchingOption, maxLength, numberLimits, optionsOf, shapeOf } from "./schema.ts";
import { problemAt, SchemaForm } from "./schema-form.tsx";
import { TextEditor } from "./text-editor.tsx";

export interface SchemaFieldProps {
  name: string;
  scope: string;
  schema: z.ZodType;
  path: string;
  value: Json | undefined;
  onChange(value: Json | undefined, mergeKey?: string): void;
  problems: readonly Problem[];
}

interface Known extends Omit<SchemaFieldProps, "schema"> {
  field: FieldSchema;
  label: string;
  description: string | undefined;
  error: string | undefined;
}

export function SchemaField({ schema, ...props }: SchemaFieldProps) {
  const { t, i18n } = useTranslation("builder");
  const field = fieldSchema(schema);
  const place = `${props.scope}.${props.name}`;
  // A key with a label of its own says there what it has to say; only unknown ones fall back to the schema's English.
  const labelled = i18n.exists(`builder:config.${place}`);
  const known: Known = {
    ...props,
    field,
    label: t([`config.${place}`, `field.${props.name}`], { defaultValue: humanise(props.name) }),
    description: i18n.exists(`builder:hint.${place}`) ? t(`hint.${place}`) : labelled ? undefined : field.description,
    error: problemAt(props.problems, props.path),
  };
  return <Control {...known} />;
}

function Control(props: Known) {
  const { field, marks = props.field.marks } = props as Known & { marks?: FieldSchema["marks"] };
  if (marks["condition"]) return <ConditionField {...props} />;
  if (marks["reference"]) return <ReferenceField {...shared(props)} kind={marks["reference"] as ReferenceKind} value={texts(props.value)} onChange={([first]) => props.onChange(first)} />;
  if (marks["target"]) return <TargetPicker {...shared(props)} value={props.value} onChange={props.onChange} />;
  if (marks["lookup"]) return <LookupPicker {...shared(props)} value={props.value} onChange={props.onChange} />;
  if (marks["step"]) return <StepPicker {...shared(props)} value={props.value} onChange={props.onChange} />;
  if (isDurationSchema(field)) return <DurationField {...props} />;
  const choices = choicesOf(field);
  if (choices) return <ChoiceField {...props} choices={choices} />;
  switch (field.type) {
    case "string":
      return <StringField {...props} />;
    case "number":
      return <NumberField {...props} />;
    case "boolean":
      return <Switch label={props.label} description={props.description} checked={Boolean(props.value ?? field.fallback)} onChange={(event) => props.onChange(event.currentTarget.checked)} />;
    case "array":
      return <ArrayField {...props} />;
    case "object":
      return <ObjectField {...props} />;
    case "record":
      return <RecordField {...props} />;
    case "union":
      return <UnionField {...props} />;
    default:
      return <AnyField {...props} />;
  }
}

function shared({ label, description, error, field }: Known) {
  return { label, description, error, required: !field.optional };
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : typeof value === "string" && value !== "" ? [value] : [];
}

function ConditionField({ label, description, value, onChange, error }: Known) {
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <div style={{ marginTop: 8 }}>
        <ConditionEditor value={value as Condition | undefined} onChange={(next) => onChange(next as unknown as Json)} />
      </div>
    </Input.Wrapper>
  );
}

function DurationField(props: Known) {
  const { t } = useTranslation("builder");
  const { field, value, onChange, label, description, error } = props;
  const off = value === undefined || value === null;
  if (!field.optional && !field.nullable) return <DurationInput label={label} description={description} error={error} value={value} onChange={onChange} />;
  return (
    <Stack gap={4}>
      <Switch label={label} description={off ? (description ?? t("form.off")) : description} checked={!off} onChange={(event) => onChange(event.currentTarget.checked ? { hours: 1 } : field.nullable ? null : undefined)} />
      {!off && <DurationInput label="" error={error} value={value} onChange={onChange} />}
    </Stack>
  );
}

function ChoiceField({ choices, field, value, onChange, label, description, error, name, scope }: Known & { choices: string[] }) {
  const { t } = useTranslation("builder");
  const data = choices.map((choice) => ({ value: choice, label: t([`choice.${scope}.${name}.${choice}`, `choice.${choice}`], { defaultValue: humanise(choice) }) }));
  const current = value ?? field.fallback;
  // `true` alone is a switch: present or absent.
  if (choices.length === 1) {
    const literal = (field.def["values"] as Json[] | undefined)?.[0];
    return <Switch label={label} description={description} checked={value !== undefined} onChange={(event) => onChange(event.currentTarget.checked ? literal : undefined)} />;
  }
  const total = data.reduce((length, choice) => length + choice.label.length, 0);
  if (choices.length <= 4 && total <= 36 && !(field.optional && field.fallback === undefined)) {
    return (
      <Input.Wrapper label={label} description={description} error={error} labelElement="div">
        <div>
          <SegmentedControl size="xs" mt={4} data={data} value={String(current ?? choices[0])} onChange={(next) => onChange(next)} aria-label={label} />
        </div>
      </Input.Wrapper>
    );
  }
  return (
    <Select
      label={label}
      description={description}
      error={error}
      data={data}
      value={current === undefined || current === null ? null : String(current)}
      allowDeselect={field.optional}
      clearable={field.optional && field.fallback === undefined}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}

function StringField({ field, value, onChange, path, label, description, error }: Known) {
  const text = typeof value === "string" ? value : "";
  const put = (next: string) => onChange(next === "" && field.optional ? undefined : next, path);
  if (field.marks["liquid"]) {
    const short = (maxLength(field) ?? Infinity) <= 1000;
    return <TextEditor label={label} description={description} error={error} required={!field.optional} multiline={!short} value={text} onChange={put} />;
  }
  if (isTimeSchema(field)) return <TextInput type="time" label={label} description={description} error={error} required={!field.optional} value={text} w={140} onChange={(event) => put(event.currentTarget.value)} />;
  return <TextInput label={label} description={description} error={error} required={!field.optional} value={text} onChange={(event) => put(event.currentTarget.value)} />;
}

function NumberField({ field, value, onChange, path, label, description, error }: Known) {
  const { min, max, whole } = numberLimits(field);
  return (
    <NumberInput
      label={label}
      description={description}
      error={error}
      required={!field.optional}
      maw={180}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      allowDecimal={!whole}
      value={typeof value === "number" ? value : typeof field.fallback === "number" ? field.fallback : ""}
      onChange={(next) => onChange(next === "" ? undefined : Number(next), path)}
    />
  );
}

function ArrayField(props: Known) {
  const { t } = useTranslation("builder");
  const { field, value, onChange, label, description, error, scope, path, name, problems } = props;
  const element = fieldSchema(elementOf(field));
  const items = Array.isArray(value) ? value : [];
  const kind = element.marks["reference"] as ReferenceKind | undefined;
  if (kind) return <ReferenceField {...shared(props)} required={false} kind={kind} multiple value={texts(items)} onChange={(next) => onChange(next)} />;
  const choices = choicesOf(element);
  if (element.type === "string" || choices) {
    return (
      <TagsInput
        label={label}
        description={description}
        error={error ?? problems.find((problem) => problem.path.startsWith(`${path}.`))?.message}
        placeholder={items.length === 0 ? t("form.typeAndEnter") : ""}
        data={choices?.map((choice) => ({ value: choice, label: t([`choice.${scope}.${name}.${choice}`, `choice.${choice}`], { defaultValue: humanise(choice) }) })) ?? []}
        value={texts(items)}
        splitChars={["\n"]}
        acceptValueOnBlur
        onChange={(next) => onChange(choices ? next.filter((item) => choices.includes(item)) : next)}
      />
    );
  }
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <div style={{ marginTop: 8 }}>
        {items.map((item, index) => (
          <div key={index} className={classes["card"]}>
            <Group justify="space-between" mb={4}>
              <Text size="xs" c="dimmed" fw={600}>
                {index + 1}
              </Text>
              <ActionIcon size={24} aria-label={t("form.removeItem", { number: index + 1 })} onClick={() => onChange(items.filter((_, at) => at !== index))}>
                <IconTrash size={14} />
              </ActionIcon>
            </Group>
            <SchemaValue schema={elementOf(field)} scope={scope} name={name} path={`${path}.${index}`} problems={problems} value={item} onChange={(next, mergeKey) => onChange(items.map((other, at) => (at === index ? (next ?? null) : other)), mergeKey)} />
          </div>
        ))}
        <Button mt="xs" size="compact-sm" variant="light" leftSection={<IconPlus size={14} />} onClick={() => onChange([...items, emptyValue(elementOf(field))])}>
          {t("form.addItem")}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

/** The value alone: an object shows its keys without a heading of its own. */
function SchemaValue({ schema, ...props }: SchemaFieldProps) {
  if (fieldSchema(schema).type === "object") {
    return <SchemaForm schema={schema} scope={props.scope} path={props.path} problems={props.problems} value={(props.value ?? {}) as JsonObject} onChange={props.onChange} />;
  }
  return <SchemaField schema={schema} {...props} />;
}

function ObjectField({ field, value, onChange, label, description, error, scope, path, problems }: Known) {
  const inner = <SchemaForm schema={field.schema} scope={scope} path={path} problems={problems} value={(value ?? {}) as JsonObject} onChange={onChange} />;
  if (!field.optional) {
    return (
      <Input.Wrapper label={label} description={description} error={error} labelElement="div">
        <div className={classes["group"]} style={{ marginTop: 8 }}>
          {inner}
        </div>
      </Input.Wrapper>
    );
  }
  return (
    <Stack gap="xs">
      <Switch label={label} description={description} checked={value !== undefined && value !== null} onChange={(event) => onChange(event.currentTarget.checked ? emptyValue(field.schema) : undefined)} />
      {value !== undefined && value !== null && <div className={classes["group"]}>{inner}</div>}
      {error && <Input.Error>{error}</Input.Error>}
    </Stack>
  );
}

function RecordField({ field, value, onChange, label, description, error, scope, path, name, problems }: Known) {
  const { t } = useTranslation("builder");
  const entries = Object.entries((value ?? {}) as JsonObject);
  const part = field.def["valueType"] as z.ZodType;
  const put = (next: [string, Json][]) => onChange(next.length === 0 && field.optional ? undefined : Object.fromEntries(next));
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Stack gap="xs" mt={4}>
        {entries.map(([key, item], index) => (
          <Group key={index} gap={4} align="flex-end" wrap="nowrap">
            <TextInput size="sm" aria-label={t("form.key")} placeholder={t("form.key")} w={140} defaultValue={key} onBlur={(event) => put(entries.map((entry, at) => (at === index ? [event.currentTarget.value, entry[1]] : entry)))} />
            <div style={{ flex: 1, minWidth: 0 }}>
              <SchemaField schema={part} scope={scope} name={`${name}Value`} path={`${path}.${key}`} problems={problems} value={item} onChange={(next) => put(entries.map((entry, at) => (at === index ? [entry[0], next ?? ""] : entry)))} />
            </div>
            <ActionIcon size={36} aria-label={t("form.remove", { name: key })} onClick={() => put(entries.filter((_, at) => at !== index))}>
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        ))}
        <div>
          <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} />} onClick={() => put([...entries, ["", emptyValue(part)]])}>
            {t("form.addItem")}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}

function UnionField(props: Known) {
  const { t } = useTranslation("builder");
  const { field, value, onChange, label, description, error, scope, path, name, problems } = props;
  const options = optionsOf(field);
  const at = value === undefined ? -1 : matchingOption(field, value);
  const option = options[at];
  const nameOf = (index: number) => t(`variant.${scope}.${name}.${index}`, { defaultValue: variantName(options[index] as z.ZodType, index) });
  return (
    <Stack gap="xs">
      <Select
        label={label}
        description={description}
        error={error}
        data={options.map((_, index) => ({ value: String(index), label: nameOf(index) }))}
        value={at < 0 ? null : String(at)}
        allowDeselect={field.optional}
        onChange={(next) => onChange(next === null ? undefined : emptyValue(options[Number(next)] as z.ZodType))}
      />
      {option && choicesOf(fieldSchema(option))?.length !== 1 && (
        <div className={classes["group"]}>
          <SchemaValue schema={option} scope={scope} name={name} path={path} problems={problems} value={value} onChange={onChange} />
        </div>
      )}
    </Stack>
  );
}

/** A union's alternative by its tag, its keys, or its kind. */
function variantName(schema: z.ZodType, index: number): string {
  const field = fieldSchema(schema);
  const shape = shapeOf(field);
  const tag = Object.values(shape).map((part) => choicesOf(fieldSchema(part))).find((choices) => choices?.length === 1)?.[0];
  return humanise(tag ?? Object.keys(shape)[0] ?? (choicesOf(field)?.[0] ?? (field.type === "array" ? "list" : field.type) ?? String(index)));
}

function AnyField({ value, onChange, label, description, error }: Known) {
  return (
    <JsonInput
      label={label}
      description={description}
      error={error}
      autosize
      minRows={3}
      formatOnBlur
      defaultValue={value === undefined ? "" : JSON.stringify(value, null, 2)}
      onBlur={(event) => {
        try {
          onChange(event.currentTarget.value.trim() === "" ? undefined : (JSON.parse(event.currentTarget.value) as Json));
        } catch {
          // JsonInput itself shows that this is not JSON yet.
        }
      }}
    />
  );
}
