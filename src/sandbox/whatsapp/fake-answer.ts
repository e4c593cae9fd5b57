import type { JsonObject } from "../../domain/json.ts";

/** An answer of the fake; `drop` closes the connection instead. */
export type FakeAnswer =
  | { status: number; json: JsonObject; headers?: Record<string, string> }
  | { status: number; bytes: Uint8Array; contentType: string }
  | "drop";

/** HTTP statuses of Meta's codes where they are not 400. */
const STATUS_OF_CODE: Record<number, number> = {
  0: 401,
  190: 401,
  1: 500,
  2: 503,
  3: 500,
  10: 403,
  368: 403,
  131000: 500,
  131016: 503,
  131031: 403,
  133004: 503,
};

/** An error as the Graph API words it. */
export function graphError(code: number, message: string, details?: string, extra?: JsonObject): FakeAnswer {
  const status = STATUS_OF_CODE[code] ?? (code >= 200 && code <= 299 ? 403 : 400);
  const error: JsonObject = { message: `(#${code}) ${message}`, type: "OAuthException", code, ...extra, fbtrace_id: "AsandboxTrace" };
  if (details !== undefined) error.error_data = { messaging_product: "whatsapp", details };
  return { status, json: { error } };
}

export function ok(json: JsonObject): FakeAnswer {
  return { status: 200, json };
}
