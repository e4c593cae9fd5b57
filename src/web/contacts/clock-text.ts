/**
 * Date and time of a field and what the browser's input of local times shows for it. Two kinds are stored: a time on the clock of
 * whoever it is about (`2026-03-29T10:00`), and an instant (`2026-03-29T10:00:00+02:00`). What it was it stays: an instant that lost its
 * offset would be another time for everybody who lives elsewhere.
 */
import { datetimeToInstant, instantToIso, zonedToInstant } from "../../domain/calendar.ts";

const INSTANT = /(Z|[+-]\d{2}:?\d{2})$/i;
/** `2026-03-29T10:00`: without its seconds, where they are none. */
const NO_SECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:00)?$/;

export function isInstant(stored: string): boolean {
  return INSTANT.test(stored);
}

/** An instant is shown as the workspace's clock shows it, whatever zone it was written in. */
export function toClock(stored: string, timeZone: string): string {
  const instant = isInstant(stored) ? datetimeToInstant(stored, timeZone) : null;
  const local = instant === null ? stored : instantToIso(instant, timeZone).slice(0, 19);
  return NO_SECONDS.exec(local)?.[1] ?? local;
}

export function fromClock(clock: string, before: string, timeZone: string): string {
  return isInstant(before) ? instantToIso(zonedToInstant(clock, timeZone), timeZone) : clock;
}
