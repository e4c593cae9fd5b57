/** One value of a contact, in the input its type asks for. Saves when it is left, if it changed. */
import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { FIELD_TYPES } from "../../contract/objects.ts";
import type { Json } from "../../domain/json.ts";
import { api } from "../api.ts";
import { useEdited } from "../ui/use-edited.ts";
import { fromClock, isInstant, toClock } from "./clock-text.ts";

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
  const { value: text, change: setText, handOver } = useEdited(stored);
  const leave = () => {
    if (text === stored) return;
    handOver(text);
    save(text.trim() === "" ? null : text);
  };
  if (type === "datetime") return <ClockInput label={label} stored={stored} readOnly={readOnly} save={save} />;
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
      type={type === "number" ? "number" : type === "date" ? "date" : "text"}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Enter" && leave()}
    />
  );
}

/** Whose clock it is, is said where it is that of the workspace: the browser's own zone never counts. */
function ClockInput({ label, stored, readOnly, save }: { stored: string } & Pick<FieldInputProps, "label" | "readOnly" | "save">) {
  const { t } = useTranslation("contacts");
  const workspace = useQuery(api.workspaces.get.queryOptions());
  const timeZone = workspace.data?.settings.timeZone;
  const shown = timeZone === undefined ? "" : toClock(stored, timeZone);
  const { value: text, change: setText, handOver } = useEdited(shown);
  const leave = () => {
    if (timeZone === undefined || text === shown) return;
    handOver(text);
    save(text === "" ? null : fromClock(text, stored, timeZone));
  };
  return (
    <TextInput
      label={label}
      size="sm"
      type="datetime-local"
      step={shown.length > "2026-03-29T10:00".length ? 1 : 60}
      description={isInstant(stored) && timeZone !== undefined ? t("onClockOf", { zone: timeZone }) : undefined}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={text}
      readOnly={readOnly || timeZone === undefined}
      onBlur={leave}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Enter" && leave()}
    />
  );
}
