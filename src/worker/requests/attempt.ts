/** One attempt at one request: its connection, its turn, the call, and what follows from the answer. */
import { LRUCache } from "lru-cache";
import type { JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { redactPayload, redactText } from "../../domain/redact.ts";
import type { RequestResult } from "../../domain/request-result.ts";
import { createBucket, type TokenBucket, take } from "../../domain/token-bucket.ts";
import { findConnection, type StoredConnection } from "../../store/connections.ts";
import type { ClaimedRequest, RequestProgress } from "../../store/requests.ts";
import type { SecretBox } from "../../store/secret.ts";
import type { WorkerContext } from "../context.ts";
import type { RequestEvent, RequestHandler } from "./handler.ts";
import { recordExchanges, secretsOf } from "./record-exchanges.ts";
import { nextAttempt } from "./retry.ts";

export interface Attempted {
  progress: RequestProgress;
  /** What the engine is told, once it is over. */
  event: RequestEvent | null;
  /** What this says about the connection; null: nothing. */
  health: { connection: StoredConnection; ok: boolean; code: string; detail: string } | null;
}

export interface AttemptContext extends Pick<WorkerContext, "pool" | "clock" | "logger"> {
  secrets: SecretBox;
  http: OutgoingHttp;
  /** Where browsers and providers reach us, without a slash at the end. */
  publicUrl: string;
}

/** Connections whose speed is remembered. */
const MAX_BUCKETS = 10_000;

export function createAttempt(context: AttemptContext, handlers: Record<string, RequestHandler>) {
  const buckets = new LRUCache<string, TokenBucket>({ max: MAX_BUCKETS });
  const { clock, pool, secrets, logger, publicUrl } = context;

  /** When the connection's speed allows the next request; null: now. */
  function turn(handler: RequestHandler, connection: StoredConnection | null): number | null {
    if (!handler.rate || !connection) return null;
    let bucket = buckets.get(connection.id);
    if (!bucket) buckets.set(connection.id, (bucket = createBucket(handler.rate, clock.now())));
    const taken = take(bucket, handler.rate, clock.now());
    return taken.ok ? null : taken.at;
  }

  async function connectionOf(request: ClaimedRequest): Promise<StoredConnection | null> {
    return request.connection === null ? null : await findConnection(pool, secrets, request.workspaceId, { name: request.connection });
  }

  return async function attempt(request: ClaimedRequest): Promise<Attempted> {
    const handler = handlers[request.connector] as RequestHandler;
    const connection = await connectionOf(request);
    const unusable = connectionFault(request, handler, connection);
    if (unusable) return finish(request, handler, connection, unusable, []);
    const at = turn(handler, connection);
    if (at !== null) return later(request, at, { counted: false, entry: null });
    const recorded = recordExchanges(context.http, connection, () => clock.now());
    let result: RequestResult;
    try {
      result = await handler.run(request, { http: recorded.http, connection, pool, secrets, publicUrl, now: clock.now() });
    } catch (error) {
      logger.error({ err: error, requestId: request.id, connector: request.connector }, "a request failed in our own hands");
      result = { kind: "retry", code: "internal_error" };
    }
    const finished = finish(request, handler, connection, result, recorded.exchanges);
    if (result.kind === "retry" && finished.progress.state === "failed") await handler.exhausted?.(request, { pool, now: clock.now() });
    return finished;
  };

  function finish(
    request: ClaimedRequest,
    handler: RequestHandler,
    connection: StoredConnection | null,
    result: RequestResult,
    exchanges: JsonObject[],
  ): Attempted {
    const now = clock.now();
    const health = healthOf(connection, result);
    const entry: JsonObject = {
      at: now,
      attempt: request.attempts,
      result: result.kind,
      ...("code" in result && { code: result.code }),
      ...("detail" in result && result.detail !== undefined && { detail: redactText(result.detail, secretsOf(connection)) }),
      exchanges,
    };
    if (result.kind === "retry") {
      const { attempts, createdAt } = request;
      const counted = result.counted !== false;
      const at = counted
        ? nextAttempt({ attempts, createdAt, now, afterMs: result.afterMs }, handler.retry)
        : now + (result.afterMs ?? 1000);
      if (at !== null) return { ...later(request, at, { counted, entry: { ...entry, retryAt: at } }), health };
    }
    const state = result.kind === "done" ? "done" : "failed";
    const payload = redactPayload(request.payload);
    const original = JSON.stringify(request.payload);
    const sealed = state === "failed" && JSON.stringify(payload) !== original ? secrets.encrypt(original) : null;
    const progress: RequestProgress = { request, state, dueAt: null, counted: true, entry, payload, sealed, finishedAt: now };
    return { progress, event: (handler.resultEvent ?? requestResult)(request, result), health };
  }
}

function later(request: ClaimedRequest, dueAt: number, { counted, entry }: { counted: boolean; entry: JsonObject | null }): Attempted {
  return {
    progress: { request, state: "pending", dueAt, counted, entry, payload: null, sealed: null, finishedAt: null },
    event: null,
    health: null,
  };
}

function connectionFault(request: ClaimedRequest, handler: RequestHandler, connection: StoredConnection | null): RequestResult | null {
  if (request.connection === null && handler.kind === undefined) return null;
  if (!connection || connection.status === "revoked") return { kind: "failed", code: "missing_connection" };
  return handler.kind === undefined || connection.kind === handler.kind ? null : { kind: "failed", code: "wrong_connection" };
}

/** Refused credentials are the connection's trouble; an answer of any other kind shows that it works. */
function healthOf(connection: StoredConnection | null, result: RequestResult): Attempted["health"] {
  if (!connection) return null;
  if ("code" in result && result.code === "unauthorized") return { connection, ok: false, code: result.code, detail: result.detail ?? "" };
  return result.kind === "done" && connection.status === "failing" ? { connection, ok: true, code: "", detail: "" } : null;
}

function requestResult({ id, awaited }: ClaimedRequest, result: RequestResult): RequestEvent | null {
  if (!awaited) return null;
  const { status, body } = result;
  return {
    type: "request_result",
    payload: {
      key: id,
      ok: result.kind === "done",
      ...("code" in result && { code: result.code }),
      ...(status !== undefined && { status }),
      ...(body !== undefined && { body }),
    },
  };
}
