import { z } from "zod";
import { DEFAULT_TIME_OF_DAY, datetimeToInstant, nextWeekday, parseDate, parseDateTime, WEEKDAYS } from "../../domain/calendar.ts";
import { DAY_MS } from "../../domain/civil-date.ts";
import { addDuration, durationMs, durationSchema } from "../../domain/duration.ts";
import { dailyWindowSchema, nextWithin, timeOfDaySchema } from "../../domain/working-hours.ts";
import { liquidText } from "../liquid-text.ts";
import { defineStep, exit, exitWithError, type StepContext } from "../step.ts";

const untilDate = z.strictObject({
  date: liquidText(256).describe("A date or date and time: 2026-03-29, 29/03/2026, or a date field of the contact"),
  time: timeOfDaySchema.optional().describe("Time of that day; without it the date's own time, else 09:00"),
});
const untilWeekday = z.strictObject({
  weekday: z.enum(WEEKDAYS).describe("The next such day; today when the time is still ahead"),
  time: timeOfDaySchema.describe("Time of that day"),
});

const config = z
  .strictObject({
    for: durationSchema.optional().describe("How long; days are calendar days, the rest is elapsed time"),
    until: z.union([untilDate, untilWeekday], { error: "give a date, or a weekday and a time" }).optional().describe("Until when"),
    onlyBetween: dailyWindowSchema.optional().describe("Ends only at this time of day: what ends outside waits for the next such time"),
  })
  .refine((value) => value.for === undefined || value.until === undefined, { error: "give for or until, not both" })
  .refine((value) => Object.values(value).some((part) => part !== undefined), { error: "say how long: for, until or onlyBetween" });
type Config = z.output<typeof config>;

export const step = defineStep({
  type: "delay",
  group: "wait",
  title: "Delay",
  summary:
    "Waits for a time, until a date or until a weekday. An instant that is past goes on at once. Times are the contact's, else the workspace's.",
  config,
  exits: () => [{ name: "next" }],
  waits: (config) => (config.for !== undefined && durationMs(config.for) > 0) || (config.until !== undefined && "weekday" in config.until),
  longestWait,
  enter(config, context) {
    const now = context.environment.now;
    const end = endOf(config, context);
    if (end === null) return exitWithError("next", "invalid_date");
    const deadline = config.onlyBetween ? (nextWithin(config.onlyBetween, Math.max(end, now), context.timeZone) ?? end) : end;
    return deadline <= now ? exit("next") : { type: "wait", wait: { on: [], deadline } };
  },
  resume: () => exit("next"),
  examples: [
    { title: "Two hours", config: { for: { hours: 2 } } },
    { title: "The same time tomorrow", config: { for: { days: 1 } } },
    { title: "The morning of the appointment", config: { until: { date: "{{ contact.fields.APPOINTMENT }}", time: "08:00" } } },
    { title: "Next Monday", config: { until: { weekday: "mon", time: "09:00" } } },
    { title: "An hour, but never at night", config: { for: { hours: 1 }, onlyBetween: { from: "09:00", to: "19:00" } } },
  ],
});

/** Null where the date cannot be read. */
function endOf({ for: duration, until }: Config, { environment, render, timeZone }: StepContext): number | null {
  const now = environment.now;
  if (duration) return addDuration(now, duration, timeZone);
  if (!until) return now;
  if ("weekday" in until) return nextWeekday(now, until.weekday, until.time, timeZone);
  const written = render(until.date);
  const time = until.time ?? (parseDate(written) === null ? undefined : DEFAULT_TIME_OF_DAY);
  if (time === undefined) return datetimeToInstant(written, timeZone);
  // The day as a wall clock in the zone shows it, then that time of it.
  const day = parseDate(written) ?? parseDateTime(written, timeZone)?.slice(0, 10);
  return day === undefined ? null : datetimeToInstant(`${day}T${time}`, timeZone);
}

function longestWait({ for: duration, until, onlyBetween }: Config): number {
  const window = onlyBetween ? (onlyBetween.weekdays ? 7 : 1) * DAY_MS : 0;
  if (duration) return durationMs(duration) + window;
  if (until) return "weekday" in until ? 7 * DAY_MS + window : Number.POSITIVE_INFINITY;
  return window;
}
