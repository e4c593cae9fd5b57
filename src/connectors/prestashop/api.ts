/**
 * PrestaShop's webservice: devdocs.prestashop-project.org/8/webservice. No webhooks, so what changed is asked for by `date_upd`.
 * Times are in the shop's own zone and name none, so the cursor is always a stamp that the shop itself has written.
 */
import { type ConnectionHealth, textOf } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import { addressOf, callShop, healthOf, mustFit, type Shop, ShopError, type ShopPoll } from "../../domain/shop/call-shop.ts";
import type { RawNotice } from "../../domain/shop/notice.ts";
import { firstText, listOf, objectOf, textOf as textIn } from "../../domain/shop/read.ts";

const PAGE = 50;
const FOREVER = "2999-12-31 23:59:59";

/** Rows of a resource. An empty answer is `[]` instead of `{resource: []}`. */
async function rows(shop: Shop, resource: string, query: Record<string, string>): Promise<JsonObject[]> {
  const { settings, secrets } = shop.connection;
  const id = textOf(settings, "shopId");
  const parameters = new URLSearchParams({ output_format: "JSON", display: "full", ...query, ...(id !== "" && { id_shop: id }) });
  const answer = await callShop(shop, {
    url: `${addressOf(textOf(settings, "url"))}/api/${resource}?${parameters.toString()}`,
    headers: { authorization: `Basic ${Buffer.from(`${textOf(secrets, "key")}:`).toString("base64")}` },
    system: "PrestaShop",
  });
  const found = objectOf(answer)[resource];
  mustFit(Array.isArray(found) || (Array.isArray(answer) && answer.length === 0), "PrestaShop");
  return listOf(found);
}

/** Where the key may not read the resource, what it would have told is missing and everything else goes on. */
async function optional(shop: Shop, resource: string, query: Record<string, string>): Promise<JsonObject[]> {
  try {
    return await rows(shop, resource, query);
  } catch (error) {
    const code = error instanceof ShopError ? error.result.code : "";
    if (code === "forbidden" || code === "unauthorized" || code === "http_405") return [];
    throw error;
  }
}

export async function checkPrestaShop(shop: Shop): Promise<ConnectionHealth> {
  return await healthOf(async () => {
    for (const resource of ["orders", "customers", "addresses"]) await rows(shop, resource, { display: "[id]", limit: "1" });
    // No shop is without states, however new it is: an empty list is the answer of something else.
    mustFit((await rows(shop, "order_states", { display: "[id]", limit: "1" })).length > 0, "PrestaShop");
  });
}

async function byIds(
  shop: Shop,
  resource: string,
  ids: (string | null)[],
  extra: Record<string, string> = {},
  field = "id",
): Promise<JsonObject[]> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== "0"))];
  return wanted.length === 0 ? [] : await optional(shop, resource, { [`filter[${field}]`]: `[${wanted.join("|")}]`, ...extra });
}

/** The latest stamp that the shop has written, to begin with. */
async function latest(shop: Shop, resource: string, field: string): Promise<string> {
  const [row] = await optional(shop, resource, { display: "full", sort: `[${field}_DESC]`, limit: "1" });
  return textIn(row?.[field]) ?? "1970-01-01 00:00:00";
}

const WATCHED = { orders: "date_upd", carts: "date_upd", customers: "date_add" } as const;
type Watched = keyof typeof WATCHED;

/**
 * Stamps are whole seconds, so the last one is asked for again, and what is read twice does nothing the second time. Of a page full of
 * one second the rest is reached by `skip`.
 */
async function changed(shop: Shop, resource: Watched, cursor: JsonObject): Promise<{ found: JsonObject[]; next: JsonObject }> {
  const field = WATCHED[resource];
  const { at, skip } = objectOf(cursor[resource]);
  const offset = Number(skip ?? 0);
  const found = await optional(shop, resource, {
    date: "1",
    [`filter[${field}]`]: `[${String(at)},${FOREVER}]`,
    sort: `[${field}_ASC]`,
    limit: `${offset},${PAGE}`,
  });
  const last = textIn(found.at(-1)?.[field]) ?? String(at);
  const stuck = found.length === PAGE && last === at;
  return { found, next: { at: last, skip: stuck ? offset + PAGE : 0 } };
}

export async function pollPrestaShop(shop: Shop, cursor: JsonObject | null): Promise<ShopPoll> {
  if (cursor === null) return { notices: [], cursor: await beginning(shop), more: false };
  const carts = await changed(shop, "carts", cursor);
  const customers = await changed(shop, "customers", cursor);
  const orders = await changed(shop, "orders", cursor);
  const since = String(cursor["since"] ?? "");
  // Visitors without a name cannot be written to.
  const named = carts.found.filter(({ id_customer }) => !["0", null].includes(textIn(id_customer)));
  const notices: RawNotice[] = [
    ...(await withCustomers(shop, named, "id_address_delivery")).map((body) => ({ topic: "cart", body })),
    ...(await withCustomers(shop, customers.found, null)).map((body) => ({ topic: "customer", body })),
    ...(await withOrderParts(shop, orders.found)).map((body) => ({
      topic: String(body["date_add"]) > since ? "order.created" : "order.updated",
      body,
    })),
  ];
  return {
    notices,
    cursor: { since, carts: carts.next, customers: customers.next, orders: orders.next },
    more: [carts, customers, orders].some(({ found }) => found.length === PAGE),
  };
}

