import { localeOf } from "../ui/format.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** Today the time, this week the weekday, else the date: what fits beside a name. */
export function shortTime(at: string, language: string, now: number): string {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString())
    return new Intl.DateTimeFormat(localeOf(language), { timeStyle: "short" }).format(date);
  if (now - date.getTime() < WEEK_MS) return new Intl.DateTimeFormat(localeOf(language), { weekday: "short" }).format(date);
  return new Intl.DateTimeFormat(localeOf(language), { day: "numeric", month: "short" }).format(date);
}
