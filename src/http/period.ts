import { instantToZoned } from "../domain/calendar.ts";
import { civilDate, dayNumber, formatCivilDate, parseCivilDate } from "../domain/civil-date.ts";
import type { Period } from "../store/period.ts";

/** The days asked for; the last 30 without any. */
export function resolvePeriod(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: number,
  timeZone: string,
  days = 30,
): Period {
  const last = to ?? instantToZoned(now, timeZone).date;
  return { from: from ?? daysBefore(last, days - 1), to: last };
}

function daysBefore(date: string, days: number): string {
  const parsed = parseCivilDate(date);
  return parsed ? formatCivilDate(civilDate(dayNumber(parsed) - days)) : date;
}
