/** The AI SDK calls out by a `fetch` of ours: guarded against private addresses, bounded in time and size, never redirected. */
import type { OutgoingFailure, OutgoingHttp } from "../../domain/outgoing-http.ts";

/** No answer from the server, as an exception: the SDK has no other way to hear of it. */
export class NoAnswerError extends Error {
  readonly failure: OutgoingFailure;

  constructor(failure: OutgoingFailure) {
    super(`${failure.code}: ${failure.detail}`);
    this.failure = failure;
  }
}

interface Bounds {
  /** Longest single call, in milliseconds. */
  timeoutMs: number;
  maxBytes: number;
}

/** `budgetMs` is for all calls through it together: a model that calls tool after tool is cut off. */
export function createGuardedFetch(http: OutgoingHttp, { timeoutMs, maxBytes }: Bounds, budgetMs: number): typeof fetch {
  const start = performance.now();
  return async (input, init) => {
    const left = budgetMs - (performance.now() - start);
    if (left <= 0) throw new NoAnswerError({ ok: false, code: "timeout", detail: "all rounds together took too long", temporary: true });
    const answer = await http.send({
      method: init?.method ?? "GET",
      url: input instanceof Request ? input.url : String(input),
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(typeof init?.body === "string" && { body: init.body }),
      timeoutMs: Math.min(timeoutMs, left),
      maxBytes,
    });
    if (!answer.ok) throw new NoAnswerError(answer);
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
}
