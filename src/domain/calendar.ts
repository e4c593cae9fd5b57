/** Dates and times of the automation format: in which zone, on which day, at which instant. */
import {
  civilDate,
  DAY_MS,
  dayNumber,
  formatCivilDate,
  HOUR_MS,
  inYear,
  isRealDate,
  MINUTE_MS,
  pad2,
  parseCivilDate,
  parseClockTime,
  WEEKDAYS,
  type Weekday,
  weekdayOfDay,
} from "./civil-date.ts";
import { addDuration, type Duration } from "./duration.ts";
import { instantToLocal, localToInstant, offsetAt } from "./zone-offset.ts";

export { WEEKDAYS, type Weekday };

/** When a date field has no time of its own and the automation names none. */
export const DEFAULT_TIME_OF_DAY = "09:00";

export interface Zoned {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:MM` */
  time: string;
  year: number;
  /** 1–12 */
  month: number;
  /** 1–31 */
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: Weekday;
}

/** What calendar and clock show in a zone at an instant. Throws a RangeError for an unknown zone. */
export function instantToZoned(epochMs: number, timezone: string): Zoned {
  const local = instantToLocal(epochMs, timezone);
  const days = Math.floor(local / DAY_MS);
  const inDay = local - days * DAY_MS;
  const civil = civilDate(days);
  const hour = Math.floor(inDay / HOUR_MS);
  const minute = Math.floor(inDay / MINUTE_MS) % 60;
  return {
    ...civil,
    date: formatCivilDate(civil),
    time: `${pad2(hour)}:${pad2(minute)}`,
    hour,
    minute,
    second: Math.floor(inDay / 1000) % 60,
    weekday: weekdayOfDay(days),
  };
}

/**
 * The instant of a local date and time (`2026-03-29T10:00`, seconds optional; a date alone means midnight). A time the
 * clock jumps over gives the first instant after the jump; one it shows twice gives the first.
 * Throws a RangeError for text that is no local date and time, or an unknown zone.
 */
export function zonedToInstant(local: string, timezone: string): number {
  const localMs = parseLocal(local);
  if (localMs === null) throw new RangeError(`not a local date and time: ${local}`);
  return localToInstant(localMs, timezone);
}

/** The next instant at which the zone shows that weekday and time (`HH:MM`): today when the time is still ahead. Never `now` itself. */
export function nextWeekday(now: number, weekday: Weekday, time: string, timezone: string): number {
  const timeOfDay = parseClockTime(time);
  if (timeOfDay === null) throw new RangeError(`not a time of day: ${time}`);
  const today = Math.floor(instantToLocal(now, timezone) / DAY_MS);
  const ahead = (WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(weekdayOfDay(today)) + 7) % 7;
  const first = localToInstant((today + ahead) * DAY_MS + timeOfDay, timezone);
  return first > now ? first : localToInstant((today + ahead + 7) * DAY_MS + timeOfDay, timezone);
}

const DAY_FIRST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;
const YEAR_FIRST = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/;

/** Reads a date as people write it (`2026-03-29`, `29/03/2026`, `29-3-2026`, `29.03.2026`: day first) into `YYYY-MM-DD`; null when it is none. */
export function parseDate(input: string): string | null {
  const text = input.trim();
  const dayFirst = DAY_FIRST.exec(text);
  const yearFirst = dayFirst ? null : YEAR_FIRST.exec(text);
  const parts = dayFirst ? [dayFirst[4], dayFirst[3], dayFirst[1]] : yearFirst ? [yearFirst[1], yearFirst[3], yearFirst[4]] : null;
  if (!parts) return null;
  const [year, month, day] = parts.map(Number) as [number, number, number];
  return isRealDate({ year, month, day }) ? formatCivilDate({ year, month, day }) : null;
}

const DATE_AND_TIME =
  /^(\S+?)(?:[T\s]\s*|,\s*)(\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?(?:\[[^\]]*\])?$/i;

/**
 * Reads a date with a time (ISO 8601, or a date of `parseDate`, a space and `HH:MM[:SS]`) into its canonical text; null
 * when it is none. Without an offset it stays local (`2026-03-29T10:00`, seconds only when they are not zero). With one
 * it stays that instant, written as the zone shows it (`2026-03-29T10:00:00+02:00`). A date alone means midnight.
 */
export function parseDateTime(input: string, timezone: string): string | null {
  const text = input.trim();
  const dateOnly = parseDate(text);
  if (dateOnly) return `${dateOnly}T00:00`;
  const match = DATE_AND_TIME.exec(text);
  const date = match && parseDate(match[1] as string);
  const time =
    match &&
    parseClockTime((match[2] as string).replace(/^(\d{1,2})\.(\d{2})(?:\.(\d{2}))?/, (_, h, m, s) => `${h}:${m}${s ? `:${s}` : ""}`));
  if (!match || !date || time === null) return null;
  const local = `${date}T${formatTimeOfDay(time)}`;
  const offset = match[3] === undefined ? undefined : parseOffset(match[3]);
  if (offset === null) return null;
  if (offset === undefined) return local;
  return instantToIso((parseLocal(local) as number) - offset, timezone);
}

/** ISO 8601 to the second with the zone's offset: `2026-03-29T10:00:00+02:00`. */
export function instantToIso(epochMs: number, timezone: string): string {
  const { date, hour, minute, second } = instantToZoned(epochMs, timezone);
  const offset = Math.round(offsetAt(epochMs, timezone) / MINUTE_MS);
  const sign = offset < 0 ? "-" : "+";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${date}T${pad2(hour)}:${pad2(minute)}:${pad2(second)}${sign}${pad2(hours)}:${pad2(minutes)}`;
}

