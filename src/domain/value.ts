/** Values of contact fields: typed on the way in, plain text on the way out. */
import { parseDate, parseDateTime } from "./calendar.ts";
import type { Json } from "./json.ts";
import { parseNumber } from "./number-text.ts";
import { parseWebhookJson } from "./parse-webhook-json.ts";
import { normalizePhrase } from "./phrase.ts";

export const FIELD_TYPES = ["text", "long_text", "number", "date", "datetime", "boolean", "choice", "json"] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export type FieldValueError =
  | "invalid_text"
  | "too_long"
  | "invalid_number"
  | "invalid_date"
  | "invalid_datetime"
  | "invalid_boolean"
  | "invalid_choice"
  | "invalid_json";

export type ParsedFieldValue = { ok: true; value: Json } | { ok: false; code: FieldValueError };

export interface FieldValueOptions {
  /** Zone in which date-times with an offset are written. */
  timezone: string;
  /** The allowed values of a choice field. */
  choices?: readonly string[] | undefined;
}

/** Characters. A text is what WhatsApp allows in one message; a long text or JSON is what fits a page. */
const MAX_TEXT = 4096;
const MAX_LONG_TEXT = 65_536;

const TRUE_WORDS = new Set(["true", "yes", "y", "1", "on", "sì", "si", "vero", "sí", "oui", "ja", "sim"]);
const FALSE_WORDS = new Set(["false", "no", "n", "0", "off", "falso", "non", "nein", "não"]);

/** Reads true/false, yes/no, sì/no, 1/0, on/off in any case; null for anything else. */
export function parseBoolean(raw: string): boolean | null {
  const word = normalizePhrase(raw);
  return TRUE_WORDS.has(word) ? true : FALSE_WORDS.has(word) ? false : null;
}

/**
 * The canonical value of a field: number, boolean, `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` (local) or ISO 8601 with offset, text,
 * JSON. Null, undefined and blank text clear the field (value null). A code instead when the raw value does not fit.
 */
export function parseFieldValue(type: FieldType, raw: unknown, options: FieldValueOptions): ParsedFieldValue {
  if (raw === null || raw === undefined || (typeof raw === "string" && raw.trim() === "")) return { ok: true, value: null };
  return PARSERS[type](raw, options);
}

type Parser = (raw: unknown, options: FieldValueOptions) => ParsedFieldValue;

const PARSERS: Record<FieldType, Parser> = {
  text: (raw) => parseText(raw, MAX_TEXT),
  long_text: (raw) => parseText(raw, MAX_LONG_TEXT),
  number: (raw) => {
    const value = typeof raw === "number" && Number.isFinite(raw) ? raw : typeof raw === "string" ? parseNumber(raw) : null;
    return result(value !== null && keepsDigits(String(raw)) ? value : null, "invalid_number");
  },
  date: (raw, { timezone }) => {
    if (typeof raw !== "string") return { ok: false, code: "invalid_date" };
    // A date-time in a date field is its day on the workspace's wall clock.
    return result(parseDate(raw) ?? parseDateTime(raw, timezone)?.slice(0, 10) ?? null, "invalid_date");
  },
  datetime: (raw, { timezone }) => result(typeof raw === "string" ? parseDateTime(raw, timezone) : null, "invalid_datetime"),
  boolean: (raw) => {
    const value = typeof raw === "boolean" ? raw : typeof raw === "string" || typeof raw === "number" ? parseBoolean(String(raw)) : null;
    return result(value, "invalid_boolean");
  },
  choice: (raw, { choices }) => {
    if (typeof raw !== "string" && typeof raw !== "number" && typeof raw !== "boolean") return { ok: false, code: "invalid_choice" };
    const text = normalizePhrase(String(raw));
    return result((choices ?? []).find((choice) => normalizePhrase(choice) === text) ?? null, "invalid_choice");
  },
  json: (raw) => parseJson(raw),
};

/** An id longer than a number can hold is no number: it would come out as another one. A text field keeps it. */
function keepsDigits(text: string): boolean {
  const digits = /^[+-]?\d{16,}$/.exec(text.trim())?.[0];
  return digits === undefined || BigInt(digits.replace("+", "")) === BigInt(Number(digits));
}

function result(value: Json, code: FieldValueError): ParsedFieldValue {
  return value === null ? { ok: false, code } : { ok: true, value };
}

function parseText(raw: unknown, max: number): ParsedFieldValue {
  if (typeof raw !== "string" && typeof raw !== "number" && typeof raw !== "boolean") return { ok: false, code: "invalid_text" };
  // PostgreSQL's text and jsonb cannot hold NUL.
  const text = String(raw).replaceAll("\0", "");
  return text.length > max ? { ok: false, code: "too_long" } : { ok: true, value: text };
}

function parseJson(raw: unknown): ParsedFieldValue {
  try {
    const text = typeof raw === "string" ? raw : JSON.stringify(raw);
    if (text === undefined || text.includes("\\u0000")) return { ok: false, code: "invalid_json" };
    if (text.length > MAX_LONG_TEXT) return { ok: false, code: "too_long" };
    return { ok: true, value: parseWebhookJson(text) };
  } catch {
    return { ok: false, code: "invalid_json" };
  }
}

/** Text of a value, such that `parseFieldValue` of it gives the value back; empty for null. */
export function formatFieldValue(type: FieldType, value: Json): string {
  if (value === null) return "";
  if (type === "json" || typeof value === "object") return JSON.stringify(value);
  return String(value);
}