async function beginning(shop: Shop): Promise<JsonObject> {
  const [orders, carts, customers] = [
    await latest(shop, "orders", "date_upd"),
    await latest(shop, "carts", "date_upd"),
    await latest(shop, "customers", "date_add"),
  ];
  return {
    since: [orders, carts, customers].sort().at(-1) as string,
    orders: { at: orders, skip: 0 },
    carts: { at: carts, skip: 0 },
    customers: { at: customers, skip: 0 },
  };
}

function index(found: JsonObject[], key = "id"): Map<string | null, JsonObject> {
  return new Map(found.map((row) => [textIn(row[key]), row]));
}

/** Carts and customers with who they are, where they live and what is in them. */
async function withCustomers(shop: Shop, found: JsonObject[], addressField: string | null): Promise<JsonObject[]> {
  if (found.length === 0) return [];
  const idOf = (row: JsonObject) => textIn(row[addressField === null ? "id" : "id_customer"]);
  const customers = addressField === null ? index(found) : index(await byIds(shop, "customers", found.map(idOf)));
  const addresses = await byIds(shop, "addresses", found.map(idOf), {}, "id_customer");
  const products = await byIds(
    shop,
    "products",
    found.flatMap((row) => rowsOf(row).map((item) => textIn(item["id_product"]))),
    { "price[final_price][use_tax]": "1" },
  );
  const names = index(products);
  const currencies = index(
    await byIds(
      shop,
      "currencies",
      found.map((row) => textIn(row["id_currency"])),
    ),
  );
  const languages = index(
    await byIds(
      shop,
      "languages",
      found.map((row) => textIn(row["id_lang"])),
    ),
  );
  const states = await countriesOf(shop, addresses);
  return found.map((row) => ({
    ...row,
    customer: customers.get(idOf(row)) ?? {},
    addresses: addresses.filter((address) => textIn(address["id_customer"]) === idOf(row)).map((address) => withCountry(address, states)),
    rows: rowsOf(row).map((item) => ({ ...item, product: names.get(textIn(item["id_product"])) ?? {} })),
    currency: textIn(currencies.get(textIn(row["id_currency"]))?.["iso_code"]),
    language: textIn(languages.get(textIn(row["id_lang"]))?.["iso_code"]),
    shop_url: addressOf(textOf(shop.connection.settings, "url")),
  }));
}

function rowsOf(row: JsonObject): JsonObject[] {
  return listOf(objectOf(row["associations"])["cart_rows"]);
}

async function countriesOf(shop: Shop, addresses: JsonObject[]): Promise<Map<string | null, JsonObject>> {
  return index(
    await byIds(
      shop,
      "countries",
      addresses.map(({ id_country }) => textIn(id_country)),
    ),
  );
}

function withCountry(address: JsonObject, countries: Map<string | null, JsonObject>): JsonObject {
  return { ...address, country_code: textIn(countries.get(textIn(address["id_country"]))?.["iso_code"]) };
}

/** Orders with everything that only other resources know: the state's meaning, the customer, the parcel. */
async function withOrderParts(shop: Shop, orders: JsonObject[]): Promise<JsonObject[]> {
  if (orders.length === 0) return [];
  const column = (name: string) => orders.map((order) => textIn(order[name]));
  const ids = column("id");
  const states = index(await byIds(shop, "order_states", column("current_state")));
  const customers = index(await byIds(shop, "customers", column("id_customer")));
  const addresses = await byIds(shop, "addresses", [...column("id_address_delivery"), ...column("id_address_invoice")]);
  const countries = await countriesOf(shop, addresses);
  const currencies = index(await byIds(shop, "currencies", column("id_currency")));
  const languages = index(await byIds(shop, "languages", column("id_lang")));
  const parcels = await byIds(shop, "order_carriers", ids, {}, "id_order");
  const carriers = index(await byIds(shop, "carriers", column("id_carrier")));
  const histories = await byIds(shop, "order_histories", ids, {}, "id_order");
  const address = (order: JsonObject, name: string) => {
    const found = addresses.find((row) => textIn(row["id"]) === textIn(order[name]));
    return found ? withCountry(found, countries) : {};
  };
  return orders.map((order) => {
    const mine = (row: JsonObject) => textIn(row["id_order"]) === textIn(order["id"]);
    return {
      ...order,
      state: states.get(textIn(order["current_state"])) ?? {},
      state_since: textIn(histories.filter(mine).at(-1)?.["date_add"]),
      customer: customers.get(textIn(order["id_customer"])) ?? {},
      addresses: [address(order, "id_address_delivery"), address(order, "id_address_invoice")],
      currency: textIn(currencies.get(textIn(order["id_currency"]))?.["iso_code"]),
      language: textIn(languages.get(textIn(order["id_lang"]))?.["iso_code"]),
      carrier: carriers.get(textIn(order["id_carrier"])) ?? {},
      tracking_number: firstText(parcels.filter(mine).at(-1)?.["tracking_number"], order["shipping_number"]),
      shop_url: addressOf(textOf(shop.connection.settings, "url")),
    };
  });
}
