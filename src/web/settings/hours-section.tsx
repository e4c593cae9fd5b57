/** When the business is open, and when it is closed all day. */

import { ActionIcon, Button, Divider, Group, Skeleton, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Workspace, WorkspaceSettings } from "../../contract/workspaces.ts";
import { blockingError } from "../query-client.ts";
import { FormError } from "../shell/form-error.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { localeOf } from "../ui/format.ts";
import { HolidayFields } from "./holiday-fields.tsx";
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
  const failure = blockingError(workspace);
  if (failure) return <ErrorState error={failure} />;
  return workspace.data ? <Form workspace={workspace.data} /> : <Skeleton height={400} />;
}

function Form({ workspace }: { workspace: Workspace }) {
  const { t, i18n } = useTranslation(["settings", "common"]);
  const { save } = useWorkspaceSettings();
  const [hours, setHours] = useState<Hours | null>(workspace.settings.workingHours ?? null);
  const [holidays, setHolidays] = useState<WorkspaceSettings["holidays"]>(workspace.settings.holidays);
  const dayName = new Intl.DateTimeFormat(localeOf(i18n.language), { weekday: "long", timeZone: "UTC" });
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
        <HolidayFields value={holidays} onChange={setHolidays} />
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
