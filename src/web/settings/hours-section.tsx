/** When the business is open, and when it is closed all day. */

import { ActionIcon, Button, Checkbox, Divider, Group, MultiSelect, Skeleton, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Workspace, WorkspaceSettings } from "../../contract/workspaces.ts";
import { FormError } from "../shell/form-error.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { localeOf } from "../ui/format.ts";
import { countries } from "./countries.ts";
import { SectionHeader } from "./section-header.tsx";
import classes from "./settings.module.css";
import { useWorkspaceSettings } from "./use-workspace-settings.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Day = (typeof DAYS)[number];
type Hours = Partial<Record<Day, string[]>>;
const USUAL: Hours = { mon: ["09:00-18:00"], tue: ["09:00-18:00"], wed: ["09:00-18:00"], thu: ["09:00-18:00"], fri: ["09:00-18:00"] };
/** 1 January 2024 was a Monday: gives the weekdays their names. */
const MONDAY = Date.UTC(2024, 0, 1, 12);

export function HoursSection() {
  const { workspace } = useWorkspaceSettings();
  if (workspace.error) return <ErrorState error={workspace.error} />;
  return workspace.data ? <Form workspace={workspace.data} /> : <Skeleton height={400} />;
}

function Form({ workspace }: { workspace: Workspace }) {
  const { t, i18n } = useTranslation(["settings", "common"]);
  const { save } = useWorkspaceSettings();
  const [hours, setHours] = useState<Hours | null>(workspace.settings.workingHours ?? null);
  const [holidays, setHolidays] = useState<WorkspaceSettings["holidays"]>(workspace.settings.holidays);
  const dayName = new Intl.DateTimeFormat(localeOf(i18n.language), { weekday: "long", timeZone: "UTC" });
  const setPeriod = (index: number, change: Partial<WorkspaceSettings["holidays"]["periods"][number]>) =>
    setHolidays({ ...holidays, periods: holidays.periods.map((period, at) => (at === index ? { ...period, ...change } : period)) });
  return (
    <>
      <SectionHeader title={t("section.hours")} lead={t("hours.lead", { zone: workspace.settings.timeZone })} />
      <Switch
        label={t("hours.use")}
        description={t("hours.useHint")}
        checked={hours !== null}
        onChange={(event) => setHours(event.currentTarget.checked ? USUAL : null)}
        mb="md"
      />
      {hours &&
        DAYS.map((day, index) => (
          <div key={day} className={classes.day}>
            <Text fw={500} tt="capitalize" lh="30px">
              {dayName.format(MONDAY + index * 86_400_000)}
            </Text>
            <DayHours
              intervals={hours[day] ?? []}
              day={dayName.format(MONDAY + index * 86_400_000)}
              onChange={(intervals) => setHours({ ...hours, [day]: intervals })}
            />
          </div>
        ))}
      <Divider my="lg" />
      <Title order={3} size="h4" mb="xs">
        {t("hours.holidays")}
      </Title>
      <Stack gap="sm">
        <MultiSelect
          label={t("hours.countries")}
          description={t("hours.countriesHint")}
          searchable
          data={countries(i18n.language).map(({ value, label }) => ({ value, label: label.replace(/ \(\+.*/, "") }))}
          value={holidays.countries}
          onChange={(value) => setHolidays({ ...holidays, countries: value })}
          maw={420}
        />
        {holidays.periods.map((period, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: periods are their position.
          <Group key={index} gap="xs" align="flex-end">
            <TextInput
              size="xs"
              label={t("hours.name")}
              value={period.name ?? ""}
              onChange={(event) => setPeriod(index, { name: event.currentTarget.value })}
            />
            <TextInput
              size="xs"
              type="date"
              label={t("hours.from")}
              value={period.from}
              onChange={(event) => setPeriod(index, { from: event.currentTarget.value })}
            />
            <TextInput
              size="xs"
              type="date"
              label={t("hours.to")}
              value={period.to}
              onChange={(event) => setPeriod(index, { to: event.currentTarget.value })}
            />
            <Checkbox
              size="xs"
              mb={6}
              label={t("hours.everyYear")}
              checked={period.everyYear ?? false}
              onChange={(event) => setPeriod(index, { everyYear: event.currentTarget.checked })}
            />
            <ActionIcon
              mb={2}
              aria-label={t("hours.removePeriod", { name: period.name })}
              onClick={() => setHolidays({ ...holidays, periods: holidays.periods.filter((_, at) => at !== index) })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={14} />}
            onClick={() => {
              const today = new Date().toISOString().slice(0, 10);
              setHolidays({ ...holidays, periods: [...holidays.periods, { from: today, to: today, name: "", everyYear: false }] });
            }}
          >
            {t("hours.addPeriod")}
          </Button>
        </Group>
        <FormError error={save.error} />
        <Group>
          <Button loading={save.isPending} onClick={() => save.mutate({ settings: { workingHours: hours, holidays } })}>
            {t("common:save")}
          </Button>
        </Group>
      </Stack>
    </>
  );
}

function DayHours({ intervals, day, onChange }: { intervals: readonly string[]; day: string; onChange: (intervals: string[]) => void }) {
  const { t } = useTranslation("settings");
  const put = (index: number, part: 0 | 1, value: string) =>
    onChange(
      intervals.map((interval, at) => {
        if (at !== index) return interval;
        const times = interval.split("-");
        times[part] = value;
        return times.join("-");
      }),
    );
  return (
    <Stack gap={6}>
      {intervals.map((interval, index) => {
        const [from = "", to = ""] = interval.split("-");
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: intervals are their position.
          <div key={index} className={classes.interval}>
            <TextInput
              size="xs"
              type="time"
              aria-label={`${day}: ${t("hours.opens")}`}
              value={from}
              onChange={(event) => put(index, 0, event.currentTarget.value)}
            />
            <span aria-hidden>–</span>
            <TextInput
              size="xs"
              type="time"
              aria-label={`${day}: ${t("hours.closes")}`}
              value={to === "24:00" ? "00:00" : to}
              onChange={(event) => put(index, 1, event.currentTarget.value)}
            />
            {to < from && to !== "" && (
              <Text size="xs" c="dimmed">
                {t("hours.nextDay")}
              </Text>
            )}
            <ActionIcon aria-label={`${day}: ${t("hours.remove")}`} onClick={() => onChange(intervals.filter((_, at) => at !== index))}>
              <IconTrash size={16} />
            </ActionIcon>
          </div>
        );
      })}
      <Group gap="xs">
        {intervals.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("hours.closed")}
          </Text>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={12} />}
          aria-label={`${day}: ${t("hours.add")}`}
          onClick={() => onChange([...intervals, intervals.length === 0 ? "09:00-18:00" : "15:00-19:00"])}
        >
          {t("hours.add")}
        </Button>
      </Group>
    </Stack>
  );
}
