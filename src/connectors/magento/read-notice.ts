/** Resources of Magento's REST API as we ask for them: orders with their shipments, carts, customers. */
import type { JsonObject } from "../../domain/json.ts";
import type { OrderNotice, OrderProgress, RawNotice, ShopNotice, ShopPerson } from "../../domain/shop/notice.ts";
import {
  customerFacts,
  firstText,
  instantOf,
  isOn,
  itemFacts,
  listOf,
  objectOf,
  personOf,
  quantityOf,
  roundedMoney,
  simpleFields,
  statusFacts,
  textOf,
} from "../../domain/shop/read.ts";

export function readMagentoNotice({ topic, body }: RawNotice): ShopNotice[] {
  const id = firstText(body["entity_id"], body["id"]);
  if (id === null) return [];
  switch (topic) {
    case "order.created":
    case "order.updated":
      return [order(id, topic === "order.created", body)];
    case "cart":
      return [cart(id, body)];
    case "customer": {
      const person = personOf([body, ...listOf(body["addresses"])]);
      return [{ kind: "customer", id, facts: customerFacts(person, id), person }];
    }
    default:
      return [];
  }
}

function personIn(body: JsonObject): ShopPerson {
  const shipping = listOf(objectOf(body["extension_attributes"])["shipping_assignments"]).map((assignment) =>
    objectOf(objectOf(assignment["shipping"])["address"]),
  );
  const customer = objectOf(body["customer"]);
  const named = {
    email: body["customer_email"] ?? null,
    firstname: body["customer_firstname"] ?? null,
    lastname: body["customer_lastname"] ?? null,
  };
  return personOf([objectOf(body["billing_address"]), ...shipping, named, customer, ...listOf(customer["addresses"])]);
}

function itemsOf(body: JsonObject, currency: string | null): JsonObject[] {
  // A configurable product is listed twice: the chosen variant has the configurable one as its parent.
  const rows = listOf(body["items"]).filter((item) => textOf(item["parent_item_id"]) === null);
  return rows.map((item) => ({
    id: firstText(item["item_id"]),
    product_id: textOf(item["product_id"]),
    sku: textOf(item["sku"]),
    name: textOf(item["name"]),
    quantity: quantityOf(item["qty_ordered"] ?? item["qty"]),
    price: roundedMoney(item["price_incl_tax"] ?? item["price"], currency),
    total: roundedMoney(item["row_total_incl_tax"] ?? item["row_total"], currency),
  }));
}

function order(id: string, created: boolean, body: JsonObject): OrderNotice {
  const state = firstText(body["state"], body["status"]);
  const shipments = listOf(body["shipments"]);
  const qtyShipped = listOf(body["items"]).some((item) => Number(item["qty_shipped"] ?? 0) > 0);
  const parcels = shipments.flatMap((shipment) => textOf(shipment["entity_id"]) ?? []);
  const progress: OrderProgress = {
    paid: Number(body["total_paid"] ?? 0) > 0 && Number(body["total_due"] ?? 0) <= 0,
    failed: state === "payment_failed" || body["status"] === "fraud",
    cancelled: state === "canceled",
    refunded: state === "closed",
    shipments: parcels.length > 0 ? parcels : qtyShipped || state === "complete" ? ["all"] : [],
  };
  const person = personIn(body);
  const currency = firstText(body["order_currency_code"], body["base_currency_code"]);
  const items = itemsOf(body, currency);
  const track = shipments.flatMap((shipment) => listOf(shipment["tracks"])).at(-1) ?? {};
  const total = roundedMoney(body["grand_total"], currency);
  const base = textOf(body["shop_url"]);
  return {
    kind: "order",
    id,
    changedAt: instantOf(body["updated_at"]),
    created,
    progress,
    times: { paidAt: instantOf(body["created_at"]), cancelledAt: null, shippedAt: instantOf(shipments.at(-1)?.["created_at"]) },
    unpaid: state === "pending_payment" || state === "payment_review",
    facts: {
      id,
      number: firstText(body["increment_id"]) ?? id,
      status: firstText(body["status"], body["state"]),
      ...statusFacts(progress),
      total,
      currency,
      ...itemFacts(items),
      tracking: { number: textOf(track["track_number"]), url: null, company: firstText(track["title"], track["carrier_code"]) },
      url: base && `${base}/sales/order/view/order_id/${id}/`,
      note: textOf(body["customer_note"]),
      created_at: textOf(body["created_at"]),
      customer: customerFacts(person, textOf(body["customer_id"])),
    },
    extra: simpleFields(body),
    payment: {
      status: progress.paid ? "paid" : state,
      amount: total,
      currency,
      method: firstText(objectOf(body["payment"])["method"]),
    },
    cartKeys: [body["quote_id"]].flatMap((key) => textOf(key) ?? []),
    person,
  };
}

function cart(id: string, body: JsonObject): ShopNotice {
  const currencies = objectOf(body["currency"]);
  const currency = firstText(currencies["quote_currency_code"], currencies["store_currency_code"]);
  const items = itemsOf(body, currency);
  const person = personIn(body);
  const sum = listOf(body["items"]).reduce((total, item) => total + Number(item["price"] ?? 0) * quantityOf(item["qty"]), 0);
  const base = textOf(body["shop_url"]);
  return {
    kind: "cart",
    id,
    keys: [id],
    changedAt: instantOf(body["updated_at"]),
    closed: !isOn(body["is_active"] ?? true) || items.length === 0,
    facts: {
      id,
      total: roundedMoney(body["grand_total"] ?? sum, currency),
      currency,
      ...itemFacts(items),
      url: base && `${base}/checkout/cart/`,
      customer: customerFacts(person, firstText(objectOf(body["customer"])["id"])),
    },
    extra: simpleFields(body),
    person,
  };
}
