/** One value of a contact, in the input its type asks for. Saves when it is left, if it changed. */
import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FIELD_TYPES } from "../../contract/objects.ts";
import type { Json } from "../../domain/json.ts";

interface FieldInputProps {
  label: string;
  type: (typeof FIELD_TYPES)[number];
  value: Json;
  choices?: readonly string[] | null;
  readOnly: boolean;
  /** Null clears. */
  save: (value: string | null) => void;
}

export function FieldInput({ label, type, value, choices, readOnly, save }: FieldInputProps) {
  const { t } = useTranslation("contacts");
  const stored = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  const shown = type === "datetime" ? stored.slice(0, 16) : stored;
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const leave = () => {
    if (text !== shown) save(text.trim() === "" ? null : text);
  };
  if (type === "boolean" || type === "choice") {
    const options =
      type === "boolean"
        ? [
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]
        : (choices ?? []).map((choice) => ({ value: choice, label: choice }));
    return (
      <NativeSelect
        label={label}
        size="sm"
        disabled={readOnly}
        value={stored}
        data={[{ value: "", label: "–" }, ...options]}
        onChange={(event) => save(event.currentTarget.value || null)}
      />
    );
  }
  const shared = { label, size: "sm" as const, value: text, readOnly, onBlur: leave };
  if (type === "long_text" || type === "json")
    return <Textarea {...shared} autosize maxRows={6} onChange={(event) => setText(event.currentTarget.value)} />;
  return (
    <TextInput
      {...shared}
      type={type === "number" ? "number" : type === "date" ? "date" : type === "datetime" ? "datetime-local" : "text"}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Enter" && leave()}
    />
  );
}
