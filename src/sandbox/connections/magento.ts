/** A fake Magento: the REST searches that the product makes, with `searchCriteria` as documented; times in UTC. */
import type { JsonObject } from "../../domain/json.ts";
import { defineSandboxConnection } from "../connection.ts";
import { type FakeShop, upsert } from "../fake-shop.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";

const URL_OF_SHOP = "https://magento.example.com";
const TOKEN = "sandbox-magento-token";
const PATHS: Record<string, string> = {
  "/rest/V1/orders": "orders",
  "/rest/V1/carts/search": "carts",
  "/rest/V1/customers/search": "customers",
  "/rest/V1/shipments": "shipments",
};

export const connection = defineSandboxConnection<FakeShop>({
  kind: "magento",
  create({ outside, now }, options) {
    const url = String(options["url"] ?? URL_OF_SHOP);
    const tables: Record<string, JsonObject[]> = { orders: [], carts: [], customers: [], shipments: [] };
    const keyOf = (name: string) => (name === "orders" || name === "shipments" ? "entity_id" : "id");

    function search(name: string, query: URLSearchParams): OutsideAnswer {
      const size = Number(query.get("searchCriteria[pageSize]") ?? 0);
      if (!size)
        return {
          status: 400,
          body: { message: '"%fieldName" is required. Enter and try again.', parameters: { fieldName: "searchCriteria" } },
        };
      let rows = tables[name] ?? [];
      for (let group = 0; query.has(`searchCriteria[filter_groups][${group}][filters][0][field]`); group++) {
        const part = (what: string) => query.get(`searchCriteria[filter_groups][${group}][filters][0][${what}]`) ?? "";
        rows = rows.filter((row) => fits(String(row[part("field")] ?? ""), part("condition_type"), part("value")));
      }
      const sort = query.get("searchCriteria[sortOrders][0][field]");
      if (sort) rows = rows.toSorted((a, b) => (String(a[sort]) < String(b[sort]) ? -1 : 1));
      // Beyond the last page it answers with the last.
      const page = Math.min(Number(query.get("searchCriteria[currentPage]") ?? 1), Math.max(1, Math.ceil(rows.length / size)));
      return { status: 200, body: { items: rows.slice((page - 1) * size, page * size), total_count: rows.length } };
    }

    function answer(call: OutsideCall): OutsideAnswer {
      if (call.headers["authorization"] !== `Bearer ${TOKEN}`)
        return {
          status: 401,
          body: { message: "The consumer isn't authorized to access %resources.", parameters: { resources: "Magento_Sales::sales" } },
        };
      const { pathname, searchParams } = new URL(call.url);
      const name = PATHS[pathname];
      return name === undefined ? { status: 404, body: { message: "Request does not match any route." } } : search(name, searchParams);
    }

    outside.serve(url, answer);
    return {
      settings: { url },
      secrets: { accessToken: TOKEN },
      /** The topic is the resource: `orders`, `carts`, `customers`, `shipments`. */
      put(topic, body) {
        const rows = tables[topic];
        if (!rows) throw new Error(`Magento has no ${topic}; there are ${Object.keys(tables).join(", ")}`);
        const key = keyOf(topic);
        const known = rows.find((row) => String(row[key]) === String(body[key]));
        const stamp = new Date(now()).toISOString().slice(0, 19).replace("T", " ");
        const base: JsonObject = topic === "carts" ? { is_active: "1" } : {};
        upsert(rows, { ...base, created_at: known?.["created_at"] ?? stamp, ...body, updated_at: body["updated_at"] ?? stamp }, key);
      },
    };
  },
});

function fits(value: string, condition: string, wanted: string): boolean {
  if (condition === "gteq") return value >= wanted;
  if (condition === "in") return wanted.split(",").includes(value);
  return value === wanted;
}
