import { instantToZoned } from "./calendar.ts";
import { civilDate, dayNumber, formatCivilDate, parseCivilDate } from "./civil-date.ts";

/** Days on the clocks of a zone, both included. */
export interface Period {
  from: string;
  to: string;
}

/** The days asked for; without any, the last ones up to today. */
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
