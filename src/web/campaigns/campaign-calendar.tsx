/** A month with the campaigns that start in it, in the workspace's days. */
import { ActionIcon, Button, Group, Title } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { localeOf } from "../ui/format.ts";
import classes from "./campaigns.module.css";
import { localTime } from "./local-time.ts";

const DAY_MS = 86_400_000;

function monthOf(date: Date): string {
  return date.toISOString().slice(0, 7);
}

function moved(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return monthOf(new Date(Date.UTC(year, number - 1 + by, 1)));
}

/** Six weeks at most, from the Monday before the first to the Sunday after the last. */
function daysOf(month: string): string[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY_MS;
  const end = Date.parse(`${moved(month, 1)}-01T00:00:00Z`);
  const weeks = Math.ceil((end - start) / DAY_MS / 7);
  return Array.from({ length: weeks * 7 }, (_, index) => new Date(start + index * DAY_MS).toISOString().slice(0, 10));
}

export function CampaignCalendar() {
  const { t, i18n } = useTranslation("campaigns");
  const workspace = useWorkspaceSlug();
  const settings = useQuery(api.workspaces.get.queryOptions());
  const timeZone = settings.data?.settings.timeZone ?? "UTC";
  const [now] = useState(() => Date.now());
  const today = localTime(now, timeZone).slice(0, 10);
  const [month, setMonth] = useUrlState("month", today.slice(0, 7));
  const days = daysOf(month);
  const list = useQuery(api.campaigns.list.queryOptions({ input: { from: days[0] ?? today, to: days.at(-1) ?? today, limit: 200 } }));
  // Not before the zone is known, lest they jump to another hour.
  const items = settings.data ? (list.data?.items ?? []) : [];
  const dayOf = (startsAt: string | null) => (startsAt === null ? "" : localTime(Date.parse(startsAt), timeZone).slice(0, 10));
  const locale = localeOf(i18n.language);
  const format = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  return (
    <>
      <Group mb="md" gap="xs">
        <ActionIcon variant="default" size={36} aria-label={t("calendar.before")} onClick={() => setMonth(moved(month, -1))}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon variant="default" size={36} aria-label={t("calendar.after")} onClick={() => setMonth(moved(month, 1))}>
          <IconChevronRight size={16} />
        </ActionIcon>
        <Button variant="default" size="sm" onClick={() => setMonth(null)}>
          {t("calendar.today")}
        </Button>
        <Title order={2} size="h4" aria-live="polite">
          {format(`${month}-01`, { month: "long", year: "numeric" })}
        </Title>
      </Group>
      <div className={classes.calendar}>
        {days.slice(0, 7).map((day) => (
          <div key={day} className={classes.weekday} aria-hidden>
            {format(day, { weekday: "short" })}
          </div>
        ))}
        {days.map((day) => {
          const entries = items.filter(({ startsAt }) => dayOf(startsAt) === day);
          return (
            <section
              key={day}
              className={classes.day}
              aria-label={format(day, { dateStyle: "long" })}
              data-outside={!day.startsWith(month) || undefined}
              data-empty={entries.length === 0 || undefined}
            >
              <span className={classes.number} data-today={day === today || undefined}>
                {Number(day.slice(8))}
              </span>
              <span className={classes.dayName} data-today={day === today || undefined}>
                {format(day, { weekday: "long", day: "numeric", month: "long" })}
              </span>
              {entries.map(({ id, name, state, startsAt }) => (
                <Link
                  key={id}
                  to="/w/$workspace/campaigns/$campaignId"
                  params={{ workspace, campaignId: id }}
                  className={classes.entry}
                  data-state={state}
                  title={`${name} · ${t(`state.${state}`)}`}
                >
                  {startsAt && localTime(Date.parse(startsAt), timeZone).slice(11, 16)} {name}
                </Link>
              ))}
            </section>
          );
        })}
      </div>
    </>
  );
}
