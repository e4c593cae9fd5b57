import { localeOf } from "../ui/format.ts";

/** "Today", "Yesterday", else the date: above the first message of a day. */
export function dayLabel(at: number, language: string, now: number, today: string, yesterday: string): string {
  const date = new Date(at);
  const day = date.toDateString();
  if (day === new Date(now).toDateString()) return today;
  if (day === new Date(now - 86_400_000).toDateString()) return yesterday;
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(localeOf(language), {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(!sameYear && { year: "numeric" }),
  }).format(date);
}
