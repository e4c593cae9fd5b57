/** Calls an address that an automation names, signed after Standard Webhooks 1.0.0 so that the receiver can tell it is us. */
import { Webhook } from "standardwebhooks";
import type { Connection } from "../../domain/connection.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { httpResult, type RequestResult } from "../../domain/request-result.ts";
import { authorize } from "./authorize.ts";

export interface WebhookCall {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
}

export interface WebhookSender {
  http: OutgoingHttp;
  /** The same at every attempt: by it receivers recognise a repetition. */
  id: string;
  /** Epoch milliseconds of this attempt. */
  now: number;
  /** `whsec_…`; after a rotation two, and as many signatures. */
  secrets: string[];
  /** Whose credentials the call carries. */
  connection: Connection | null;
}

/** `webhook-id`, `webhook-timestamp`, `webhook-signature` over these very bytes. */
export function signatureHeaders(
  body: string,
  { id, now, secrets }: Pick<WebhookSender, "id" | "now" | "secrets">,
): Record<string, string> {
  const at = new Date(now);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
}

export async function sendWebhook(call: WebhookCall, sender: WebhookSender): Promise<RequestResult> {
  const given = Object.fromEntries(Object.entries(call.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const authorized = authorize(call.url, sender.connection);
  const answer = await sender.http.send({
    method: call.method,
    url: authorized.url,
    headers: {
      accept: "application/json, */*;q=0.5",
      ...(call.body !== undefined && { "content-type": "application/json" }),
      ...given,
      ...authorized.headers,
      ...signatureHeaders(call.body ?? "", sender),
    },
    ...(call.body !== undefined && { body: call.body }),
    ...(call.timeoutMs !== undefined && { timeoutMs: call.timeoutMs }),
  });
  return httpResult(answer, sender.now);
}
