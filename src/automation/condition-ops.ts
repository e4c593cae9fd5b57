/** The operators of conditions: one test each, on a value that is there. */
import { datetimeToInstant, instantToZoned, parseDate } from "../domain/calendar.ts";
import { addDuration, type Duration, durationMs, parseIsoDuration } from "../domain/duration.ts";
import { baseLanguage, normalizeLanguage } from "../domain/language.ts";
import { parseNumber } from "../domain/number-text.ts";
import { normalizePhrase } from "../domain/phrase.ts";
import { parseBoolean } from "../domain/value.ts";
import type { ConditionFieldType, ConditionOp } from "./condition-fields.ts";
import type { ConditionValue } from "./condition-schema.ts";
import { matchesPattern } from "./pattern.ts";

export interface ConditionEnvironment {
  /** Epoch milliseconds. */
  now: number;
  /** IANA zone in which dates and local times are read. */
  timezone: string;
}

type Test = (actual: unknown, value: ConditionValue, environment: ConditionEnvironment, type: ConditionFieldType) => boolean;

/** Tests of every operator. `actual` is never missing. */
export const CONDITION_TESTS: Readonly<Record<ConditionOp, Test>> = {
  eq: (actual, value, _, type) => equals(actual, value, type),
  ne: (actual, value, _, type) => !equals(actual, value, type),
  contains: (actual, value, _, type) => contains(actual, value, type),
  not_contains: (actual, value, _, type) => !contains(actual, value, type),
  starts_with: (actual, value, _, type) => comparable(actual, type).startsWith(comparable(value, type)),
  ends_with: (actual, value, _, type) => comparable(actual, type).endsWith(comparable(value, type)),
  matches: (actual, value) => typeof value === "string" && matchesPattern(value, toText(actual).normalize("NFC").trim()),
  gt: (actual, value, environment) => compare(actual, value, environment, (order) => order > 0),
  gte: (actual, value, environment) => compare(actual, value, environment, (order) => order >= 0),
  lt: (actual, value, environment) => compare(actual, value, environment, (order) => order < 0),
  lte: (actual, value, environment) => compare(actual, value, environment, (order) => order <= 0),
  between: (actual, value, environment) =>
    Array.isArray(value) &&
    compare(actual, value[0], environment, (order) => order >= 0) &&
    compare(actual, value[1], environment, (order) => order <= 0),
  in: (actual, value, _, type) => listOf(value).some((item) => listOf(actual).some((own) => equals(own, item, type))),
  not_in: (actual, value, _, type) => !listOf(value).some((item) => listOf(actual).some((own) => equals(own, item, type))),
  has_any: (actual, value, _, type) => listOf(value).some((item) => has(actual, item, type)),
  has_all: (actual, value, _, type) => listOf(value).every((item) => has(actual, item, type)),
  has_none: (actual, value, _, type) => !listOf(value).some((item) => has(actual, item, type)),
  is_empty: () => false,
  not_empty: () => true,
  before: (actual, value, environment) => compareTimes(actual, value, environment, (order) => order < 0),
  after: (actual, value, environment) => compareTimes(actual, value, environment, (order) => order > 0),
  on: (actual, value, { timezone }) => {
    const day = dayOf(actual, timezone);
    return day !== null && day === dayOf(value, timezone);
  },
  within_last: (actual, value, environment, type) => within(actual, value, environment, type, -1),
  within_next: (actual, value, environment, type) => within(actual, value, environment, type, 1),
};

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function has(actual: unknown, item: unknown, type: ConditionFieldType): boolean {
  return listOf(actual).some((own) => equals(own, item, type));
}

/**
 * Text by its normal form. A number or boolean on either side makes both one ("80,0" is 80), but two texts are never
 * numbers: postcodes and telephone numbers keep their zeros. A list equals the same set.
 */
function equals(actual: unknown, value: unknown, type: ConditionFieldType): boolean {
  if (Array.isArray(actual)) {
    const items = listOf(value);
    return items.every((item) => has(actual, item, type)) && actual.every((own) => has(items, own, type));
  }
  if (typeof actual === "boolean" || typeof value === "boolean") {
    const [a, b] = [toBoolean(actual), toBoolean(value)];
    return a !== null && a === b;
  }
  if (typeof actual === "number" || typeof value === "number") {
    const [a, b] = [toNumber(actual), toNumber(value)];
    return a !== null && a === b;
  }
  if (type === "language" && typeof actual === "string" && typeof value === "string") return sameTongue(actual, value);
  return comparable(actual, type) === comparable(value, type);
}

