/** What shops and telephones would have brought, where a start step is set off by hand. */
import type { JsonObject } from "../../domain/json.ts";

const ITEMS = [{ sku: "SAMPLE-1", name: "Sample product", quantity: 1, price: 49.9, currency: "EUR", url: "https://shop.example.com/p/1" }];
const ORDER = {
  id: "1001",
  number: "1001",
  status: "processing",
  total: 49.9,
  currency: "EUR",
  items: ITEMS,
  url: "https://shop.example.com/orders/1001",
  trackingNumber: "TRACK-1001",
  trackingUrl: "https://carrier.example.com/TRACK-1001",
};
const CART = { id: "2001", total: 49.9, currency: "EUR", items: ITEMS, url: "https://shop.example.com/cart/2001" };

const PARTS: Record<string, JsonObject> = {
  catalog_order: { order: ORDER },
  product_message: { product: { sku: "SAMPLE-1", name: "Sample product", price: 49.9, currency: "EUR" } },
  payment_succeeded: { order: ORDER, payment: { status: "paid", amount: "49.90", currency: "EUR" } },
  payment_failed: { order: ORDER, payment: { status: "failed", amount: "49.90", currency: "EUR" } },
  cart_abandoned: { cartKey: "2001", cart: CART },
  customer_created: { customer: { first_name: "Alex", last_name: "Customer", email: "alex@example.com" } },
};

/** The context of a shop's event; orders where nothing else is known. */
export function shopContext(event: string, shops: string[]): JsonObject {
  return { shop: shops[0] ?? "Shop", event, ...(PARTS[event] ?? { order: ORDER }) };
}

export function callContext(config: { outcomes?: string[]; directions?: string[]; agents?: string[] }): JsonObject {
  const call = {
    id: "call-1",
    outcome: config.outcomes?.[0] ?? "success",
    direction: config.directions?.[0] ?? "outbound",
    agent: config.agents?.[0] ?? null,
    digits: null,
    speech: null,
    summary: null,
    duration: 42,
  };
  return { call };
}
