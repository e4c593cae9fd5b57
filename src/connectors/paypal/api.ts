/** PayPal's REST API. Source: github.com/paypal/paypal-rest-api-specifications (orders v2, webhooks v1). */
import { LRUCache } from "lru-cache";
import { type Connection, textOf } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { httpResult, objectBody, type RequestResult, unexpectedAnswer } from "../../domain/request-result.ts";

const HOSTS = { live: "https://api-m.paypal.com", sandbox: "https://api-m.sandbox.paypal.com" };
/** A token is not used in its last minute: it must still hold when it arrives. */
const TOKEN_MARGIN_MS = 60_000;

type Failure = Exclude<RequestResult, { kind: "done" }>;

export class PayPalError extends Error {
  readonly result: Failure;

  constructor(result: Failure) {
    super(result.code);
    this.result = result;
  }
}

export interface PayPal {
  http: OutgoingHttp;
  connection: Connection;
  now: number;
}

const tokens = new LRUCache<string, { token: string; until: number; client: string }>({ max: 1000 });

function baseOf({ settings }: Connection): string {
  return textOf(settings, "environment") === "live" ? HOSTS.live : HOSTS.sandbox;
}

/** OAuth 2.0 client credentials; kept until shortly before it ends. `kept`: PayPal may have withdrawn it since. */
async function accessToken({ http, connection, now }: PayPal): Promise<{ token: string; kept: boolean }> {
  const client = `${textOf(connection.settings, "clientId")}:${textOf(connection.secrets, "clientSecret")}`;
  const known = tokens.get(connection.id);
  if (known && known.until > now && known.client === client) return { token: known.token, kept: true };
  const answer = await http.send({
    method: "POST",
    url: `${baseOf(connection)}/v1/oauth2/token`,
    headers: { authorization: `Basic ${Buffer.from(client).toString("base64")}`, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  const result = httpResult(answer, now);
  if (result.kind !== "done") throw new PayPalError(unauthorized(result));
  const { access_token: token, expires_in: seconds } = asObject(result.body);
  if (typeof token !== "string" || token === "") throw unexpected();
  tokens.set(connection.id, { token, client, until: now + Number(seconds ?? 0) * 1000 - TOKEN_MARGIN_MS });
  return { token, kept: false };
}

/** @param requestId the idempotency key: PayPal answers a repetition as it answered the first */
export async function callPayPal(
  paypal: PayPal,
  method: string,
  path: string,
  body?: JsonObject | string,
  requestId?: string,
): Promise<JsonObject> {
  const { token, kept } = await accessToken(paypal);
  const answer = await paypal.http.send({
    method,
    url: `${baseOf(paypal.connection)}${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      ...(requestId !== undefined && { "paypal-request-id": requestId }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const result = httpResult(answer, paypal.now);
  if (result.kind === "done") {
    const answered = objectBody(result);
    if (!answered) throw unexpected();
    return answered;
  }
  // A token may be withdrawn before its time: a new one is asked for, once. PayPal has done nothing yet.
  if (result.status === 401) tokens.delete(paypal.connection.id);
  if (result.status === 401 && kept) return await callPayPal(paypal, method, path, body, requestId);
  throw new PayPalError(explain(result));
}

/** 2xx that is not PayPal's: trying again is harmless, every call names its own key against repetitions. */
export function unexpected(): PayPalError {
  return new PayPalError(unexpectedAnswer("PayPal"));
}

/** PayPal names what is wrong in `details[].issue`, else in `name`, and says it in words beside it. */
function explain(result: Failure): Failure {
  if (result.kind !== "failed") return result;
  if (result.status === 401 || result.status === 403) return unauthorized(result);
  const { name, message, details } = asObject(result.body);
  const { issue, description } = asObject(Array.isArray(details) ? details[0] : undefined);
  const code = typeof issue === "string" && /^[A-Z_]+$/.test(issue) ? issue : name;
  if (typeof code !== "string") return result;
  const words = [description, issue, message, code].find((text) => typeof text === "string" && text !== "");
  return { ...result, code: code.toLowerCase(), detail: String(words) };
}

function unauthorized(result: Failure): Failure {
  return result.kind === "failed" && (result.status === 401 || result.status === 403)
    ? { ...result, code: "unauthorized", detail: "PayPal refuses the client id or secret" }
    : result;
}

export function asObject(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
