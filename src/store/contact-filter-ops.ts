/** The operators of filters, per type of column; null where one does not fit. */
import { type RawBuilder, sql } from "kysely";
import { datetimeToInstant, parseDate } from "../domain/calendar.ts";
import { addDuration, type Duration, durationMs, durationSchema } from "../domain/duration.ts";
import type { Json } from "../domain/json.ts";
import { normalizeLanguage } from "../domain/language.ts";
import { parseNumber } from "../domain/number-text.ts";
import { normalizePhrase } from "../domain/phrase.ts";
import { isUuid } from "../domain/uuid.ts";
import { parseBoolean } from "../domain/value.ts";

type Sql = RawBuilder<unknown>;
type Condition = RawBuilder<boolean> | null;

function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

/** `is_empty` and `not_empty` are the same for all types. */
function presence(column: Sql, op: string): Condition {
  if (op === "is_empty") return sql<boolean>`(${column}) IS NULL`;
  return op === "not_empty" ? sql<boolean>`(${column}) IS NOT NULL` : null;
}

function likePattern(text: string): string {
  return text.replace(/[%_\\]/g, "\\$&");
}

export function compareText(column: Sql, op: string, value: Json): Condition {
  const folded = sql`lower(${column})`;
  const texts = listOf(value).map((item) => normalizePhrase(String(item ?? "")));
  const first = texts[0] ?? "";
  const isOne = sql<boolean>`coalesce(${folded} = ANY(${texts}::text[]), false)`;
  const like = (pattern: string) => sql<boolean>`coalesce(${folded} LIKE ${pattern}, false)`;
  const ordered: Record<string, string> = { gt: ">", gte: ">=", lt: "<", lte: "<=" };
  switch (op) {
    case "eq":
    case "in":
    case "has_any":
      return isOne;
    case "ne":
    case "not_in":
    case "has_none":
      return sql<boolean>`NOT ${isOne}`;
    case "contains":
      return first === "" ? sql<boolean>`false` : like(`%${likePattern(first)}%`);
    case "not_contains":
      return first === "" ? sql<boolean>`true` : sql<boolean>`NOT ${like(`%${likePattern(first)}%`)}`;
    case "starts_with":
      return like(`${likePattern(first)}%`);
    case "ends_with":
      return like(`%${likePattern(first)}`);
    default:
      return ordered[op] ? sql<boolean>`coalesce(${folded} ${sql.raw(ordered[op])} ${first}, false)` : presence(column, op);
  }
}

/** A language without a country means all of them, on either side, as in conditions. */
export function compareLanguage(column: Sql, op: string, value: Json): Condition {
  if (!["eq", "ne", "in", "not_in", "has_any", "has_none"].includes(op)) return compareText(column, op, value);
  const folded = sql`replace(lower(${column}), '-', '_')`;
  const tests = listOf(value).map((item) => {
    const code = (normalizeLanguage(String(item ?? "")) ?? String(item ?? "")).toLowerCase();
    const [base = ""] = code.split("_");
    return code === base ? sql<boolean>`split_part(${folded}, '_', 1) = ${base}` : sql<boolean>`${folded} = ANY(${[code, base]}::text[])`;
  });
  const isOne = tests.length === 0 ? sql<boolean>`false` : sql<boolean>`coalesce(${sql.join(tests, sql` OR `)}, false)`;
  return op === "eq" || op === "in" || op === "has_any" ? isOne : sql<boolean>`NOT ${isOne}`;
}

function numberOf(value: Json): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "string") {
    const number = parseNumber(value);
    if (number !== null) return number;
  }
  const duration = durationSchema.safeParse(value);
  return duration.success ? durationMs(duration.data) : null;
}

export function compareNumber(column: Sql, op: string, value: Json): Condition {
  const there = presence(column, op);
  if (there) return there;
  const numbers = listOf(value).map(numberOf);
  if (numbers.some((number) => number === null)) return null;
  const [a, b] = numbers as number[];
  const symbols: Record<string, string> = { eq: "=", gt: ">", gte: ">=", lt: "<", lte: "<=" };
  if (symbols[op]) return sql<boolean>`coalesce((${column}) ${sql.raw(symbols[op])} ${a}::numeric, false)`;
  if (op === "between")
    return numbers.length === 2 ? sql<boolean>`coalesce((${column}) BETWEEN ${a}::numeric AND ${b}::numeric, false)` : null;
  const isOne = sql<boolean>`coalesce((${column}) = ANY(${numbers}::numeric[]), false)`;
  if (op === "in") return isOne;
  return op === "ne" || op === "not_in" ? sql<boolean>`NOT ${isOne}` : null;
}

