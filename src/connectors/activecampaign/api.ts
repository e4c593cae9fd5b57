/** ActiveCampaign's API v3. Source: developers.activecampaign.com/reference; ids are texts there, also in answers. */
import { type Connection, textOf } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { httpResult, objectBody, type RequestResult, unexpectedAnswer } from "../../domain/request-result.ts";

type Failure = Exclude<RequestResult, { kind: "done" }>;

/** An answer that is not 2xx or not its API's, as the result of the whole request. */
export class ActiveCampaignError extends Error {
  readonly result: Failure;

  constructor(result: Failure) {
    super(result.code);
    this.result = result;
  }
}

export type Call = (method: "GET" | "POST", path: string, body?: JsonObject) => Promise<JsonObject>;

/** The base address is the account's own (Settings → Developer) and cannot be derived from its name. */
export function createCall(http: OutgoingHttp, connection: Connection, now: number): Call {
  const base = textOf(connection.settings, "baseUrl")
    .replace(/\/+$/, "")
    .replace(/\/api\/3$/, "");
  return async (method, path, body) => {
    const answer = await http.send({
      method,
      url: `${base}/api/3${path}`,
      headers: {
        accept: "application/json",
        "api-token": textOf(connection.secrets, "apiToken"),
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const result = httpResult(answer, now);
    if (result.kind !== "done") throw new ActiveCampaignError(explain(result));
    const answered = objectBody(result);
    if (!answered) throw new ActiveCampaignError(unexpectedAnswer("ActiveCampaign"));
    return answered;
  };
}

/** 401 and 403 are about the token; 422 says what is wrong in `errors[].title`. */
function explain(result: Failure): Failure {
  if (result.kind !== "failed") return result;
  if (result.status === 401 || result.status === 403)
    return { ...result, code: "unauthorized", detail: "ActiveCampaign refuses the API token" };
  const errors = isObject(result.body) ? result.body["errors"] : undefined;
  const title = Array.isArray(errors) && isObject(errors[0]) ? errors[0]["title"] : undefined;
  return typeof title === "string" ? { ...result, detail: title } : result;
}

/** The id of what was asked for or made. */
export function idIn(answer: JsonObject, key: string): string {
  const object = answer[key];
  const id = isObject(object) ? object["id"] : undefined;
  if (typeof id !== "string" && typeof id !== "number") throw new ActiveCampaignError(unexpectedAnswer("ActiveCampaign"));
  return String(id);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
