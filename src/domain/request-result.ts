/** How a call to an outside system ended, in the words of the `request` table and the timeline. */
import { DAY_MS, dayNumber } from "./civil-date.ts";
import type { Json } from "./json.ts";
import type { OutgoingResult } from "./outgoing-http.ts";

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

/** JSON where it is JSON, else the text; null for nothing. */
export function readBody(text: string): Json {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json;
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
  if (!isTemporaryStatus(status)) return { kind: "failed", code: `http_${status}`, status, body };
  const afterMs = retryAfterMs(headers["retry-after"], now);
  return { kind: "retry", code: `http_${status}`, status, body, ...(afterMs !== undefined && { afterMs }) };
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
