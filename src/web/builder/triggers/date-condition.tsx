/** Date: on, before or after a date of the contact. */
import { SegmentedControl, Stack, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import { useFormContext } from "../form/form-context.ts";
import { ReferenceField } from "../form/pickers.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { durationText } from "../summary.ts";

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const { objects } = useFormContext();
  const when = typeof config["when"] === "string" ? config["when"] : "on";
  const type = objects.fields?.find((field) => field.code === config["field"])?.type;
  return (
    <Stack gap="md">
      <ReferenceField
        kind="field"
        label={t("date.field")}
        description={t("date.fieldHint")}
        value={typeof config["field"] === "string" && config["field"] !== "" ? [config["field"]] : []}
        error={problemAt(problems, "field")}
        onChange={([field]) => onChange(withKey(config, "field", field ?? ""))}
      />
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("date.when")}
        data={(["before", "on", "after"] as const).map((value) => ({ value, label: t(`date.${value}`) }))}
        value={when}
        onChange={(next) => {
          const { offset, ...rest } = config;
          onChange(next === "on" ? { ...rest, when: next } : { ...rest, when: next, offset: offset ?? { days: 1 } });
        }}
      />
      {when !== "on" && (
        <DurationInput
          label={t("date.offset")}
          error={problemAt(problems, "offset")}
          value={config["offset"]}
          onChange={(offset) => onChange(withKey(config, "offset", offset))}
        />
      )}
      {type !== "datetime" && (
        <TextInput
          type="time"
          w={140}
          label={t("date.at")}
          description={t("date.atHint")}
          value={String(config["at"] ?? "")}
          onChange={(event) => onChange(withKey(config, "at", event.currentTarget.value || undefined))}
        />
      )}
      <Switch
        label={t("date.everyYear")}
        description={t("date.everyYearHint")}
        checked={config["everyYear"] === true}
        onChange={(event) => onChange(withKey(config, "everyYear", event.currentTarget.checked || undefined))}
      />
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { field: "", when: "on", at: "09:00" },
  Form,
  summary(config, tools) {
    const { t } = tools;
    const field = String(config["field"] || "…");
    const when = String(config["when"] ?? "on");
    const base =
      when === "on" ? t("summary.onDate", { field }) : t(`summary.${when}Date`, { time: durationText(config["offset"], tools), field });
    return config["at"] ? `${base}, ${String(config["at"])}` : base;
  },
};
