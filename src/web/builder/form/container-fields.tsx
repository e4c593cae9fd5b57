/** Controls of lists, objects, records and unions: they hold other controls. */
import { ActionIcon, Button, Group, Input, MultiSelect, Select, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import type { ReferenceKind } from "../../../automation/reference.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import classes from "./form.module.css";
import { Keys, type KeysProps } from "./keys.tsx";
import { type KnownField, type SchemaFieldProps, sharedProps, texts } from "./known-field.ts";
import { ReferenceField } from "./pickers.tsx";
import { choicesOf, elementOf, emptyValue, fieldSchema, humanise, isDurationSchema, matchingOption, optionsOf, shapeOf } from "./schema.ts";

/** The value alone: an object shows its keys without a heading of its own. */
function Inner({ Field, ...props }: SchemaFieldProps & Pick<KeysProps, "Field">) {
  if (fieldSchema(props.schema).type !== "object" || isDurationSchema(fieldSchema(props.schema))) return <Field {...props} />;
  return <Keys {...props} Field={Field} value={(props.value ?? {}) as JsonObject} />;
}

export function ArrayField(props: KnownField) {
  const { t } = useTranslation("builder");
  const { field, value, onChange, label, description, error, scope, path, name, problems, Field } = props;
  const element = fieldSchema(elementOf(field));
  const items = Array.isArray(value) ? value : [];
  const kind = element.marks["reference"] as ReferenceKind | undefined;
  if (kind)
    return (
      <ReferenceField
        {...sharedProps(props)}
        required={false}
        kind={kind}
        scope={scope}
        multiple
        value={texts(items)}
        onChange={(next) => onChange(next)}
      />
    );
  const choices = choicesOf(element);
  const mistake = error ?? problems.find((problem) => problem.path.startsWith(`${path}.`))?.message;
  if (choices)
    return (
      <MultiSelect
        label={label}
        description={description}
        error={mistake}
        placeholder={items.length === 0 ? t("form.choose") : ""}
        data={choices.map((choice) => ({
          value: choice,
          label: t([`choice.${scope}.${name}.${choice}`, `choice.${choice}`], { defaultValue: humanise(choice) }),
        }))}
        value={texts(items)}
        onChange={onChange}
      />
    );
  if (element.type === "string") {
    return (
      <TagsInput
        label={label}
        description={description}
        error={mistake}
        placeholder={items.length === 0 ? t("form.typeAndEnter") : ""}
        value={texts(items)}
        splitChars={["\n"]}
        acceptValueOnBlur
        onChange={onChange}
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
              <ActionIcon
                size={24}
                aria-label={t("form.removeItem", { number: index + 1 })}
                onClick={() => onChange(items.filter((_, at) => at !== index))}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </Group>
            <Inner
              Field={Field}
              schema={elementOf(field)}
              scope={scope}
              name={name}
              path={`${path}.${index}`}
              problems={problems}
              value={item}
              onChange={(next, mergeKey) =>
                onChange(
                  items.map((other, at) => (at === index ? (next ?? null) : other)),
                  mergeKey,
                )
              }
            />
          </div>
        ))}
        <Button
          mt="xs"
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...items, emptyValue(elementOf(field))])}
        >
          {t("form.addItem")}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

export function ObjectField({ field, value, onChange, label, description, error, scope, path, problems, Field }: KnownField) {
  const inner = (
    <Keys
      Field={Field}
      schema={field.schema}
      scope={scope}
      path={path}
      problems={problems}
      value={(value ?? {}) as JsonObject}
      onChange={onChange}
    />
  );
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
      <Switch
        label={label}
        description={description}
        checked={value !== undefined && value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? emptyValue(field.schema) : undefined)}
      />
      {value !== undefined && value !== null && <div className={classes["group"]}>{inner}</div>}
      {error && <Input.Error>{error}</Input.Error>}
    </Stack>
  );
}

export function RecordField({ field, value, onChange, label, description, error, scope, path, name, problems, Field }: KnownField) {
  const { t } = useTranslation("builder");
  const entries = Object.entries((value ?? {}) as JsonObject);
  const part = field.def["valueType"] as z.ZodType;
  const put = (next: [string, Json][]) => onChange(next.length === 0 && field.optional ? undefined : Object.fromEntries(next));
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Stack gap="xs" mt={4}>
        {entries.map(([key, item], index) => (
          <Group key={index} gap={4} align="flex-start" wrap="nowrap">
            <TextInput
              size="sm"
              label={t("form.key")}
              w={140}
              defaultValue={key}
              onBlur={(event) => put(entries.map((entry, at) => (at === index ? [event.currentTarget.value, entry[1]] : entry)))}
            />
            <div style={{ flex: 1, minWidth: 0 }}>
              <Field
                schema={part}
                scope={scope}
                name={`${name}Value`}
                path={`${path}.${key}`}
                problems={problems}
                value={item}
                onChange={(next) => put(entries.map((entry, at) => (at === index ? [entry[0], next ?? ""] : entry)))}
              />
            </div>
            <ActionIcon
              size={36}
              mt={24}
              aria-label={t("form.remove", { name: key })}
              onClick={() => put(entries.filter((_, at) => at !== index))}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        ))}
        <div>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={14} />}
            onClick={() => put([...entries, ["", emptyValue(part)]])}
          >
            {t("form.addItem")}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}

export function UnionField(props: KnownField) {
  const { t } = useTranslation("builder");
  const { field, value, onChange, label, description, error, scope, path, name, problems, Field } = props;
  const options = optionsOf(field);
  const at = value === undefined ? -1 : matchingOption(field, value);
  const option = options[at];
  const nameOf = (index: number) =>
    t(`variant.${scope}.${name}.${index}`, { defaultValue: variantName(options[index] as z.ZodType, index) });
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
          <Inner
            Field={Field}
            schema={option}
            scope={scope}
            name={name}
            path={path}
            problems={problems}
            value={value}
            onChange={onChange}
            unlabelled
          />
        </div>
      )}
    </Stack>
  );
}

/** A union's alternative by its tag, its keys, or its kind. */
function variantName(schema: z.ZodType, index: number): string {
  const field = fieldSchema(schema);
  const shape = shapeOf(field);
  const tag = Object.values(shape)
    .map((part) => choicesOf(fieldSchema(part)))
    .find((choices) => choices?.length === 1)?.[0];
  return humanise(tag ?? Object.keys(shape)[0] ?? choicesOf(field)?.[0] ?? (field.type === "array" ? "list" : field.type) ?? String(index));
}