/** A language without a country means all of them, on either side. */
function sameTongue(actual: string, value: string): boolean {
  const [a, b] = [normalizeLanguage(actual), normalizeLanguage(value)];
  if (a === null || b === null) return normalizePhrase(actual) === normalizePhrase(value);
  return a === b || ((a === baseLanguage(a) || b === baseLanguage(b)) && baseLanguage(a) === baseLanguage(b));
}

function contains(actual: unknown, value: unknown, type: ConditionFieldType): boolean {
  if (Array.isArray(actual)) return has(actual, value, type);
  const part = comparable(value, type);
  return part !== "" && comparable(actual, type).includes(part);
}

/** The form in which two texts are compared. Phone numbers are stored without the spaces people write in them. */
function comparable(value: unknown, type: ConditionFieldType): string {
  const text = normalizePhrase(toText(value));
  return type === "phone" ? text.replace(/[\s().-]/g, "") : text;
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return JSON.stringify(value);
}

function toBoolean(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  return typeof value === "string" || typeof value === "number" ? parseBoolean(String(value)) : null;
}

function toNumber(value: unknown): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" ? parseNumber(value) : null;
}

/** Numbers as numbers, durations as milliseconds, else dates as times; what is neither compares as false. */
function compare(actual: unknown, value: unknown, environment: ConditionEnvironment, accept: (order: number) => boolean): boolean {
  const a = toNumber(actual);
  const b = toNumber(value) ?? durationOf(value);
  if (a !== null && b !== null) return accept(a - b);
  return compareTimes(actual, value, environment, accept);
}

function durationOf(value: unknown): number | null {
  const duration = toDuration(value);
  return duration === null ? null : durationMs(duration);
}

function toDuration(value: unknown): Duration | null {
  if (typeof value === "string") return parseIsoDuration(value);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

/** Where one side is a day, days are compared: "after 29 March" begins on the 30th. Otherwise instants. */
function compareTimes(actual: unknown, value: unknown, { timezone }: ConditionEnvironment, accept: (order: number) => boolean): boolean {
  if (isDay(actual) || isDay(value)) {
    const [a, b] = [dayOf(actual, timezone), dayOf(value, timezone)];
    return a !== null && b !== null && accept(a < b ? -1 : a > b ? 1 : 0);
  }
  const [a, b] = [instantOf(actual, timezone), instantOf(value, timezone)];
  return a !== null && b !== null && accept(a - b);
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && parseDate(value) !== null;
}

/** Numbers are epoch milliseconds. */
function instantOf(value: unknown, timezone: string): number | null {
  if (typeof value === "number") return Math.abs(value) < 8e15 ? value : null;
  return typeof value === "string" ? datetimeToInstant(value, timezone) : null;
}

/** `YYYY-MM-DD` of a day or of the day an instant falls on in the zone. */
function dayOf(value: unknown, timezone: string): string | null {
  const day = typeof value === "string" ? parseDate(value) : null;
  if (day !== null) return day;
  const instant = instantOf(value, timezone);
  return instant === null ? null : instantToZoned(instant, timezone).date;
}

/** Both ends included. A day counts as a whole: a birthday today is within the last hour and within the next. */
function within(
  actual: unknown,
  value: unknown,
  { now, timezone }: ConditionEnvironment,
  type: ConditionFieldType,
  direction: 1 | -1,
): boolean {
  const duration = toDuration(value);
  if (duration === null) return false;
  if (type === "duration") return direction === -1 && typeof actual === "number" && actual <= durationMs(duration);
  const limit = addDuration(now, duration, timezone, direction);
  const [from, to] = direction === 1 ? [now, limit] : [limit, now];
  if (isDay(actual)) {
    const day = parseDate(actual) as string;
    return instantToZoned(from, timezone).date <= day && day <= instantToZoned(to, timezone).date;
  }
  const instant = instantOf(actual, timezone);
  return instant !== null && from <= instant && instant <= to;
}
