/** One notice to one browser, by the push service that the browser named: RFC 8030. */
import { createHash } from "node:crypto";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { retryAfterMs } from "../../domain/request-result.ts";
import { encryptPush, type SubscriptionKeys } from "./encrypt.ts";
import { type PushKey, vapidHeader } from "./vapid.ts";

export interface PushSubscription {
  /** Chosen by the browser's maker, told by the browser. */
  endpoint: string;
  keys: SubscriptionKeys;
}

/** What the service worker shows (`web/service-worker.ts`). */
export interface PushMessage {
  title: string;
  text: string;
  /** What it opens, below our address. */
  path: string;
  /** A later one of the same takes the place of an earlier one, shown or not yet delivered. */
  about: string;
  urgency: "normal" | "high";
}

export type PushOutcome =
  | { kind: "delivered" }
  /** The subscription is no more. */
  | { kind: "gone" }
  | { kind: "later"; afterMs?: number; detail: string }
  | { kind: "refused"; detail: string };

/** For a device that is off; older ones tell nothing that is still of use. */
const TTL_SECONDS = 86_400;
const TIMEOUT_MS = 10_000;

export async function sendPush(
  http: OutgoingHttp,
  { endpoint, keys }: PushSubscription,
  { title, text, path, about, urgency }: PushMessage,
  by: { key: PushKey; contact: string; now: number },
): Promise<PushOutcome> {
  // Topics are at most 32 characters of base64url.
  const topic = createHash("sha256").update(about).digest("base64url").slice(0, 32);
  const answer = await http.send({
    method: "POST",
    url: endpoint,
    headers: {
      authorization: vapidHeader(endpoint, by.key, by.contact, by.now),
      "content-encoding": "aes128gcm",
      "content-type": "application/octet-stream",
      ttl: String(TTL_SECONDS),
      urgency,
      topic,
    },
    body: encryptPush(keys, JSON.stringify({ title, text, path, tag: topic })),
    timeoutMs: TIMEOUT_MS,
  });
  if (!answer.ok) return { kind: answer.temporary ? "later" : "refused", detail: answer.detail };
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 404 || status === 410) return { kind: "gone" };
  const detail = `the push service answered ${status}`;
  if (status !== 429 && status < 500) return { kind: "refused", detail };
  const afterMs = retryAfterMs(headers["retry-after"], by.now);
  return { kind: "later", ...(afterMs !== undefined && { afterMs }), detail };
}