export function isBoolean(column: Sql, op: string, value: Json): Condition {
  const there = presence(column, op);
  if (there) return there;
  const wanted = typeof value === "boolean" ? value : parseBoolean(String(value));
  if (wanted === null) return null;
  if (op === "eq") return sql<boolean>`coalesce((${column}) = ${wanted}, false)`;
  return op === "ne" ? sql<boolean>`coalesce((${column}) <> ${wanted}, true)` : null;
}

/** Where one side is a day, days of the workspace's zone are compared; otherwise instants. */
export function compareMoment(
  { sql: column, day }: { sql: Sql; day: boolean },
  op: string,
  value: Json,
  now: number,
  timeZone: string,
): Condition {
  const there = presence(column, op);
  if (there) return there;
  const asDay = day ? column : sql`((${column}) AT TIME ZONE ${timeZone})::date`;
  if (op === "within_last" || op === "within_next") {
    const duration = durationSchema.safeParse(value);
    return duration.success ? within(column, day, op === "within_last" ? -1 : 1, duration.data, now, timeZone) : null;
  }
  const symbols: Record<string, string> = { eq: "=", on: "=", ne: "<>", gt: ">", after: ">", gte: ">=", lt: "<", before: "<", lte: "<=" };
  const compare = (symbol: string, item: Json): Condition => {
    const date = typeof item === "string" ? parseDate(item) : null;
    const instant = typeof item === "string" && date === null ? datetimeToInstant(item, timeZone) : null;
    const missing = symbol === "<>";
    if (date !== null) return sql<boolean>`coalesce(${asDay} ${sql.raw(symbol)} ${date}::date, ${missing})`;
    if (instant === null) return null;
    if (day || op === "on")
      return sql<boolean>`coalesce(${asDay} ${sql.raw(symbol)} (to_timestamp(${instant / 1000}) AT TIME ZONE ${timeZone})::date, ${missing})`;
    return sql<boolean>`coalesce((${column}) ${sql.raw(symbol)} to_timestamp(${instant / 1000}), ${missing})`;
  };
  if (op !== "between") return symbols[op] ? compare(symbols[op], value) : null;
  const [from, to] = listOf(value);
  const [low, high] = [compare(">=", from ?? null), compare("<=", to ?? null)];
  return low && high && listOf(value).length === 2 ? sql<boolean>`(${low} AND ${high})` : null;
}

function within(column: Sql, day: boolean, direction: 1 | -1, duration: Duration, now: number, timeZone: string): RawBuilder<boolean> {
  const edges = [now, addDuration(now, duration, timeZone, direction)].sort((a, b) => a - b).map((ms) => sql`to_timestamp(${ms / 1000})`);
  const [from, to] = day ? edges.map((edge) => sql`(${edge} AT TIME ZONE ${timeZone})::date`) : edges;
  return sql<boolean>`coalesce((${column}) BETWEEN ${from} AND ${to}, false)`;
}

/** Looked for from the rows of the imports: asked of each contact, a million would be asked. */
export function isOfImports(op: string, value: Json): Condition {
  const ids = listOf(value).filter((item): item is string => typeof item === "string" && isUuid(item));
  const any = sql<boolean>`contact.id IN (SELECT imported.contact_id FROM contact_import_row imported
    WHERE imported.workspace_id = contact.workspace_id AND imported.import_id = ANY (${ids}::uuid[])
      AND imported.contact_id IS NOT NULL AND imported.outcome IN ('created', 'updated'))`;
  return op === "has_any" ? any : op === "has_none" ? sql<boolean>`NOT (${any})` : null;
}

/** Unknown names are on no contact. */
export function compareList(column: Sql, op: string, value: Json, idOf: (name: string) => string | undefined): Condition {
  const names = listOf(value).filter((item): item is string => typeof item === "string");
  const ids = names.flatMap((name) => idOf(name) ?? []);
  const any = ids.length === 0 ? sql<boolean>`false` : sql<boolean>`(${column}) && ${ids}::uuid[]`;
  const all = ids.length < names.length ? sql<boolean>`false` : sql<boolean>`(${column}) @> ${ids}::uuid[]`;
  switch (op) {
    case "has_any":
    case "contains":
    case "in":
      return any;
    case "has_all":
      return all;
    case "has_none":
    case "not_contains":
    case "not_in":
      return sql<boolean>`NOT (${any})`;
    case "eq":
      return sql<boolean>`(${all} AND (${column}) <@ ${ids}::uuid[])`;
    case "ne":
      return sql<boolean>`NOT (${all} AND (${column}) <@ ${ids}::uuid[])`;
    case "is_empty":
      return sql<boolean>`cardinality(${column}) = 0`;
    case "not_empty":
      return sql<boolean>`cardinality(${column}) > 0`;
    default:
      return null;
  }
}
