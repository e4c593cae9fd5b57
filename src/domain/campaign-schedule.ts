/** When a campaign reaches each of its recipients. */
import { datetimeToInstant, zonedToInstant } from "./calendar.ts";
import { MINUTE_MS } from "./civil-date.ts";

export interface SendingSchedule {
  /** An instant (ISO 8601 with offset), or with `inContactTimeZone` a local date and time. */
  at?: string | undefined;
  inContactTimeZone?: boolean | undefined;
  spreadMinutes?: number | undefined;
}

/** No inhabited place has an earlier clock. */
const FIRST_ZONE = "Pacific/Kiritimati";

/** The earliest instant at which any recipient can be due, never before `now`. Throws a RangeError for text that is no instant. */
export function campaignStart({ at, inContactTimeZone }: SendingSchedule, now: number): number {
  if (at === undefined) return now;
  const first = datetimeToInstant(at, FIRST_ZONE);
  // Only what says its offset is the same instant everywhere; a bare "10:00" would be ten o'clock of nobody's.
  const instant = inContactTimeZone ? zonedToInstant(at, FIRST_ZONE) : first === datetimeToInstant(at, "UTC") ? first : null;
  if (instant === null) throw new RangeError(`not an instant: ${at}`);
  return Math.max(instant, now);
}

/** `share` in [0, 1) says where in the time it is spread over a recipient lies. */
export function recipientDueAt(
  { at, inContactTimeZone, spreadMinutes = 0 }: SendingSchedule,
  start: number,
  timeZone: string,
  share: number,
): number {
  const base = at !== undefined && inContactTimeZone ? Math.max(zonedToInstant(at, timeZone), start) : start;
  return base + Math.floor(share * spreadMinutes * MINUTE_MS);
}

const RANDOM_PART = 2 ** 32;

/** A fraction of 1 that belongs to a contact: from the random end of its UUIDv7. */
export function shareOf(contactId: string): number {
  return Number.parseInt(contactId.slice(-8), 16) / RANDOM_PART;
}

/** Which of so many variants a contact gets: from other random digits than its share. */
export function variantOf(contactId: string, variants: number): number {
  return variants < 2 ? 0 : Number.parseInt(contactId.slice(-12, -8), 16) % variants;
}
