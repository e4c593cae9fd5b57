/** Fill field: what is written where. */
import { SegmentedControl, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../domain/json.ts";
import { readable } from "../../ui/readable.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { TargetPicker } from "../form/pickers.tsx";
import { TextEditor } from "../form/text-editor.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

type Source = "value" | "reply" | "clear";

function sourceOf(config: JsonObject): Source {
  return config["clear"] === true ? "clear" : config["from"] === "reply" ? "reply" : "value";
}

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const source = sourceOf(config);
  const field = config["field"] ?? "";
  const choose = (next: string) =>
    onChange({ field, ...(next === "clear" ? { clear: true } : next === "reply" ? { from: "reply" } : { value: "" }) });
  return (
    <Stack gap="md">
      <TargetPicker
        label={t("fill.field")}
        description={t("fill.fieldHint")}
        required
        value={field}
        error={problemAt(problems, "field")}
        onChange={(value) => onChange(withKey(config, "field", value ?? ""))}
      />
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("fill.source")}
        data={(["value", "reply", "clear"] as const).map((value) => ({ value, label: t(`fill.${value}`) }))}
        value={source}
        onChange={choose}
      />
      {source === "value" && (
        <TextEditor
          label={t("fill.valueLabel")}
          description={t("fill.valueHint")}
          minRows={1}
          value={String(config["value"] ?? "")}
          error={problemAt(problems, "value") ?? problemAt(problems, "")}
          onChange={(value) => onChange(withKey(config, "value", value), "value")}
        />
      )}
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { field: "", value: "" },
  Form,
  summary(config, { t }) {
    const field = String(config["field"] || "…");
    const source = sourceOf(config);
    if (source === "clear") return t("summary.clear", { field });
    return clip(`${field} = ${source === "reply" ? t("fill.reply") : readable(String(config["value"] ?? ""))}`);
  },
};
