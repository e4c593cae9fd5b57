/** PrestaShop's resources, each with the parts of others that our polling has put beside it. */
import type { Json, JsonObject } from "../../domain/json.ts";
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
  plainText,
  quantityOf,
  roundedMoney,
  simpleFields,
  statusFacts,
  textOf,
} from "../../domain/shop/read.ts";

export function readPrestaShopNotice({ topic, body }: RawNotice): ShopNotice[] {
  const id = textOf(body["id"]);
  if (id === null) return [];
  switch (topic) {
    case "order.created":
    case "order.updated":
      return [order(id, topic === "order.created", body)];
    case "cart":
      return [cart(id, body)];
    case "customer":
      return [{ kind: "customer", id, facts: customerFacts(personIn(body), id), person: personIn(body) }];
    default:
      return [];
  }
}

function personIn(body: JsonObject): ShopPerson {
  const customer = objectOf(body["customer"]);
  return personOf([...listOf(body["addresses"]), customer], textOf(body["language"]));
}

/** Texts come once per language of the shop, or plain where it has one: the first will do. */
function translated(value: Json | undefined): string | null {
  if (Array.isArray(value)) return textOf(objectOf(value[0])["value"]);
  return textOf(value);
}

/** The e-mail that a state sends says what it means in every shop; the numbers are those of a fresh installation. */
function progressOf(state: JsonObject): OrderProgress {
  const id = textOf(state["id"]);
  const template = translated(state["template"]) ?? "";
  return {
    paid: isOn(state["paid"]) || template === "payment",
    failed: template === "payment_error" || (template === "" && id === "8"),
    cancelled: template === "order_canceled" || (template === "" && id === "6"),
    refunded: template === "refund" || (template === "" && id === "7"),
    shipments: isOn(state["shipped"]) || template === "shipped" ? ["all"] : [],
  };
}

function order(id: string, created: boolean, body: JsonObject): OrderNotice {
  const state = objectOf(body["state"]);
  const progress = progressOf(state);
  const person = personIn(body);
  const status = translated(state["name"]);
  const currency = textOf(body["currency"]);
  const items = listOf(objectOf(body["associations"])["order_rows"]).map((row) => ({
    id: textOf(row["id"]),
    product_id: textOf(row["product_id"]),
    sku: textOf(row["product_reference"]),
    name: plainText(textOf(row["product_name"]) ?? ""),
    quantity: quantityOf(row["product_quantity"]),
    price: roundedMoney(row["unit_price_tax_incl"] ?? row["product_price"], currency),
    total: roundedMoney(Number(textOf(row["unit_price_tax_incl"]) ?? 0) * quantityOf(row["product_quantity"]), currency),
  }));
  const carrier = objectOf(body["carrier"]);
  const number = textOf(body["tracking_number"]);
  const total = roundedMoney(body["total_paid"], currency);
  const base = textOf(body["shop_url"]);
  // All in the shop's own zone: good for comparing with each other, which is all they are for.
  const since = instantOf(body["state_since"]);
  return {
    kind: "order",
    id,
    changedAt: instantOf(body["date_upd"]),
    created,
    progress,
    times: { paidAt: since, cancelledAt: since, shippedAt: since },
    unpaid: false,
    facts: {
      id,
      number: firstText(body["reference"]) ?? id,
      status,
      ...statusFacts(progress),
      total,
      currency,
      ...itemFacts(items),
      tracking: {
        number,
        url: number === null ? null : (textOf(carrier["url"])?.replace("@", encodeURIComponent(number)) ?? null),
        company: textOf(carrier["name"]),
      },
      url: base && `${base}/index.php?controller=order-detail&id_order=${encodeURIComponent(id)}`,
      note: null,
      created_at: textOf(body["date_add"]),
      customer: customerFacts(person, textOf(body["id_customer"])),
    },
    extra: simpleFields(body),
    payment: { status, amount: total, currency, method: firstText(body["payment"], body["module"]) },
    cartKeys: [textOf(body["id_cart"])].flatMap((key) => (key === null || key === "0" ? [] : key)),
    person,
  };
}

function cart(id: string, body: JsonObject): ShopNotice {
  const currency = textOf(body["currency"]);
  const items = listOf(body["rows"]).map((row) => {
    const product = objectOf(row["product"]);
    const price = roundedMoney(product["final_price"] ?? product["price"], currency);
    const quantity = quantityOf(row["quantity"]);
    return {
      id: textOf(row["id_product"]),
      product_id: textOf(row["id_product"]),
      sku: textOf(product["reference"]),
      name: plainText(translated(product["name"]) ?? ""),
      quantity,
      price,
      total: price === null ? null : roundedMoney(Number(price) * quantity, currency),
    };
  });
  const person = personIn(body);
  const base = textOf(body["shop_url"]);
  return {
    kind: "cart",
    id,
    keys: [id],
    changedAt: instantOf(body["date_upd"]),
    closed: items.length === 0,
    facts: {
      id,
      total: roundedMoney(
        items.reduce((sum, { total }) => sum + Number(total ?? 0), 0),
        currency,
      ),
      currency,
      ...itemFacts(items),
      url: base && `${base}/index.php?controller=cart&action=show`,
      customer: customerFacts(person, textOf(body["id_customer"])),
    },
    extra: {},
    person,
  };
}
