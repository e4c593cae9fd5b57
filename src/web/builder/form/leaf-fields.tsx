/** Controls of single values. */
import { Input, JsonInput, NumberInput, SegmentedControl, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Condition } from "../../../automation/condition-schema.ts";
import type { Json } from "../../../domain/json.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { DurationInput } from "./duration-input.tsx";
import type { KnownField } from "./known-field.ts";
import { humanise, isTimeSchema, maxLength, numberLimits } from "./schema.ts";
import { TextEditor } from "./text-editor.tsx";

export function ConditionField({ label, description, value, onChange, error }: KnownField) {
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <div style={{ marginTop: 8 }}>
        <ConditionEditor value={value as Condition | undefined} onChange={(next) => onChange(next as unknown as Json)} />
      </div>
    </Input.Wrapper>
  );
}

export function DurationField(props: KnownField) {
  const { t } = useTranslation("builder");
  const { field, value, onChange, label, description, error } = props;
  const off = value === undefined || value === null;
  if (!field.optional && !field.nullable)
    return <DurationInput label={label} description={description} error={error} value={value} onChange={onChange} />;
  return (
    <Stack gap={4}>
      <Switch
        label={label}
        description={off ? (description ?? t("form.off")) : description}
        checked={!off}
        onChange={(event) => onChange(event.currentTarget.checked ? { hours: 1 } : field.nullable ? null : undefined)}
      />
      {!off && <DurationInput label="" error={error} value={value} onChange={onChange} />}
    </Stack>
  );
}

export function ChoiceField({
  choices,
  field,
  value,
  onChange,
  label,
  description,
  error,
  name,
  scope,
}: KnownField & { choices: string[] }) {
  const { t } = useTranslation("builder");
  const data = choices.map((choice) => ({
    value: choice,
    label: t([`choice.${scope}.${name}.${choice}`, `choice.${choice}`], { defaultValue: humanise(choice) }),
  }));
  const current = value ?? field.fallback;
  // `true` alone is a switch: present or absent.
  if (choices.length === 1) {
    const literal = (field.def["values"] as Json[] | undefined)?.[0];
    return (
      <Switch
        label={label}
        description={description}
        checked={value !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? literal : undefined)}
      />
    );
  }
  const total = data.reduce((length, choice) => length + choice.label.length, 0);
  if (choices.length <= 4 && total <= 36 && !(field.optional && field.fallback === undefined)) {
    return (
      <Input.Wrapper label={label} description={description} error={error} labelElement="div">
        <div>
          <SegmentedControl
            size="xs"
            mt={4}
            data={data}
            value={String(current ?? choices[0])}
            onChange={(next) => onChange(next)}
            aria-label={label}
          />
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

export function StringField({ field, value, onChange, path, label, description, error }: KnownField) {
  // Documents may have a number, or a body as the JSON it is, where a text is meant.
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value, null, 2);
  const put = (next: string) => onChange(next === "" && field.optional ? undefined : next, path);
  if (field.marks["liquid"]) {
    const short = (maxLength(field) ?? Infinity) <= 1000;
    return (
      <TextEditor
        label={label}
        description={description}
        error={error}
        required={!field.optional}
        multiline={!short}
        value={text}
        onChange={put}
      />
    );
  }
  if (isTimeSchema(field))
    return (
      <TextInput
        type="time"
        label={label}
        description={description}
        error={error}
        required={!field.optional}
        value={text}
        w={140}
        onChange={(event) => put(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      label={label}
      description={description}
      error={error}
      required={!field.optional}
      value={text}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}

export function NumberField({ field, value, onChange, path, label, description, error }: KnownField) {
  const { min, max, whole } = numberLimits(field);
  return (
    <NumberInput
      label={label}
      description={description}
      error={error}
      required={!field.optional}
      styles={{ wrapper: { maxWidth: 180 } }}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      allowDecimal={!whole}
      value={typeof value === "number" ? value : typeof field.fallback === "number" ? field.fallback : ""}
      onChange={(next) => onChange(next === "" ? undefined : Number(next), path)}
    />
  );
}

export function AnyField({ value, onChange, label, description, error }: KnownField) {
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
