/**
 * The Liquid filter `date`: `{{ contact.fields.APPT | date: "%A %-d %B, %H:%M" }}`. Our own, because LiquidJS' reads the
 * machine's clock and zone; this one shows the contact's zone (else the workspace's) in the contact's language.
 */
import { datetimeToInstant, instantToZoned, type Zoned } from "../domain/calendar.ts";
import { DAY_MS, dayNumber, MINUTE_MS, pad2 } from "../domain/civil-date.ts";
import { isTimezone, offsetAt } from "../domain/zone-offset.ts";

type Values = Record<string, unknown>;

/** Below this a number counts seconds, as Liquid's numbers do; above, milliseconds. As milliseconds it is March 1973. */
const SMALLEST_MILLISECONDS = 1e11;
const DEFAULT_FORMAT = "%Y-%m-%d";
const MAX_FORMAT = 200;

/** Formats a date, date-time, instant or "now"; gives the value back unchanged when it is no date. */
export function formatDate(value: unknown, format: unknown, timezone: unknown, values: Values): unknown {
  const zone = [timezone, own(values, "contact", "time_zone"), own(values, "workspace", "time_zone")].find(isZone) ?? "UTC";
  const instant = toInstant(value === "now" || value === "today" ? own(values, "now") : value, zone);
  if (instant === null) return value;
  const language = own(values, "contact", "language") ?? own(values, "workspace", "language");
  const pattern = typeof format === "string" && format !== "" ? format.slice(0, MAX_FORMAT) : DEFAULT_FORMAT;
  return strftime(pattern, instant, zone, typeof language === "string" ? language : "en");
}

function own(values: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null && Object.hasOwn(at, key) ? (at as Values)[key] : undefined),
    values,
  );
}

function isZone(value: unknown): value is string {
  return typeof value === "string" && value !== "" && isTimezone(value);
}

function toInstant(value: unknown, zone: string): number | null {
  if (typeof value === "string") return datetimeToInstant(value, zone);
  if (typeof value !== "number" || !(Math.abs(value) < 8e15)) return null;
  return Math.abs(value) < SMALLEST_MILLISECONDS ? value * 1000 : value;
}

const DIRECTIVE = /%([-_0^]?)([a-zA-Z%])/g;

function strftime(pattern: string, instant: number, zone: string, language: string): string {
  const zoned = instantToZoned(instant, zone);
  const expand = (text: string): string =>
    text.replace(DIRECTIVE, (all, flag: string, letter: string) => {
      const composite = COMPOSITES[letter];
      if (composite !== undefined) return expand(composite);
      const number = NUMBERS[letter]?.(zoned);
      if (number !== undefined) return padNumber(number, flag);
      const word = WORDS[letter]?.(zoned, instant, zone, language);
      if (word === undefined) return all;
      return flag === "^" ? word.toUpperCase() : word;
    });
  return expand(pattern);
}

const COMPOSITES: Readonly<Record<string, string>> = { F: "%Y-%m-%d", T: "%H:%M:%S", R: "%H:%M", D: "%m/%d/%y", r: "%I:%M:%S %p" };

type Part = readonly [value: number, width: number, pad: "0" | " "];

const NUMBERS: Readonly<Record<string, (at: Zoned) => Part>> = {
  Y: (at) => [at.year, 4, "0"],
  y: (at) => [at.year % 100, 2, "0"],
  m: (at) => [at.month, 2, "0"],
  d: (at) => [at.day, 2, "0"],
  e: (at) => [at.day, 2, " "],
  H: (at) => [at.hour, 2, "0"],
  k: (at) => [at.hour, 2, " "],
  I: (at) => [at.hour % 12 || 12, 2, "0"],
  l: (at) => [at.hour % 12 || 12, 2, " "],
  M: (at) => [at.minute, 2, "0"],
  S: (at) => [at.second, 2, "0"],
  j: (at) => [dayNumber(at) - dayNumber({ year: at.year, month: 1, day: 1 }) + 1, 3, "0"],
};

function padNumber([value, width, pad]: Part, flag: string): string {
  if (flag === "-") return String(value);
  return String(value).padStart(width, flag === "_" ? " " : flag === "0" ? "0" : pad);
}

const WORDS: Readonly<Record<string, (at: Zoned, instant: number, zone: string, language: string) => string>> = {
  A: (at, _instant, _zone, language) => name(at, language, { weekday: "long" }),
  a: (at, _instant, _zone, language) => name(at, language, { weekday: "short" }),
  B: (at, _instant, _zone, language) => name(at, language, { month: "long" }),
  b: (at, _instant, _zone, language) => name(at, language, { month: "short" }),
  h: (at, _instant, _zone, language) => name(at, language, { month: "short" }),
  p: (at) => (at.hour < 12 ? "AM" : "PM"),
  P: (at) => (at.hour < 12 ? "am" : "pm"),
  s: (_at, instant) => String(Math.floor(instant / 1000)),
  Z: (_at, _instant, zone) => zone,
  z: (_at, instant, zone) => {
    const offset = Math.round(offsetAt(instant, zone) / MINUTE_MS);
    return `${offset < 0 ? "-" : "+"}${pad2(Math.floor(Math.abs(offset) / 60))}${pad2(Math.abs(offset) % 60)}`;
  },
  "%": () => "%",
};

/** Making a formatter costs a thousand times more than using it. Languages of contacts are few, but theirs to write. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATTERS = 500;

function name(at: Zoned, language: string, options: { weekday?: "long" | "short"; month?: "long" | "short" }): string {
  const key = `${language} ${options.weekday ?? ""} ${options.month ?? ""}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    if (formatters.size >= MAX_FORMATTERS) formatters.clear();
    formatter = createFormatter(language, options);
    formatters.set(key, formatter);
  }
  return formatter.format(dayNumber(at) * DAY_MS);
}

function createFormatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language.replace("_", "-"), { ...options, timeZone: "UTC" });
  } catch {
    return new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" });
  }
}
