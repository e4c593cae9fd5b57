/**
 * Magento Open Source and Adobe Commerce: developer.adobe.com/commerce/webapi/rest. The open edition has no webhooks, so orders,
 * carts and customers are asked for by `updated_at`; times are in UTC.
 */
import { type ConnectionHealth, textOf } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { addressOf, callShop, healthOf, mustFit, type Shop, ShopError, type ShopPoll } from "../../domain/shop/call-shop.ts";
import type { RawNotice } from "../../domain/shop/notice.ts";
import { listOf, objectOf, textOf as textIn } from "../../domain/shop/read.ts";

const PAGE = 50;
/** Pages of one second, and of the parcels of one page of orders. */
const MAX_PAGES = 20;

function call(shop: Shop, path: string): Promise<Json> {
  return callShop(shop, {
    url: `${addressOf(textOf(shop.connection.settings, "url"))}/rest/V1${path}`,
    headers: { authorization: `Bearer ${textOf(shop.connection.secrets, "accessToken")}` },
    system: "Magento",
  });
}

interface Filter {
  field: string;
  condition: "gteq" | "in" | "eq";
  value: string;
}

/** `searchCriteria`: groups are joined by AND. */
function criteria(filters: Filter[], sort: string, page: number): string {
  const parts = filters.flatMap(({ field, condition, value }, group) => {
    const key = `searchCriteria[filter_groups][${group}][filters][0]`;
    return [
      [`${key}[field]`, field],
      [`${key}[condition_type]`, condition],
      [`${key}[value]`, value],
    ];
  });
  const rest = [
    ["searchCriteria[sortOrders][0][field]", sort],
    ["searchCriteria[sortOrders][0][direction]", "ASC"],
    ["searchCriteria[pageSize]", String(PAGE)],
    ["searchCriteria[currentPage]", String(page)],
  ];
  return new URLSearchParams([...parts, ...rest] as [string, string][]).toString();
}

export async function checkMagento(shop: Shop): Promise<ConnectionHealth> {
  return await healthOf(async () => {
    const answer = objectOf(await call(shop, `/orders?searchCriteria[pageSize]=1`));
    mustFit("items" in answer && typeof answer["total_count"] === "number", "Magento");
  });
}

/** `2026-03-02 10:00:00`, as Magento writes and compares times. */
function stamp(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace("T", " ");
}

export async function pollMagento(shop: Shop, cursor: JsonObject | null): Promise<ShopPoll> {
  const now = stamp(shop.now);
  const since = textIn(cursor?.["since"]) ?? now;
  const position = (name: string) => textIn(cursor?.[name]) ?? since;
  const orders = await changed(shop, "/orders", [{ field: "updated_at", condition: "gteq", value: position("orders") }]);
  const carts = await optional(() =>
    changed(shop, "/carts/search", [
      { field: "updated_at", condition: "gteq", value: position("carts") },
      { field: "is_active", condition: "eq", value: "1" },
    ]),
  );
  const customers = await optional(() =>
    changed(shop, "/customers/search", [{ field: "created_at", condition: "gteq", value: position("customers") }], "created_at"),
  );
  const shipments = await shipmentsOf(shop, orders);
  const base = addressOf(textOf(shop.connection.settings, "url"));
  const notices: RawNotice[] = [
    ...carts.map((body) => ({ topic: "cart", body: { ...body, shop_url: base } })),
    ...customers.map((body) => ({ topic: "customer", body })),
    ...orders.map((body) => ({
      topic: String(body["created_at"]) >= since ? "order.created" : "order.updated",
      body: {
        ...body,
        shop_url: base,
        shipments: shipments.filter((shipment) => textIn(shipment["order_id"]) === textIn(body["entity_id"])),
      },
    })),
  ];
  return {
    notices,
    cursor: {
      ...cursor,
      since,
      orders: lastStamp(orders, "updated_at", position("orders")),
      carts: lastStamp(carts, "updated_at", position("carts")),
      customers: lastStamp(customers, "created_at", position("customers")),
    },
    more: [orders, carts, customers].some((rows) => rows.length >= PAGE),
  };
}

/**
 * The next rows from the instant that the filter names, a page of them. Where a whole page is of that one instant (orders that somebody
 * changed all together) what follows it is read too: the next poll would begin with the same page again. Without an instant, all.
 */
async function changed(shop: Shop, path: string, filters: Filter[], sort = "updated_at"): Promise<JsonObject[]> {
  const from = filters.find(({ condition }) => condition === "gteq")?.value;
  const found: JsonObject[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const answer = objectOf(await call(shop, `${path}?${criteria(filters, sort, page)}`));
    mustFit("items" in answer, "Magento");
    const rows = listOf(answer["items"]);
    found.push(...rows);
    const last = textIn(rows.at(-1)?.[sort]);
    // Asked for a page beyond the last Magento answers with the last once more.
    if (page * PAGE >= Number(answer["total_count"] ?? 0) || (from !== undefined && last !== from)) break;
  }
  return found;
}

/** An integration need not be let at carts and customers. */
async function optional(read: () => Promise<JsonObject[]>): Promise<JsonObject[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ShopError && error.result.code === "forbidden") return [];
    throw error;
  }
}

/** Tracking numbers are not in the order. */
async function shipmentsOf(shop: Shop, orders: JsonObject[]): Promise<JsonObject[]> {
  const shipped = orders.filter((order) => listOf(order["items"]).some((item) => Number(item["qty_shipped"] ?? 0) > 0));
  if (shipped.length === 0) return [];
  const ids = shipped.flatMap((order) => textIn(order["entity_id"]) ?? []).join(",");
  return await optional(() => changed(shop, "/shipments", [{ field: "order_id", condition: "in", value: ids }], "entity_id"));
}

/** Where rows of one second fill even all the pages the next begins one second later: no shop changes a thousand orders in a second. */
function lastStamp(rows: JsonObject[], field: string, before: string): string {
  const last = textIn(rows.at(-1)?.[field]);
  if (last === null) return before;
  if (rows.length < PAGE || last > before) return last;
  return stamp(Date.parse(`${last.replace(" ", "T")}Z`) + 1000);
}
