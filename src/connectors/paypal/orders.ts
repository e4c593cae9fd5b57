/** Orders v2: what a customer is asked to pay. Approved is not paid: money moves with the capture. */
import type { JsonObject } from "../../domain/json.ts";
import { asObject, callPayPal, type PayPal, unexpected } from "./api.ts";

export interface OrderRequest {
  /** Ours; also PayPal's idempotency key and `custom_id`, by which its webhooks name the payment. */
  id: string;
  amount: string;
  currency: string;
  description: string;
  /** Where PayPal sends the customer afterwards. */
  returnUrl: string;
  cancelUrl: string;
}

export function buildOrder({ id, amount, currency, description, returnUrl, cancelUrl }: OrderRequest): JsonObject {
  return {
    intent: "CAPTURE",
    purchase_units: [
      {
        reference_id: id,
        custom_id: id,
        ...(description !== "" && { description }),
        amount: { currency_code: currency, value: amount },
      },
    ],
    payment_source: {
      paypal: {
        experience_context: { return_url: returnUrl, cancel_url: cancelUrl, user_action: "PAY_NOW", shipping_preference: "NO_SHIPPING" },
      },
    },
  };
}

export interface Order {
  id: string;
  /** Where the customer pays; null where PayPal gave none. */
  link: string | null;
}

export async function createOrder(paypal: PayPal, request: OrderRequest): Promise<Order> {
  const answer = await callPayPal(paypal, "POST", "/v2/checkout/orders", buildOrder(request), request.id);
  const links = Array.isArray(answer["links"]) ? answer["links"].map(asObject) : [];
  // `approve` is what orders without a payment source get.
  const link = links.find(({ rel }) => rel === "payer-action") ?? links.find(({ rel }) => rel === "approve");
  if (typeof answer["id"] !== "string") throw unexpected();
  return { id: answer["id"], link: typeof link?.["href"] === "string" ? link["href"] : null };
}

export interface Capture {
  id: string;
  /** COMPLETED, PENDING, DECLINED, FAILED, … */
  status: string;
}

/** Takes the money of an approved order. Repeating it answers the same. */
export async function captureOrder(paypal: PayPal, orderId: string): Promise<Capture> {
  const answer = await callPayPal(paypal, "POST", `/v2/checkout/orders/${encodeURIComponent(orderId)}/capture`, {}, `capture-${orderId}`);
  const [unit] = Array.isArray(answer["purchase_units"]) ? answer["purchase_units"].map(asObject) : [];
  const captures = asObject(unit?.["payments"])["captures"];
  const capture = asObject(Array.isArray(captures) ? captures[0] : undefined);
  const status = capture["status"] ?? answer["status"];
  if (typeof status !== "string") throw unexpected();
  return { id: String(capture["id"] ?? ""), status };
}
