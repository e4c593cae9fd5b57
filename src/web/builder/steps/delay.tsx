/** Delay: for a while, until a date, or until a weekday; never at night, if wanted. */
import { MultiSelect, SegmentedControl, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { WEEKDAYS } from "../../../domain/civil-date.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { readable } from "../../ui/readable.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import { TextEditor } from "../form/text-editor.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { durationText } from "../summary.ts";

type Mode = "for" | "date" | "weekday";

function modeOf(config: JsonObject): Mode {
  const until = config["until"];
  if (until === null || typeof until !== "object" || Array.isArray(until)) return "for";
  return "weekday" in until ? "weekday" : "date";
}

const BEGIN: Record<Mode, JsonObject> = {
  for: { for: { hours: 1 } },
  date: { until: { date: "", time: "09:00" } },
  weekday: { until: { weekday: "mon", time: "09:00" } },
};

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const mode = modeOf(config);
  const until = (config["until"] ?? {}) as JsonObject;
  const between = config["onlyBetween"] as JsonObject | undefined;
  const putUntil = (key: string, value: Json | undefined) => onChange(withKey(config, "until", withKey(until, key, value)), `until.${key}`);
  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("delay.mode")}
        data={(["for", "date", "weekday"] as const).map((value) => ({ value, label: t(`delay.${value}`) }))}
        value={mode}
        onChange={(next) => onChange({ ...BEGIN[next as Mode], ...(between && { onlyBetween: between }) })}
      />
      {mode === "for" && (
        <DurationInput
          label={t("delay.howLong")}
          description={t("delay.howLongHint")}
          error={problemAt(problems, "for")}
          value={config["for"]}
          onChange={(value) => onChange(withKey(config, "for", value))}
        />
      )}
      {mode === "date" && (
        <>
          <TextEditor
            label={t("delay.dateLabel")}
            description={t("delay.dateHint")}
            required
            multiline={false}
            error={problemAt(problems, "until.date")}
            value={String(until["date"] ?? "")}
            onChange={(date) => putUntil("date", date)}
          />
          <TextInput
            type="time"
            w={140}
            label={t("delay.time")}
            value={String(until["time"] ?? "")}
            onChange={(event) => putUntil("time", event.currentTarget.value || undefined)}
          />
        </>
      )}
      {mode === "weekday" && (
        <>
          <Select
            label={t("delay.weekdayLabel")}
            allowDeselect={false}
            data={WEEKDAYS.map((day) => ({ value: day, label: t(`choice.${day}`) }))}
            value={String(until["weekday"] ?? "mon")}
            onChange={(day) => putUntil("weekday", day ?? "mon")}
          />
          <TextInput
            type="time"
            w={140}
            label={t("delay.time")}
            description={t("delay.weekdayHint")}
            value={String(until["time"] ?? "")}
            onChange={(event) => putUntil("time", event.currentTarget.value)}
          />
        </>
      )}
      <Switch
        label={t("delay.onlyBetween")}
        description={t("delay.onlyBetweenHint")}
        checked={between !== undefined}
        onChange={(event) =>
          onChange(withKey(config, "onlyBetween", event.currentTarget.checked ? { from: "09:00", to: "19:00" } : undefined))
        }
      />
      {between && (
        <Between
          value={between}
          error={problemAt(problems, "onlyBetween")}
          onChange={(value) => onChange(withKey(config, "onlyBetween", value), "between")}
        />
      )}
    </Stack>
  );
}

function Between({ value, onChange, error }: { value: JsonObject; onChange(value: JsonObject): void; error: string | undefined }) {
  const { t } = useTranslation("builder");
  return (
    <Stack gap="xs" pl="md">
      <div style={{ display: "flex", gap: 8 }}>
        {(["from", "to"] as const).map((key) => (
          <TextInput
            key={key}
            type="time"
            w={120}
            label={t(`condition.${key}`)}
            error={key === "from" ? error : undefined}
            value={String(value[key] ?? "")}
            onChange={(event) => onChange({ ...value, [key]: event.currentTarget.value })}
          />
        ))}
      </div>
      <MultiSelect
        label={t("delay.weekdays")}
        placeholder={Array.isArray(value["weekdays"]) && value["weekdays"].length > 0 ? "" : t("delay.everyDay")}
        data={WEEKDAYS.map((day) => ({ value: day, label: t(`choice.${day}`) }))}
        value={Array.isArray(value["weekdays"]) ? value["weekdays"].map(String) : []}
        onChange={(days) => onChange(withKey(value, "weekdays", days.length === 0 ? undefined : days))}
      />
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { for: { hours: 1 } },
  Form,
  summary(config, tools) {
    const { t } = tools;
    const until = (config["until"] ?? {}) as JsonObject;
    const mode = modeOf(config);
    const time = typeof until["time"] === "string" ? until["time"] : "";
    const words =
      mode === "for"
        ? durationText(config["for"], tools)
        : mode === "date"
          ? t("summary.until", { when: `${readable(String(until["date"] ?? ""))} ${time}`.trim() })
          : t("summary.until", { when: `${t(`choice.${String(until["weekday"])}`)} ${time}` });
    const between = config["onlyBetween"] as JsonObject | undefined;
    return between ? `${words} · ${t("summary.between", { from: String(between["from"]), to: String(between["to"]) })}` : words;
  },
};
