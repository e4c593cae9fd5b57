/** PayPal's webhooks: whether one is genuine, and what it says about a payment of ours. */
import type { ConnectionHealth } from "../../domain/connection.ts";
import { textOf } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import { asObject, callPayPal, type PayPal, PayPalError } from "./api.ts";

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
  return answer["verification_status"] === "SUCCESS";
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
    const known = (Array.isArray(webhooks) ? webhooks.map(asObject) : []).find(({ url }) => url === webhookUrl);
    if (known) return { ok: true, webhookId: String(known["id"]) };
    const event_types = EVENT_TYPES.map((name) => ({ name }));
    const made = await callPayPal(paypal, "POST", "/v1/notifications/webhooks", { url: webhookUrl, event_types });
    return { ok: true, webhookId: String(made["id"]) };
  } catch (error) {
    if (!(error instanceof PayPalError)) throw error;
    const { result } = error;
    return {
      ok: false,
      code: "code" in result ? result.code : "failed",
      detail: ("detail" in result ? result.detail : undefined) ?? "PayPal did not answer as expected",
    };
  }
}
