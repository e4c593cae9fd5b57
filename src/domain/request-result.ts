/** How a call to an outside system ended, in the words of the `request` table and the timeline. */
import { DAY_MS, dayNumber } from "./civil-date.ts";
import type { ConnectionHealth } from "./connection.ts";
import type { Json, JsonObject } from "./json.ts";
import type { OutgoingAnswer, OutgoingResult } from "./outgoing-http.ts";
import { parseWebhookJson } from "./parse-webhook-json.ts";

export type RequestResult =
  | { kind: "done"; status?: number; body?: Json }
  /** For good: asking again would be refused again. `code` is stable, e.g. `http_404`, `no_email`, `unauthorized`. */
  | { kind: "failed"; code: string; detail?: string; status?: number; body?: Json }
  /** Worth another try. */
  | {
      kind: "retry";
      code: string;
      detail?: string;
      status?: number;
      body?: Json;
      /** What the other side asked for, in milliseconds. */
      afterMs?: number;
      /** False where nothing was sent because it is our turn to wait (a rate limit): does not use up an attempt. */
      counted?: boolean;
    };

/** Statuses that say "not now". */
export function isTemporaryStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** JSON where it is JSON, long ids by their digits; else the text; null for nothing. */
export function readBody(text: string): Json {
  if (text.trim() === "") return null;
  try {
    return parseWebhookJson(text);
  } catch {
    return text;
  }
}

/** What an answer of plain HTTP means: 2xx is done, 408, 429, 5xx and network trouble are tried again, all else has failed. */
export function httpResult(answer: OutgoingResult, now: number): RequestResult {
  if (!answer.ok) return { kind: answer.temporary ? "retry" : "failed", code: answer.code, detail: answer.detail };
  const { status, headers } = answer;
  const body = readBody(answer.body);
  if (status >= 200 && status < 300) return { kind: "done", status, body };
  if (!isTemporaryStatus(status)) return { kind: "failed", code: `http_${status}`, status, body, ...redirection(answer) };
  const afterMs = retryAfterMs(headers["retry-after"], now);
  return { kind: "retry", code: `http_${status}`, status, body, ...(afterMs !== undefined && { afterMs }) };
}

/** Where it sends on to, without what may be secret in it: redirects are not followed. */
function redirection({ status, headers }: OutgoingAnswer): { detail?: string } {
  const location = headers["location"];
  if (status < 300 || status > 399 || location === undefined) return {};
  return { detail: `it sends on to ${location.replace(/[?#].*$/s, "").slice(0, 200)}: is the address right?` };
}

/**
 * 2xx, but not what this system answers with: a page of maintenance or of somebody between, which may be over soon, or another
 * system at a wrong address.
 */
export function unexpectedAnswer(system: string): Exclude<RequestResult, { kind: "done" }> {
  return { kind: "retry", code: "unexpected_answer", detail: `${system} did not answer as expected: is the address right?` };
}

/** The object that a system answered with. Null for every other answer. */
export function objectBody(result: RequestResult): JsonObject | null {
  const { body } = result;
  return typeof body === "object" && body !== null && !Array.isArray(body) ? body : null;
}

/** What a failed trial of a connection says. */
export function failedHealth({ code, detail, status }: Exclude<RequestResult, { kind: "done" }>, system: string): ConnectionHealth {
  return { ok: false, code, detail: detail ?? `${system} answered ${status === undefined ? "nothing that is expected" : status}` };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Retry-After` in milliseconds from `now`: seconds, or the one date form that RFC 9110 §5.6.7 lets servers send. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(text);
  if (!date) return undefined;
  const [, day, month, year, hours, minutes, seconds] = date as unknown as string[];
  const at =
    dayNumber({ year: Number(year), month: MONTHS.indexOf(month as string) + 1, day: Number(day) }) * DAY_MS +
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return Math.max(0, at - now);
}
