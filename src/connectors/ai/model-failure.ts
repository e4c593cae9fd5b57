import { APICallError } from "ai";
import { isTemporaryStatus, retryAfterMs } from "../../domain/request-result.ts";
import { NoAnswerError } from "./guarded-fetch.ts";

/** Why a model did not answer; `code` is stable: `unauthorized`, `http_429`, `timeout`, `invalid_answer`. */
export interface ModelFailure {
  ok: false;
  code: string;
  detail: string;
  /** Whether the same request may fare better later. */
  temporary: boolean;
  /** What the server asked for, in milliseconds. */
  afterMs?: number;
}

export function modelFailure(error: unknown, now: number): ModelFailure {
  const known = noAnswer(error);
  if (known) return { ok: false, code: known.failure.code, detail: known.failure.detail, temporary: known.failure.temporary };
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 300) {
    const { statusCode: status, message } = error;
    if (status === 401 || status === 403) return { ok: false, code: "unauthorized", detail: message, temporary: false };
    const afterMs = retryAfterMs(error.responseHeaders?.["retry-after"], now);
    return {
      ok: false,
      code: `http_${status}`,
      detail: message,
      temporary: isTemporaryStatus(status),
      ...(afterMs !== undefined && { afterMs }),
    };
  }
  // What came back is no chat completion: a server that is starting up, or none of this kind.
  return { ok: false, code: "invalid_answer", detail: error instanceof Error ? error.message : String(error), temporary: true };
}

function noAnswer(error: unknown): NoAnswerError | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof NoAnswerError) return at;
  return null;
}
