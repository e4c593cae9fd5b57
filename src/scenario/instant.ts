/** Instants and spans as scenario files write them. */
import { datetimeToInstant } from "../domain/calendar.ts";

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "24h", "-2s", and several in a row ("1h30m"), in milliseconds; null for anything else. A day has 24 hours. */
export function parseSpan(text: string): number | null {
  const digits = text.replace(/^[+-]/, "");
  const parts = [...digits.matchAll(/(\d+)([smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== digits) return null;
  const sum = parts.reduce((total, [, count, unit]) => total + Number(count) * (UNITS[unit as string] as number), 0);
  return text.startsWith("-") ? -sum : sum;
}

/** An instant; without an offset it is on the zone's wall clock. Null where it is none. */
export function parseInstant(text: string, timeZone: string): number | null {
  return datetimeToInstant(text, timeZone);
}

/** A span from `now` (`-1h`) or an instant. */
export function parseMoment(text: string, now: number, timeZone: string): number | null {
  const span = parseSpan(text);
  return span === null ? parseInstant(text, timeZone) : now + span;
}
