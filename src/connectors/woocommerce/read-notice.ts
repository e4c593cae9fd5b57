/**
 * WooCommerce's webhooks: woocommerce.github.io/woocommerce-rest-api-docs, "Webhooks". There are no topics for paid, shipped or
 * cancelled: an order says its status, and what changed is found by comparison.
 */
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OrderNotice, OrderProgress, RawNotice, ShopNotice, ShopPerson } from "../../domain/shop/notice.ts";
import {
  customerFacts,
  firstText,
  instantOf,
  itemFacts,
  listOf,
  moneyLike,
  moneyOf,
  objectOf,
  personOf,
  plainText,
  quantityOf,
  simpleFields,
  statusFacts,
  textOf,
} from "../../domain/shop/read.ts";

/** Checkout in blocks keeps what is being bought as an order of this status. */
const DRAFTS = new Set(["checkout-draft", "auto-draft"]);

/** Empty for topics that say nothing to us. */
export function readWooNotice({ topic, body }: RawNotice): ShopNotice[] {
  const id = textOf(body["id"]);
  if (/^(action|cart|checkout)\./.test(topic)) return /cart|checkout/i.test(topic) ? cart(body) : [];
  if (id === null) return [];
  switch (topic) {
    case "order.created":
    case "order.updated":
    case "order.restored":
      return DRAFTS.has(String(body["status"])) ? draft(id, body) : [order(id, topic === "order.created", body)];
    case "order.deleted":
      return [
        { kind: "deleted", object: "order", id },
        { kind: "deleted", object: "cart", id: `order:${id}` },
      ];
    case "customer.created": {
      const person = personIn(body);
      return [{ kind: "customer", id, facts: customerFacts(person, id), person }];
    }
    default:
      return [];
  }
}

function personIn(body: JsonObject): ShopPerson {
  const [billing, shipping, customer] = [objectOf(body["billing"]), objectOf(body["shipping"]), objectOf(body["customer"])];
  return personOf([billing, shipping, customer, body], firstText(body["locale"], metaOf(body, "wpml_language")));
}

function metaOf(body: JsonObject, key: string): Json | undefined {
  return listOf(body["meta_data"]).find((entry) => entry["key"] === key)?.["value"];
}

/** Times with `_gmt` are UTC; those without are the shop's own, of an unknown zone, and better than none. */
function timeOf(body: JsonObject, name: string): number | null {
  return instantOf(body[`${name}_gmt`]) ?? instantOf(body[name]);
}

function itemsOf(rows: JsonObject[]): JsonObject[] {
  return rows.map((item) => {
    const name = firstText(item["name"], item["product_name"], item["title"]);
    return {
      id: textOf(item["id"]),
      product_id: textOf(item["product_id"]),
      sku: textOf(item["sku"]),
      name: name && plainText(name),
      quantity: quantityOf(item["quantity"]),
      ...amountsOf(item),
    };
  });
}

/** What the customer pays: WooCommerce writes lines without the tax and orders with it. */
function amountsOf(item: JsonObject): JsonObject {
  const written = textOf(item["total"]) ?? "";
  const [total, tax] = [Number(written || "NaN"), Number(textOf(item["total_tax"]) ?? "NaN")];
  if (!(Number.isFinite(total) && tax > 0))
    return { price: moneyOf(item["price"]), total: moneyOf(item["total"]) ?? moneyOf(item["line_total"]) };
  const gross = total + tax;
  return { price: moneyLike(written, gross / (quantityOf(item["quantity"]) || 1)), total: moneyLike(written, gross) };
}

/** Names under which WooCommerce and its cart plugins keep what joins a cart and its order. */
const CART_KEYS = ["cart_id", "cart_key", "cart_token", "cart_hash", "session_id", "session", "checkout_token"];

const PAID = new Set(["processing", "completed"]);

/** Cash on delivery is "processing" with nothing paid; everything else has a date of payment, or says so by its status. */
function isPaid(status: string | null, body: JsonObject): boolean {
  if (firstText(body["date_paid_gmt"], body["date_paid"]) !== null) return true;
  return PAID.has(status ?? "") && (status === "completed" || body["payment_method"] !== "cod");
}

/** Own statuses of shops and their plugins, by the words they use for them. */
const SHIPPED = /^(completed|shipped|partial-shipped|partially-shipped|delivered|in-transit|sent|spedito)$/;

