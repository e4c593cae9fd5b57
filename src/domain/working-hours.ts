/** Weekly opening hours of a workspace, and the daily window in which a wait may end. */
import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEKDAYS, type Weekday, weekdayOfDay } from "./civil-date.ts";
import { instantToLocal, localToInstant } from "./zone-offset.ts";

/** `{ mon: ["09:00-13:00", "14:00-18:00"], sat: [] }`; a day left out is closed. "22:00-02:00" passes midnight and belongs to the day it starts. */
export type WorkingHours = Partial<Record<Weekday, string[]>>;

const INTERVAL = /^([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*(?:([01]\d|2[0-3]):([0-5]\d)|(24):00)$/;
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;
const DAYS_IN_WEEK = 7;

/** Milliseconds after midnight of the day it starts; `end` is larger than a day when the interval passes midnight. */
interface Interval {
  start: number;
  end: number;
}

function parseInterval(text: string): Interval | null {
  const match = INTERVAL.exec(text.trim());
  if (!match) return null;
  const start = Number(match[1]) * HOUR_MS + Number(match[2]) * MINUTE_MS;
  const end = match[5] ? DAY_MS : Number(match[3]) * HOUR_MS + Number(match[4]) * MINUTE_MS;
  if (start === end) return null;
  return { start, end: end > start ? end : end + DAY_MS };
}

const intervalSchema = z
  .string()
  .overwrite((text) => text.replace(/(?<!\d)\d:/g, "0$&"))
  .regex(INTERVAL, { error: 'write opening hours as "09:00-13:00"' })
  .refine((text) => !INTERVAL.test(text) || parseInterval(text) !== null, {
    error: 'opening and closing time are the same; for the whole day write "00:00-24:00"',
  });

/** Twelve intervals a day are more than any business has, and bound the work of every check. */
const daySchema = z.array(intervalSchema).max(12);

export const workingHoursSchema = z
  .strictObject({
    mon: daySchema.optional(),
    tue: daySchema.optional(),
    wed: daySchema.optional(),
    thu: daySchema.optional(),
    fri: daySchema.optional(),
    sat: daySchema.optional(),
    sun: daySchema.optional(),
  })
  .describe('Opening hours per weekday, e.g. { mon: ["09:00-13:00", "14:00-18:00"] }; a day left out is closed');

/** Whether the business is open. Undefined hours mean the feature is off: always open. Closing time itself is closed. */
export function inWorkingHours(hours: WorkingHours | undefined, now: number, timezone: string): boolean {
  if (hours === undefined) return true;
  const week = weekOf(hours);
  const today = localDay(now, timezone);
  // Yesterday's last interval may reach into today.
  return contains(week, today, now, timezone) || contains(week, today - 1, now, timezone);
}

/** The next instant, later than `now`, at which an interval opens; null when none ever does (or the feature is off). */
export function nextOpening(hours: WorkingHours | undefined, now: number, timezone: string): number | null {
  return hours === undefined ? null : nextStart(weekOf(hours), now, timezone);
}

export interface DailyWindow {
  /** `HH:MM` */
  from: string;
  /** `HH:MM`, exclusive. Not later than `from` means it passes midnight; equal means the whole day. */
  to: string;
  /** The days on which the window starts; all when left out. */
  weekdays?: Weekday[] | undefined;
}

/** `9:30` is taken for `09:30`. */
export const timeOfDaySchema = z
  .string()
  .overwrite((text) => text.trim().padStart(5, "0"))
  .regex(TIME_OF_DAY, { error: 'write the time as "HH:MM"' });

export const dailyWindowSchema = z.strictObject({
  from: timeOfDaySchema.describe("Time of day from which it may happen"),
  to: timeOfDaySchema.describe("Time of day from which it may no longer happen; earlier than `from` passes midnight"),
  weekdays: z.array(z.enum(WEEKDAYS)).min(1).optional().describe("Only on these days; every day when left out"),
});

/** Whether `now` lies in the window. */
export function withinDaily(window: DailyWindow, now: number, timezone: string): boolean {
  const week = weekOfWindow(window);
  const today = localDay(now, timezone);
  return contains(week, today, now, timezone) || contains(week, today - 1, now, timezone);
}

/** `now` when it lies in the window, else the instant at which the window next opens; null when it never does. */
export function nextWithin(window: DailyWindow, now: number, timezone: string): number | null {
  return withinDaily(window, now, timezone) ? now : nextStart(weekOfWindow(window), now, timezone);
}

type Week = Partial<Record<Weekday, Interval[]>>;

/** Parsed once per object: workspaces keep theirs between messages. */
const weeks = new WeakMap<object, Week>();

function weekOf(hours: WorkingHours): Week {
  return remember(hours, () => {
    const week: Week = {};
    for (const day of WEEKDAYS) {
      // Intervals that are no intervals cannot pass the schema; whatever came in otherwise is closed rather than a crash.
      const intervals = (hours[day] ?? []).map(parseInterval).filter((interval) => interval !== null);
      if (intervals.length > 0) week[day] = intervals;
    }
    return week;
  });
}

function weekOfWindow(window: DailyWindow): Week {
  return remember(window, () => {
    const interval = parseInterval(`${window.from}-${window.to}`) ?? wholeDayFrom(window.from);
    return interval ? Object.fromEntries((window.weekdays ?? WEEKDAYS).map((day) => [day, [interval]])) : {};
  });
}

function wholeDayFrom(time: string): Interval | null {
  const match = TIME_OF_DAY.exec(time);
  if (!match) return null;
  const start = Number(match[1]) * HOUR_MS + Number(match[2]) * MINUTE_MS;
  return { start, end: start + DAY_MS };
}

function remember(key: object, parse: () => Week): Week {
  let week = weeks.get(key);
  if (!week) {
    week = parse();
    weeks.set(key, week);
  }
  return week;
}

function localDay(now: number, timezone: string): number {
  return Math.floor(instantToLocal(now, timezone) / DAY_MS);
}

/**
 * Both ends become instants before they are compared, so each interval is one stretch of time on days when the clock
 * changes too: it neither opens twice nor runs past its end.
 */
function contains(week: Week, day: number, now: number, timezone: string): boolean {
  return (week[weekdayOfDay(day)] ?? []).some(
    ({ start, end }) => now >= localToInstant(day * DAY_MS + start, timezone) && now < localToInstant(day * DAY_MS + end, timezone),
  );
}

function nextStart(week: Week, now: number, timezone: string): number | null {
  const today = localDay(now, timezone);
  // Two weeks, because a clock change can swallow the only interval of one week ("02:00-03:00" on a Sunday in March).
  for (let day = today; day <= today + 2 * DAYS_IN_WEEK; day++) {
    const starts = (week[weekdayOfDay(day)] ?? [])
      .filter(({ start, end }) => localToInstant(day * DAY_MS + start, timezone) < localToInstant(day * DAY_MS + end, timezone))
      .map(({ start }) => localToInstant(day * DAY_MS + start, timezone))
      .filter((instant) => instant > now);
    if (starts.length > 0) return Math.min(...starts);
  }
  return null;
}
