/**
 * Emailchef's API. No public specification: what is here is what its own shop modules do (consumerKey and consumerSecret as
 * headers, bodies inside `instance_in`). A failure may come as HTTP 200 with a `message`.
 */
import { type Connection, textOf } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { httpResult, type RequestResult } from "../../domain/request-result.ts";

type Failure = Exclude<RequestResult, { kind: "done" }>;

const BASE = "https://app.emailchef.com/apps/api/v1";

export class EmailchefError extends Error {
  readonly result: Failure;

  constructor(result: Failure) {
    super(result.code);
    this.result = result;
  }
}

export type Call = (method: "GET" | "POST", path: string, body?: JsonObject) => Promise<Json>;

export function createCall(http: OutgoingHttp, { secrets }: Connection, now: number): Call {
  return async (method, path, body) => {
    const answer = await http.send({
      method,
      url: `${BASE}${path}`,
      headers: {
        accept: "application/json",
        consumerKey: textOf(secrets, "consumerKey"),
        consumerSecret: textOf(secrets, "consumerSecret"),
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const result = httpResult(answer, now);
    if (result.kind === "done") return result.body ?? null;
    const refused = result.kind === "failed" && (result.status === 401 || result.status === 403);
    throw new EmailchefError(
      refused ? { ...result, code: "unauthorized", detail: "Emailchef refuses the consumer key or secret" } : result,
    );
  };
}
