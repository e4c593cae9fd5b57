/** A fake PrestaShop webservice: resources with filters, sorting and pages as documented, times in the shop's own zone. */
import { instantToZoned } from "../../domain/calendar.ts";
import { pad2 } from "../../domain/civil-date.ts";
import type { JsonObject } from "../../domain/json.ts";
import { defineSandboxConnection } from "../connection.ts";
import { type FakeShop, upsert } from "../fake-shop.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";

const URL_OF_SHOP = "https://presta.example.com";
const KEY = "SANDBOXPRESTASHOPKEY0000000000000";

/** Of a fresh installation, as far as they matter. */
const STATES = [
  { id: 1, name: "Awaiting check payment", paid: "0", shipped: "0", template: "cheque" },
  { id: 2, name: "Payment accepted", paid: "1", shipped: "0", template: "payment" },
  { id: 3, name: "Processing in progress", paid: "1", shipped: "0", template: "preparation" },
  { id: 4, name: "Shipped", paid: "1", shipped: "1", template: "shipped" },
  { id: 5, name: "Delivered", paid: "1", shipped: "1", template: "" },
  { id: 6, name: "Canceled", paid: "0", shipped: "0", template: "order_canceled" },
  { id: 7, name: "Refunded", paid: "0", shipped: "0", template: "refund" },
  { id: 8, name: "Payment error", paid: "0", shipped: "0", template: "payment_error" },
];

export const connection = defineSandboxConnection<FakeShop>({
  kind: "prestashop",
  create({ outside, now }, options) {
    const url = String(options["url"] ?? URL_OF_SHOP);
    const zone = String(options["timeZone"] ?? "Europe/Rome");
    const tables: Record<string, JsonObject[]> = {
      order_states: STATES,
      currencies: [{ id: 1, iso_code: "EUR" }],
      languages: [
        { id: 1, iso_code: "it" },
        { id: 2, iso_code: "en" },
      ],
      countries: [
        { id: 10, iso_code: "IT" },
        { id: 8, iso_code: "FR" },
      ],
      carriers: [{ id: 2, name: "Corriere", url: "https://track.example.com/@" }],
      ...Object.fromEntries(
        ["orders", "carts", "customers", "addresses", "order_carriers", "order_histories", "products"].map((name) => [name, []]),
      ),
    };

    function stamp(): string {
      const { date, hour, minute, second } = instantToZoned(now(), zone);
      return `${date} ${pad2(hour)}:${pad2(minute)}:${pad2(second)}`;
    }

    function read(name: string, query: URLSearchParams): OutsideAnswer {
      let rows = tables[name] ?? [];
      for (const [key, value] of query) {
        const field = /^filter\[(\w+)\]$/.exec(key)?.[1];
        if (field === undefined) continue;
        if (field.startsWith("date_") && query.get("date") !== "1")
          return { status: 400, body: { errors: [{ code: 41, message: "Unable to filter by this field" }] } };
        rows = rows.filter((row) => fits(String(row[field] ?? ""), value));
      }
      const [, sort, direction] = /^\[(\w+)_(ASC|DESC)\]$/.exec(query.get("sort") ?? "") ?? [];
      if (sort !== undefined)
        rows = rows.toSorted((a, b) => (direction === "DESC" ? -1 : 1) * (String(a[sort]) < String(b[sort]) ? -1 : 1));
      const [first = "0", second] = (query.get("limit") ?? "").split(",").filter((part) => part !== "");
      const [offset, size] = second === undefined ? [0, Number(first) || rows.length] : [Number(first), Number(second)];
      const page = rows.slice(offset, offset + size);
      // An empty list is not an object.
      return { status: 200, body: page.length === 0 ? [] : { [name]: page } };
    }

    function answer(call: OutsideCall): OutsideAnswer {
      if (call.headers["authorization"] !== `Basic ${Buffer.from(`${KEY}:`).toString("base64")}`)
        return { status: 401, body: { errors: [{ code: 18, message: "Invalid authentication key format" }] } };
      const { pathname, searchParams } = new URL(call.url);
      const name = /^\/api\/(\w+)$/.exec(pathname)?.[1];
      if (name === undefined || !tables[name]) return { status: 400, body: { errors: [{ code: 31, message: "Resource does not exist" }] } };
      return searchParams.get("output_format") === "JSON" ? read(name, searchParams) : { status: 200, raw: "<prestashop/>" };
    }

    outside.serve(url, answer);
    return {
      settings: { url },
      secrets: { key: KEY },
      /** The topic is the resource: `orders`, `carts`, `customers`, `addresses`, … */
      put(topic, body) {
        const rows = tables[topic];
        if (!rows) throw new Error(`PrestaShop has no resource ${topic}; there are ${Object.keys(tables).join(", ")}`);
        const known = rows.find(({ id }) => String(id) === String(body["id"]));
        const state = String(body["current_state"] ?? "");
        if (topic === "orders" && state !== "" && state !== String(known?.["current_state"] ?? ""))
          tables["order_histories"]?.push({
            id: tables["order_histories"].length + 1,
            id_order: body["id"] ?? null,
            id_order_state: state,
            date_add: stamp(),
          });
        upsert(rows, { date_add: known?.["date_add"] ?? stamp(), ...body, date_upd: body["date_upd"] ?? stamp() });
      },
    };
  },
});

/** `[1|2|3]`, `[from,to]` or the value itself. */
function fits(value: string, filter: string): boolean {
  const inner = /^\[(.*)\]$/.exec(filter)?.[1] ?? filter;
  if (inner.includes(",")) {
    const [from = "", to = ""] = inner.split(",");
    return value >= from && value <= to;
  }
  return inner.split("|").includes(value);
}
