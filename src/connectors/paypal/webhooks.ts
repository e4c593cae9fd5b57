/** PayPal's webhooks: whether one is genuine, and what it says about a payment of ours. */
import type { ConnectionHealth } from "../../domain/connection.ts";
import { textOf } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import { failedHealth } from "../../domain/request-result.ts";
import { asObject, callPayPal, type PayPal, PayPalError, unexpected } from "./api.ts";

/** Headers that PayPal signs with, in lower case. */
export const SIGNATURE_HEADERS = [
  "paypal-auth-algo",
  "paypal-cert-url",
  "paypal-transmission-id",
  "paypal-transmission-sig",
  "paypal-transmission-time",
] as const;

/**
 * Asks PayPal itself. The event goes back as the very bytes that came: re-serialising it could change the checksum that was
 * signed (developer.paypal.com, "Verify webhook signature").
 *
 * @param raw must be JSON
 */
export async function isGenuine(paypal: PayPal, headers: Record<string, string>, raw: string): Promise<boolean> {
  const fields = Object.fromEntries(
    SIGNATURE_HEADERS.map((name) => [name.slice("paypal-".length).replaceAll("-", "_"), headers[name] ?? ""]),
  );
  const envelope = JSON.stringify({ ...fields, webhook_id: textOf(paypal.connection.settings, "webhookId") });
  const answer = await callPayPal(
    paypal,
    "POST",
    "/v1/notifications/verify-webhook-signature",
    `${envelope.slice(0, -1)},"webhook_event":${raw}}`,
  );
  const status = answer["verification_status"];
  // Anything else is no word about the signature: the event is asked about again, not thrown away.
  if (status !== "SUCCESS" && status !== "FAILURE") throw unexpected();
  return status === "SUCCESS";
}

/** What we subscribe to. */
export const EVENT_TYPES = [
  "CHECKOUT.ORDER.APPROVED",
  "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
  "PAYMENT.CAPTURE.COMPLETED",
  "PAYMENT.CAPTURE.DENIED",
  "PAYMENT.CAPTURE.DECLINED",
];

export type PaymentNews =
  /** The customer agreed: the money must still be taken. */
  | { kind: "approved"; orderId: string }
  | { kind: "paid"; orderId: string | null; paymentId: string | null; captureId: string }
  | { kind: "failed"; orderId: string | null; paymentId: string | null; code: string };

/** Null for events that say nothing about a payment of ours. */
export function readPaymentNews(event: JsonObject): PaymentNews | null {
  const resource = asObject(event["resource"]);
  const orderId = asObject(asObject(resource["supplementary_data"])["related_ids"])["order_id"];
  const ids = {
    orderId: typeof orderId === "string" ? orderId : null,
    paymentId: typeof resource["custom_id"] === "string" ? resource["custom_id"] : null,
  };
  switch (event["event_type"]) {
    case "CHECKOUT.ORDER.APPROVED":
      return { kind: "approved", orderId: String(resource["id"]) };
    case "PAYMENT.CAPTURE.COMPLETED":
      return { kind: "paid", ...ids, captureId: String(resource["id"]) };
    case "PAYMENT.CAPTURE.DENIED":
    case "PAYMENT.CAPTURE.DECLINED":
      return { kind: "failed", ...ids, code: "declined" };
    case "CHECKOUT.PAYMENT-APPROVAL.REVERSED":
      return { kind: "failed", orderId: String(resource["order_id"] ?? resource["id"] ?? ""), paymentId: null, code: "reversed" };
    default:
      return null;
  }
}

/** The credentials work, and PayPal knows where to tell us of payments; `webhookId` is what to keep in the settings. */
export async function checkPayPal(paypal: PayPal, webhookUrl: string): Promise<ConnectionHealth & { webhookId?: string }> {
  try {
    const { webhooks } = await callPayPal(paypal, "GET", "/v1/notifications/webhooks");
    if (!Array.isArray(webhooks)) throw unexpected();
    const known = webhooks.map(asObject).find(({ url }) => url === webhookUrl);
    const event_types = EVENT_TYPES.map((name) => ({ name }));
    const webhook = known
      ? await completed(paypal, known, event_types)
      : await callPayPal(paypal, "POST", "/v1/notifications/webhooks", { url: webhookUrl, event_types });
    if (typeof webhook["id"] !== "string") throw unexpected();
    return { ok: true, webhookId: webhook["id"] };
  } catch (error) {
    if (!(error instanceof PayPalError)) throw error;
    return failedHealth(error.result, "PayPal");
  }
}

/** One that was made by hand, or for less than is needed now, is told the rest. `*` is everything. */
async function completed(paypal: PayPal, webhook: JsonObject, wanted: { name: string }[]): Promise<JsonObject> {
  const told = new Set((Array.isArray(webhook["event_types"]) ? webhook["event_types"].map(asObject) : []).map(({ name }) => name));
  if (told.has("*") || wanted.every(({ name }) => told.has(name))) return webhook;
  const path = `/v1/notifications/webhooks/${encodeURIComponent(String(webhook["id"]))}`;
  return await callPayPal(paypal, "PATCH", path, JSON.stringify([{ op: "replace", path: "/event_types", value: wanted }]));
}
