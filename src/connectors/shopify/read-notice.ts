/** Shopify's webhooks: the whole REST resource without an envelope, the topic in a header. shopify.dev/docs/api/webhooks */
import type { JsonObject } from "../../domain/json.ts";
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
  quantityOf,
  simpleFields,
  summaryOf,
  textOf,
} from "../../domain/shop/read.ts";

/** Empty for topics that say nothing to us. */
export function readShopifyNotice({ topic, body }: RawNotice): ShopNotice[] {
  const id = textOf(body["id"]);
  switch (topic) {
    case "orders/delete":
      return id === null ? [] : [{ kind: "deleted", object: "order", id }];
    case "checkouts/create":
    case "checkouts/update":
      return checkout(body);
    case "checkouts/delete":
      return checkoutGone(body);
    case "customers/create":
      return id === null ? [] : [{ kind: "customer", id, facts: customerFacts(personIn(body), id), person: personIn(body) }];
    case "fulfillments/create":
    case "fulfillments/update":
      return shipment(body);
    case "order_transactions/create":
      return transaction(body);
    case "customers/data_request":
      return [privacy("access", body)];
    case "customers/redact":
      return [privacy("erase", body)];
    case "app/uninstalled":
      return [{ kind: "closed", erase: false }];
    case "shop/redact":
      return [{ kind: "closed", erase: true }];
    default:
      return topic.startsWith("orders/") && id !== null ? [order(id, topic, body)] : [];
  }
}

/** A customer resource, or anything that has a customer and addresses in it. */
function personIn(body: JsonObject): ShopPerson {
  const customer = objectOf(body["customer"]);
  const address = (of: JsonObject, key: string) => objectOf(of[key]);
  const places = [
    body,
    customer,
    address(body, "shipping_address"),
    address(body, "billing_address"),
    address(body, "default_address"),
    address(customer, "default_address"),
    ...listOf(body["addresses"]),
  ];
  // An order's own `name` is its number.
  const [first = {}, ...others] = places;
  const { name: _, ...bare } = first;
  return personOf([bare, ...others], firstText(body["customer_locale"], body["locale"], customer["locale"]));
}

function itemsOf(body: JsonObject, ended = false): JsonObject[] {
  const rows = listOf(body["line_items"]).map((item) => (ended ? item : asEdited(item)));
  // What was taken out of an order stays in the list, with nothing left of it.
  return rows
    .filter((item) => item["quantity"] !== 0)
    .map((item) => ({
      id: textOf(item["id"]),
      product_id: textOf(item["product_id"]),
      sku: textOf(item["sku"]),
      name: firstText(item["name"], item["title"]),
      quantity: quantityOf(item["quantity"]),
      price: moneyOf(item["price"]),
      total: moneyOf(item["line_price"]) ?? lineTotal(item),
    }));
}

/** Edits of an order leave `quantity` as it was ordered. */
function asEdited(item: JsonObject): JsonObject {
  const { current_quantity: left, quantity } = item;
  if (typeof left !== "number" || typeof quantity !== "number" || quantity <= 0 || left === quantity) return item;
  const discount = (Number(textOf(item["total_discount"]) ?? 0) || 0) * (left / quantity);
  return { ...item, quantity: left, total_discount: String(discount) };
}

/** Orders only name the price of one, and what was taken off the line. */
function lineTotal(item: JsonObject): string | null {
  const price = textOf(item["price"]);
  if (price === null || !Number.isFinite(Number(price))) return price;
  return moneyLike(price, Number(price) * quantityOf(item["quantity"]) - (Number(textOf(item["total_discount"]) ?? 0) || 0));
}

const NO_PARCEL = new Set(["cancelled", "error", "failure"]);

function progressOf(topic: string, body: JsonObject): OrderProgress {
  const financial = textOf(body["financial_status"]);
  const parcels = listOf(body["fulfillments"])
    .filter(({ status }) => !NO_PARCEL.has(String(status)))
    .flatMap(({ id }) => textOf(id) ?? []);
  const shipped =
    topic === "orders/fulfilled" ||
    topic === "orders/partially_fulfilled" ||
    ["fulfilled", "partial"].includes(String(body["fulfillment_status"]));
  return {
    paid: topic === "orders/paid" || financial === "paid" || financial === "partially_refunded",
    failed: financial === "voided" && textOf(body["cancelled_at"]) === null,
    cancelled: topic === "orders/cancelled" || textOf(body["cancelled_at"]) !== null,
    refunded: financial === "refunded",
    shipments: parcels.length > 0 ? parcels : shipped ? ["all"] : [],
  };
}

/** Shopify has two statuses and a date; people want one word. */
function statusOf(progress: OrderProgress, body: JsonObject): string {
  if (progress.cancelled) return "cancelled";
  return firstText(body["fulfillment_status"]) ?? (progress.paid ? "paid" : (textOf(body["financial_status"]) ?? "open"));
}

function trackingOf(fulfillment: JsonObject): JsonObject {
  return {
    number: firstText(fulfillment["tracking_number"], (fulfillment["tracking_numbers"] as string[] | undefined)?.[0]),
    url: firstText(fulfillment["tracking_url"], (fulfillment["tracking_urls"] as string[] | undefined)?.[0]),
    company: textOf(fulfillment["tracking_company"]),
  };
}

