/** PayPal's REST API. Source: github.com/paypal/paypal-rest-api-specifications (orders v2, webhooks v1). */
import { LRUCache } from "lru-cache";
import { type Connection, textOf } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { httpResult, type RequestResult } from "../../domain/request-result.ts";

const HOSTS = { live: "https://api-m.paypal.com", sandbox: "https://api-m.sandbox.paypal.com" };
/** A token is not used in its last minute: it must still hold when it arrives. */
const TOKEN_MARGIN_MS = 60_000;

export class PayPalError extends Error {
  readonly result: RequestResult;

  constructor(result: RequestResult) {
    super("code" in result ? result.code : "done");
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

/** OAuth 2.0 client credentials; kept until shortly before it ends. */
async function accessToken({ http, connection, now }: PayPal): Promise<string> {
  const client = `${textOf(connection.settings, "clientId")}:${textOf(connection.secrets, "clientSecret")}`;
  const known = tokens.get(connection.id);
  if (known && known.until > now && known.client === client) return known.token;
  const answer = await http.send({
    method: "POST",
    url: `${baseOf(connection)}/v1/oauth2/token`,
    headers: { authorization: `Basic ${Buffer.from(client).toString("base64")}`, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  const result = httpResult(answer, now);
  if (result.kind !== "done") throw new PayPalError(unauthorized(result));
  const { access_token: token, expires_in: seconds } = asObject(result.body);
  if (typeof token !== "string") throw new PayPalError({ kind: "retry", code: "no_token" });
  tokens.set(connection.id, { token, client, until: now + Number(seconds ?? 0) * 1000 - TOKEN_MARGIN_MS });
  return token;
}

/** @param requestId the idempotency key: PayPal answers a repetition as it answered the first */
export async function callPayPal(
  paypal: PayPal,
  method: string,
  path: string,
  body?: JsonObject | string,
  requestId?: string,
): Promise<JsonObject> {
  const token = await accessToken(paypal);
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
  if (result.kind === "done") return asObject(result.body);
  // A token may be withdrawn before its time: the next attempt asks for a new one.
  if (result.status === 401) tokens.delete(paypal.connection.id);
  throw new PayPalError(explain(result));
}

/** PayPal names what is wrong in `details[].issue`, else in `name`. */
function explain(result: RequestResult): RequestResult {
  if (result.kind !== "failed") return result;
  if (result.status === 401 || result.status === 403) return unauthorized(result);
  const { name, details } = asObject(result.body);
  const issue = Array.isArray(details) ? asObject(details[0])["issue"] : undefined;
  const code = typeof issue === "string" ? issue : name;
  return typeof code === "string" ? { ...result, code: code.toLowerCase(), detail: code } : result;
}

function unauthorized(result: RequestResult): RequestResult {
  return result.kind === "failed" ? { ...result, code: "unauthorized", detail: "PayPal refuses the client id or secret" } : result;
}

export function asObject(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
