import type { Json } from "./json.ts";
import { nestsTooDeep } from "./json-depth.ts";
import { isStorable, storable } from "./storable.ts";

/**
 * What plain JSON.parse or PostgreSQL would damage or refuse, as it looks in the raw text: an integer of 16 digits or more
 * (template ids exceed 2^53), an escaped NUL, or half of a surrogate pair (jsonb refuses both). A backslash before such an
 * escape could make half a pair look whole: also suspect.
 */
const LONG_INTEGER = /[:[,]\s*-?\d{16}/;
const UNSTORABLE_ESCAPE =
  /\\u0000|\\\\u[dD]|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]/;

// TypeScript's library lacks the third reviver argument (ES2026 JSON.parse source text access, in Node since 21).
type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => Json;

/**
 * Parses a webhook body without loss: integers beyond 2^53 become strings of their digits, and texts lose NULs and
 * unpaired surrogates so that the result can be stored as jsonb. The common body takes the fast path, plain JSON.parse.
 *
 * @throws SyntaxError when the text is not JSON, or nests deeper than anything could be told with.
 */
export function parseWebhookJson(raw: string): Json {
  if (nestsTooDeep(raw)) throw new SyntaxError("The JSON nests too deep.");
  // Most bodies have no such escape at all; looking for two characters is far cheaper than the pattern.
  if (!LONG_INTEGER.test(raw) && !(raw.includes("\\u") && UNSTORABLE_ESCAPE.test(raw))) return JSON.parse(raw) as Json;
  return parseWithSource(raw, (_key, value, context) => {
    if (typeof value === "number") {
      const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
      return exact ? value : (context.source ?? String(value));
    }
    return typeof value === "string" ? storable(value) : storableKeys(value);
  });
}

function storableKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return entries.every(([key]) => isStorable(key)) ? value : Object.fromEntries(entries.map(([key, inner]) => [storable(key), inner]));
}