function order(id: string, topic: string, body: JsonObject): OrderNotice {
  const progress = progressOf(topic, body);
  const person = personIn(body);
  // Of an order that was called off or paid back nothing is left: texts speak of what it was.
  const ended = progress.cancelled || progress.refunded;
  const items = itemsOf(body, ended);
  const number = firstText(body["name"], body["order_number"], body["number"], body["id"])?.replace(/^#/, "") ?? id;
  const last = listOf(body["fulfillments"]).findLast(({ status }) => !NO_PARCEL.has(String(status)));
  const [ordered, left] = [moneyOf(body["total_price"]), moneyOf(body["current_total_price"])];
  const total = firstText(ended ? ordered : left, ordered, left, moneyOf(body["total"]));
  const currency = firstText(body["currency"], body["presentment_currency"]);
  // What a topic says by its name is what is new about the order; its other dates only show how old the rest is.
  const placed = instantOf(body["processed_at"]) ?? instantOf(body["created_at"]);
  return {
    kind: "order",
    id,
    changedAt: instantOf(body["updated_at"]),
    created: topic === "orders/create",
    progress,
    times: {
      paidAt: topic === "orders/paid" ? null : placed,
      cancelledAt: topic === "orders/cancelled" ? null : instantOf(body["cancelled_at"]),
      shippedAt: topic.endsWith("fulfilled") ? null : instantOf(last?.["created_at"]),
    },
    unpaid: false,
    facts: {
      id,
      number,
      status: statusOf(progress, body),
      payment_status: textOf(body["financial_status"]),
      shipping_status: textOf(body["fulfillment_status"]),
      total,
      currency,
      ...itemFacts(items),
      tracking: trackingOf(last ?? {}),
      url: firstText(body["order_status_url"]),
      note: textOf(body["note"]),
      created_at: textOf(body["created_at"]),
      customer: customerFacts(person, textOf(objectOf(body["customer"])["id"])),
    },
    extra: simpleFields(body),
    payment: { status: textOf(body["financial_status"]), amount: total, currency, method: firstText(gatewayOf(body)) },
    cartKeys: [body["checkout_token"], body["cart_token"], body["checkout_id"]].flatMap((key) => textOf(key) ?? []),
    person,
  };
}

function gatewayOf(body: JsonObject): string | null {
  const names = body["payment_gateway_names"];
  return Array.isArray(names) && names.length > 0 ? textOf(names[0]) : textOf(body["gateway"]);
}

function checkout(body: JsonObject): ShopNotice[] {
  const keys = [body["token"], body["cart_token"], body["id"]].flatMap((key) => textOf(key) ?? []);
  const [id] = keys;
  if (id === undefined) return [];
  const person = personIn(body);
  const items = itemsOf(body);
  return [
    {
      kind: "cart",
      id,
      keys,
      changedAt: instantOf(body["updated_at"]),
      closed: textOf(body["completed_at"]) !== null || (Array.isArray(body["line_items"]) && items.length === 0),
      facts: {
        id,
        total: firstText(moneyOf(body["total_price"]), moneyOf(body["total"])),
        currency: firstText(body["currency"], body["presentment_currency"]),
        ...itemFacts(items),
        url: firstText(body["abandoned_checkout_url"], body["recovery_url"], body["url"]),
        customer: customerFacts(person, textOf(objectOf(body["customer"])["id"])),
      },
      extra: simpleFields(body),
      person,
    },
  ];
}

function checkoutGone(body: JsonObject): ShopNotice[] {
  const id = firstText(body["token"], body["cart_token"], body["id"]);
  return id === null ? [] : [{ kind: "deleted", object: "cart", id }];
}

function shipment(body: JsonObject): ShopNotice[] {
  const [id, orderId] = [textOf(body["id"]), textOf(body["order_id"])];
  if (id === null || orderId === null || NO_PARCEL.has(String(body["status"]))) return [];
  const person = personOf([body, objectOf(body["destination"])]);
  // "#1001.1" is the first parcel of order #1001.
  const number = textOf(body["name"])?.replace(/^#|\.\d+$/g, "");
  return [
    {
      kind: "shipment",
      id,
      orderId,
      facts: {
        id: orderId,
        ...(number !== undefined && { number }),
        status: "fulfilled",
        items: itemsOf(body),
        summary: summaryOf(itemsOf(body)),
        tracking: trackingOf(body),
      },
      person,
    },
  ];
}

function transaction(body: JsonObject): ShopNotice[] {
  const orderId = textOf(body["order_id"]);
  const status = textOf(body["status"]);
  // Successes are told by orders/paid, when all is paid.
  if (orderId === null || (status !== "failure" && status !== "error")) return [];
  const payment = {
    status,
    amount: moneyOf(body["amount"]),
    currency: textOf(body["currency"]),
    method: textOf(body["gateway"]),
    message: textOf(body["message"]),
  };
  return [{ kind: "payment", orderId, ok: false, payment }];
}

function privacy(request: "access" | "erase", body: JsonObject): ShopNotice {
  const customer = objectOf(body["customer"]);
  const orders = body[request === "access" ? "orders_requested" : "orders_to_redact"];
  return {
    kind: "privacy",
    request,
    customerId: textOf(customer["id"]),
    orderIds: Array.isArray(orders) ? orders.flatMap((id) => textOf(id) ?? []) : [],
    person: personOf([customer]),
  };
}
