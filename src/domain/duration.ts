/** Durations as the automation format writes them: days are calendar days, everything smaller is elapsed time. */
import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./civil-date.ts";
import { instantToLocal, localToInstant } from "./zone-offset.ts";

/** A wait of more than ten years is a typing mistake, and keeps every sum far inside the range of instants. */
const MAX_DURATION_DAYS = 3660;

const ISO_DURATION = /^P(?=.)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/i;

export interface Duration {
  days?: number | undefined;
  hours?: number | undefined;
  minutes?: number | undefined;
  seconds?: number | undefined;
}

/** Reads ISO 8601 (`PT2H`, `P1DT12H`, `P2W`). Months and years have no fixed length and are refused; so are fractions. */
export function parseIsoDuration(text: string): Duration | null {
  const match = ISO_DURATION.exec(text.trim());
  if (!match) return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const duration: Duration = {};
  if (weeks !== undefined || days !== undefined) duration.days = (weeks ?? 0) * 7 + (days ?? 0);
  if (hours !== undefined) duration.hours = hours;
  if (minutes !== undefined) duration.minutes = minutes;
  if (seconds !== undefined) duration.seconds = seconds;
  return durationMs(duration) <= MAX_DURATION_DAYS * DAY_MS ? duration : null;
}

const unit = (description: string) => z.int().min(0).describe(description).optional();

const durationObjectSchema = z
  .strictObject({
    days: unit("Calendar days: the same wall-clock time that many days later"),
    hours: unit("Hours of elapsed time"),
    minutes: unit("Minutes of elapsed time"),
    seconds: unit("Seconds of elapsed time"),
  })
  .refine((value) => Object.values(value).some((part) => part !== undefined), {
    error: "a duration needs days, hours, minutes or seconds",
  })
  .refine((value) => durationMs(value) <= MAX_DURATION_DAYS * DAY_MS, { error: "a duration cannot be longer than ten years" });

const isoDurationSchema = z
  .string()
  .refine((text) => parseIsoDuration(text) !== null, { error: 'not a duration: write "PT2H", "P1DT12H" or "P2W" (no months or years)' })
  .transform((text) => parseIsoDuration(text) ?? {})
  .describe("ISO 8601 duration without months and years");

/** Accepts `{ days, hours, minutes, seconds }` or ISO 8601 text, and always gives the object. */
export const durationSchema = z.union([durationObjectSchema, isoDurationSchema], {
  error: (issue) =>
    typeof issue.input === "string"
      ? 'not a duration: write "PT2H", "P1DT12H" or "P2W" (no months or years)'
      : "not a duration: write days, hours, minutes or seconds as whole numbers, at most ten years in all",
});

/** Length in milliseconds, counting a day as 24 hours. */
export function durationMs(duration: Duration): number {
  return (duration.days ?? 0) * DAY_MS + elapsedMs(duration);
}

function elapsedMs({ hours = 0, minutes = 0, seconds = 0 }: Duration): number {
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000;
}

/**
 * The instant a duration after (`direction` 1) or before (-1) another. Days keep the wall-clock time of the zone (a time
 * the clock jumps over gives the first instant after the jump; one it shows twice gives the first), then the rest is
 * counted as elapsed time. Throws a RangeError for an unknown zone.
 */
export function addDuration(epochMs: number, duration: Duration, timezone: string, direction: 1 | -1 = 1): number {
  const days = duration.days ?? 0;
  const shifted = days === 0 ? epochMs : localToInstant(instantToLocal(epochMs, timezone) + direction * days * DAY_MS, timezone);
  return shifted + direction * elapsedMs(duration);
}

/** Canonical ISO 8601 text: `{ days: 1, hours: 12 }` → `P1DT12H`; nothing at all → `PT0S`. */
export function formatDuration({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): string {
  const date = days ? `${days}D` : "";
  const time = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${seconds ? `${seconds}S` : ""}`;
  return date || time ? `P${date}${time ? `T${time}` : ""}` : "PT0S";
}
