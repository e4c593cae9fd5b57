/** A form for any object schema: every value gets the control that its schema and its marks ask for. */
import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import type { Problem } from "../../../automation/problems.ts";
import type { ReferenceKind } from "../../../automation/reference.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { problemAt } from "./config-value.ts";
import { ArrayField, ObjectField, RecordField, UnionField } from "./container-fields.tsx";
import { useFieldLabel } from "./field-label.ts";
import { Keys } from "./keys.tsx";
import { type KnownField, type SchemaFieldProps, sharedProps, texts } from "./known-field.ts";
import { AnyField, ChoiceField, ConditionField, DurationField, NumberField, StringField } from "./leaf-fields.tsx";
import { LookupPicker, ReferenceField, StepPicker, TargetPicker } from "./pickers.tsx";
import { choicesOf, fieldSchema, humanise, isDurationSchema } from "./schema.ts";

export interface SchemaFormProps {
  schema: z.ZodType;
  /** `add_tag`: finds the texts of its keys. */
  scope: string;
  value: JsonObject;
  onChange(value: JsonObject, mergeKey?: string): void;
  problems: readonly Problem[];
}

export function SchemaForm(props: SchemaFormProps) {
  return <Keys {...props} path="" Field={SchemaField} />;
}

export function SchemaField({ schema, ...props }: SchemaFieldProps) {
  const { t, i18n } = useTranslation("builder");
  const field = fieldSchema(schema);
  const label = useFieldLabel();
  const place = `${props.scope}.${props.name}`;
  // A key with a label of its own says there what it has to say; only unknown ones fall back to the schema's English.
  const labelled = i18n.exists(`builder:config.${place}`);
  const known: KnownField = {
    ...props,
    Field: SchemaField,
    field,
    label: props.unlabelled ? "" : (label(props.scope, props.name) ?? humanise(props.name)),
    description: props.unlabelled
      ? undefined
      : i18n.exists(`builder:hint.${place}`)
        ? t(`hint.${place}`)
        : labelled
          ? undefined
          : field.description,
    error: problemAt(props.problems, props.path),
  };
  return <Control {...known} />;
}

function Control(props: KnownField) {
  const { field } = props;
  const { marks } = field;
  if (marks["condition"]) return <ConditionField {...props} />;
  if (marks["reference"])
    return (
      <ReferenceField
        {...sharedProps(props)}
        kind={marks["reference"] as ReferenceKind}
        scope={props.scope}
        value={texts(props.value ?? field.fallback)}
        onChange={([first]) => props.onChange(first)}
      />
    );
  if (marks["target"]) return <TargetPicker {...sharedProps(props)} value={props.value} onChange={props.onChange} />;
  if (marks["lookup"]) return <LookupPicker {...sharedProps(props)} value={props.value} onChange={props.onChange} />;
  if (marks["step"]) return <StepPicker {...sharedProps(props)} value={props.value} onChange={props.onChange} />;
  if (isDurationSchema(field)) return <DurationField {...props} />;
  const choices = choicesOf(field);
  if (choices) return <ChoiceField {...props} choices={choices} />;
  switch (field.type) {
    case "string":
      return <StringField {...props} />;
    case "number":
      return <NumberField {...props} />;
    case "boolean":
      return (
        <Switch
          label={props.label}
          description={props.description}
          checked={Boolean(props.value ?? field.fallback)}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
      );
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
