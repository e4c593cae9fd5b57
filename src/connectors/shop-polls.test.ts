/** A poll that finds more than it reads at once loses nothing: the next one goes on where it stopped. */
import { expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import type { OutgoingRequest } from "../domain/outgoing-http.ts";
import type { Shop, ShopPoll } from "../domain/shop/call-shop.ts";
import { pollMagento } from "./magento/api.ts";
import { pollShopify } from "./shopify/api.ts";
import { pollWoo } from "./woocommerce/api.ts";

const MANY = 1_230;
const ids = Array.from({ length: MANY }, (_, index) => index + 1);
const NOW = Date.UTC(2026, 2, 2, 9);
const SINCE = new Date(NOW - 3_600_000).toISOString();

function shopOf(answer: (url: URL) => unknown): Shop {
  const send = async ({ url }: OutgoingRequest) => ({
    ok: true as const,
    status: 200,
    headers: {},
    body: JSON.stringify(answer(new URL(url))),
  });
  const settings = { shop: "s.example.com", url: "https://s.example.com" };
  return { http: { send }, connection: { workspaceId: "w", id: "c", name: "S", kind: "s", settings, secrets: {} }, now: NOW };
}

async function pollAll(shop: Shop, poll: (shop: Shop, cursor: JsonObject | null) => Promise<ShopPoll>, first: JsonObject) {
  const found: string[] = [];
  let cursor = first;
  for (let round = 0; round < 40; round++) {
    const { notices, cursor: next, more } = await poll({ ...shop, now: NOW + round * 1000 }, cursor);
    found.push(...notices.map(({ body }) => String(body["id"] ?? body["entity_id"])));
    cursor = next;
    if (!more) return { found, cursor };
  }
  throw new Error("it never ends");
}

const OVERLAP = 600_000;

it("Shopify's, by id", async () => {
  const shop = shopOf(({ pathname, searchParams }) => {
    if (pathname.endsWith("/checkouts.json")) return { checkouts: [] };
    const after = Number(searchParams.get("since_id"));
    expect(searchParams.get("updated_at_min")).toBe(SINCE);
    return {
      orders: ids
        .filter((id) => id > after)
        .slice(0, 50)
        .map((id) => ({ id, created_at: SINCE })),
    };
  });
  const { found, cursor } = await pollAll(shop, pollShopify, { since: SINCE, from: SINCE });
  expect(found).toEqual(ids.map(String));
  // What changed while it read is asked for by the next one.
  expect(cursor).toEqual({ since: SINCE, from: new Date(NOW - OVERLAP).toISOString() });
});

it("WooCommerce's, by page", async () => {
  const shop = shopOf(({ searchParams }) => {
    const page = Number(searchParams.get("page"));
    expect(searchParams.get("modified_after")).toBe(SINCE.slice(0, 19));
    return ids.slice((page - 1) * 50, page * 50).map((id) => ({ id, date_created_gmt: SINCE.slice(0, 19) }));
  });
  const { found, cursor } = await pollAll(shop, pollWoo, { since: SINCE, from: SINCE });
  expect(found).toEqual(ids.map(String));
  expect(cursor).toEqual({ since: SINCE, from: new Date(NOW - OVERLAP).toISOString() });
});

it("Magento's, also where somebody changed many orders in one second", async () => {
  const stamp = SINCE.slice(0, 19).replace("T", " ");
  const rows = ids.slice(0, 120).map((id) => ({ entity_id: id, created_at: stamp, updated_at: stamp }));
  const shop = shopOf(({ pathname, searchParams }) => {
    if (!pathname.endsWith("/orders")) return { items: [], total_count: 0 };
    const from = searchParams.get("searchCriteria[filter_groups][0][filters][0][value]") ?? "";
    const page = Math.min(Number(searchParams.get("searchCriteria[currentPage]") ?? 1), 3);
    const due = rows.filter(({ updated_at }) => updated_at >= from);
    return { items: due.slice((page - 1) * 50, page * 50), total_count: due.length };
  });
  const { found } = await pollAll(shop, pollMagento, { since: stamp, orders: stamp, carts: stamp, customers: stamp });
  expect(new Set(found).size).toBe(120);
});