/** The instant of a date or datetime value; null when it is neither. Local values are read in the zone, a date is its midnight. */
export function datetimeToInstant(value: string, timezone: string): number | null {
  const canonical = CANONICAL_LOCAL.test(value) ? value : parseDateTime(value, timezone);
  return canonical === null ? null : canonicalToInstant(canonical, timezone);
}

export interface OccurrenceRule {
  when: "on" | "before" | "after";
  /** Ignored for `on`. */
  offset?: Duration | undefined;
  /** `HH:MM`, for values that are dates. */
  at?: string | undefined;
  everyYear?: boolean | undefined;
}

/**
 * The first instant later than `after` at which a date condition on this value comes true, or null when there is none
 * (any more). Days of the offset are calendar days, the rest is elapsed time. Every year means every anniversary from the
 * value's own year on; 29 February is kept on 28 February in common years.
 */
export function occurrenceOn(value: string, rule: OccurrenceRule, timezone: string, after: number): number | null {
  const dated = parseDate(value);
  const canonical = dated ? `${dated}T${clockOrDefault(rule.at)}` : parseDateTime(value, timezone);
  if (canonical === null) return null;
  const [date, timeOfDay] = splitLocal(canonical, timezone);
  const direction = rule.when === "before" ? -1 : 1;
  const offset = rule.when === "on" ? {} : (rule.offset ?? {});

  if (!rule.everyYear) {
    // A value that is an instant is not taken apart, or the second of two equal wall-clock times would become the first.
    const at = offset.days ? null : canonicalToInstant(canonical, timezone);
    const instant = at === null ? occurrence(date, timeOfDay, offset, direction, timezone) : addDuration(at, offset, timezone, direction);
    return instant > after ? instant : null;
  }
  const civil = civilDate(date);
  const afterYear = instantToZoned(after, timezone).year;
  const yearsOfOffset = Math.ceil((offset.days ?? 0) / 365) + Math.ceil((offset.hours ?? 0) / 8760) + 1;
  for (let year = Math.max(civil.year, afterYear - yearsOfOffset); year <= Math.max(civil.year, afterYear) + yearsOfOffset + 1; year++) {
    const instant = occurrence(dayNumber(inYear(civil, year)), timeOfDay, offset, direction, timezone);
    if (instant > after) return instant;
  }
  return null;
}

/** Days are counted before the zone is asked: the day before 02:30 on a day without 02:30 is 02:30, not 03:00. */
function occurrence(day: number, timeOfDay: number, offset: Duration, direction: 1 | -1, timezone: string): number {
  const local = (day + direction * (offset.days ?? 0)) * DAY_MS + timeOfDay;
  return addDuration(localToInstant(local, timezone), { ...offset, days: 0 }, timezone, direction);
}

function clockOrDefault(at: string | undefined): string {
  return at !== undefined && parseClockTime(at) !== null ? at.padStart(5, "0") : DEFAULT_TIME_OF_DAY;
}

/** Day number and milliseconds after midnight, as the zone's wall clock shows a canonical value. */
function splitLocal(canonical: string, timezone: string): [day: number, timeOfDay: number] {
  const local = parseLocal(canonical) ?? instantToLocal(canonicalToInstant(canonical, timezone) as number, timezone);
  const day = Math.floor(local / DAY_MS);
  return [day, local - day * DAY_MS];
}

const CANONICAL_LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/;
const CANONICAL_INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})([+-]\d{2}:\d{2})$/;

function canonicalToInstant(canonical: string, timezone: string): number | null {
  const local = parseLocal(canonical);
  if (local !== null) return localToInstant(local, timezone);
  const match = CANONICAL_INSTANT.exec(canonical);
  const wall = match && parseLocal(match[1] as string);
  const offset = match && parseOffset(match[2] as string);
  return wall === null || offset === null ? null : wall - offset;
}

/** Reads `YYYY-MM-DD[THH:MM[:SS]]` as wall-clock milliseconds; null when it is anything else. */
function parseLocal(text: string): number | null {
  const date = parseCivilDate(text.slice(0, 10));
  if (!date) return null;
  if (text.length === 10) return dayNumber(date) * DAY_MS;
  const time = /[T ]/i.test(text.charAt(10)) ? parseClockTime(text.slice(11)) : null;
  return time === null ? null : dayNumber(date) * DAY_MS + time;
}

function formatTimeOfDay(ms: number): string {
  const seconds = Math.floor(ms / 1000) % 60;
  return `${pad2(Math.floor(ms / HOUR_MS))}:${pad2(Math.floor(ms / MINUTE_MS) % 60)}${seconds ? `:${pad2(seconds)}` : ""}`;
}

/** `Z`, `+02:00`, `+0200` or `+02` in milliseconds east of UTC; null beyond ±18 hours, which no zone has. */
function parseOffset(text: string): number | null {
  if (text === "Z" || text === "z") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(":", "") || 0);
  if (hours > 18 || minutes > 59) return null;
  return (text.startsWith("-") ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}
