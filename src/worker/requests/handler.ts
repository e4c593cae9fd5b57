/** What carries out one kind of request. `handlers.ts` has the table of them. */
import type pg from "pg";
import type { Connection } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import type { RequestResult } from "../../domain/request-result.ts";
import type { Rate } from "../../domain/token-bucket.ts";
import type { ClaimedRequest } from "../../store/requests.ts";
import type { SecretBox } from "../../store/secret.ts";
import type { RetrySchedule } from "./retry.ts";

export interface RequestContext {
  /** Everything sent through it is kept, redacted, in the request's log. */
  http: OutgoingHttp;
  /** The one the request names, with its credentials. */
  connection: Connection | null;
  pool: pg.Pool;
  secrets: SecretBox;
  /** Where browsers and providers reach us, without a slash at the end. */
  publicUrl: string;
  /** Epoch milliseconds at the beginning of the attempt. */
  now: number;
}

export interface RequestEvent {
  type: string;
  payload: JsonObject;
}

export interface RequestHandler {
  /** One attempt. What it throws is tried again as `internal_error`. */
  run(request: ClaimedRequest, context: RequestContext): Promise<RequestResult>;
  /** Kind a connection must be of; undefined where the request may do without one. */
  kind?: string;
  /** Requests per connection; the rest wait their turn. */
  rate?: Rate;
  /** When it is tried again; the steps' own schedule when left out. */
  retry?: RetrySchedule;
  /** The last attempt has failed too. */
  exhausted?(request: ClaimedRequest, context: Pick<RequestContext, "pool" | "now">): Promise<void>;
  /** Tells the engine the end; `request_result` when left out, and only where a path waits. */
  resultEvent?(request: ClaimedRequest, result: RequestResult): RequestEvent | null;
}
