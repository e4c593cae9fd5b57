/** Numbers and times in the reader's language. */
const RELATIVE_UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** The reader's own country's way of writing the app's language: "en" is 15:00 to a reader in Britain, 3 PM to one in the USA. */
export function localeOf(language: string): string {
  return navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
}

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language)).format(value);
}

/** Small sums keep their digits. */
export function formatMoney(value: number, currency: string, language: string): string {
  const digits = value > 0 && value < 0.1 ? 5 : 2;
  return new Intl.NumberFormat(localeOf(language), { style: "currency", currency, maximumFractionDigits: digits }).format(value);
}

/** 12345 → "12K": for badges, where the exact number stands in the tooltip. */
export function formatCompact(value: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language), { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

export function formatExact(instant: string | number | Date, language: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: "medium", timeStyle: "short", ...(timeZone && { timeZone }) }).format(
    new Date(instant),
  );
}

/** "3 minutes ago", "in 2 hours"; under a minute it is "now". What is past is not over before its time; what comes is rounded: a week from now is 7 days. */
export function formatRelative(instant: string | number | Date, language: string, now: number): string {
  const seconds = Math.round((new Date(instant).getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  const [unit, size] = RELATIVE_UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return unit === "second"
    ? format.format(0, "second")
    : format.format(seconds < 0 ? Math.trunc(seconds / size) : Math.round(seconds / size), unit);
}