function order(id: string, created: boolean, body: JsonObject): OrderNotice {
  const status = textOf(body["status"])?.replace(/^wc-/, "") ?? null;
  const person = personIn(body);
  const items = itemsOf(listOf(body["line_items"] ?? body["items"]));
  const total = moneyOf(body["total"]);
  const currency = textOf(body["currency"]);
  const progress: OrderProgress = {
    paid: isPaid(status, body),
    failed: status === "failed",
    cancelled: status === "cancelled",
    refunded: status === "refunded",
    shipments: status !== null && SHIPPED.test(status) ? ["all"] : [],
  };
  return {
    kind: "order",
    id,
    changedAt: timeOf(body, "date_modified"),
    created,
    progress,
    times: { paidAt: timeOf(body, "date_paid"), cancelledAt: null, shippedAt: timeOf(body, "date_completed") },
    unpaid: status === "pending" || status === "failed",
    facts: {
      id,
      number: firstText(body["number"]) ?? id,
      status,
      ...statusFacts(progress),
      total,
      currency,
      ...itemFacts(items),
      tracking: trackingOf(body),
      url: firstText(body["view_order_url"], body["payment_url"]),
      payment_url: textOf(body["payment_url"]),
      note: textOf(body["customer_note"]),
      created_at: firstText(body["date_created_gmt"], body["date_created"]),
      customer: customerFacts(person, customerId(body)),
    },
    extra: simpleFields(body),
    payment: {
      status,
      amount: total,
      currency,
      method: firstText(body["payment_method_title"], body["payment_method"]),
      transaction_id: textOf(body["transaction_id"]),
    },
    cartKeys: [`order:${id}`, ...CART_KEYS.flatMap((name) => textOf(body[name]) ?? [])],
    person,
  };
}

/** Guests are customer 0. */
function customerId(body: JsonObject): string | null {
  const id = textOf(body["customer_id"]);
  return id === "0" ? null : id;
}

/** WooCommerce has no place for it: the plugins Shipment Tracking, AST and AfterShip write it into the order's meta data. */
function trackingOf(body: JsonObject): JsonObject {
  const items = metaOf(body, "_wc_shipment_tracking_items") ?? body["shipment_trackings"] ?? body["tracking_items"];
  const item = listOf(items).at(-1) ?? {};
  const own = objectOf(body["tracking"]);
  return {
    number: firstText(
      item["tracking_number"],
      metaOf(body, "_tracking_number"),
      metaOf(body, "_aftership_tracking_number"),
      own["number"],
      body["tracking_number"],
    ),
    url: firstText(item["custom_tracking_link"], item["tracking_link"], metaOf(body, "_tracking_url"), own["url"], body["tracking_url"]),
    company: firstText(
      item["custom_tracking_provider"],
      item["tracking_provider"],
      metaOf(body, "_tracking_provider"),
      metaOf(body, "_aftership_tracking_provider"),
      own["company"],
    ),
  };
}

function draft(id: string, body: JsonObject): ShopNotice[] {
  return cart({ ...body, id: `order:${id}`, url: firstText(body["checkout_url"], body["payment_url"]) });
}

/** From `checkout-draft` orders, and from plugins that watch carts and tell by `action.<hook>` topics. */
function cart(body: JsonObject): ShopNotice[] {
  const keys = ["id", ...CART_KEYS, "token"].flatMap((name) => textOf(body[name]) ?? []);
  const [id] = keys;
  if (id === undefined) return [];
  const person = personIn(body);
  const rows = body["line_items"] ?? body["items"] ?? body["products"];
  const items = itemsOf(listOf(rows));
  return [
    {
      kind: "cart",
      id,
      keys: [...new Set(keys)],
      changedAt: timeOf(body, "date_modified") ?? instantOf(body["updated_at"]),
      closed: firstText(body["completed_at"], body["order_id"]) !== null || (Array.isArray(rows) && items.length === 0),
      facts: {
        id,
        total: firstText(moneyOf(body["total"]), moneyOf(body["total_price"])),
        currency: textOf(body["currency"]),
        ...itemFacts(items),
        url: firstText(body["url"], body["recovery_url"], body["checkout_url"], body["cart_url"]),
        customer: customerFacts(person, customerId(body)),
      },
      extra: simpleFields(body),
      person,
    },
  ];
}
