/** WooCommerce's REST API v3: woocommerce.github.io/woocommerce-rest-api-docs. Consumer key and secret over HTTPS. */
import { type ConnectionHealth, textOf } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { addressOf, callShop, healthOf, mustFit, type Shop, type ShopPoll } from "../../domain/shop/call-shop.ts";
import { instantOf, listOf, objectOf, textOf as textIn } from "../../domain/shop/read.ts";

export const WOO_TOPICS = ["order.created", "order.updated", "order.deleted", "customer.created"];
const PAGE = 50;
/** Pages of one poll; the next one goes on behind them. */
const MAX_PAGES = 20;
/** Late saves and clocks that differ; what is read twice does nothing the second time. */
const OVERLAP_MS = 10 * 60_000;

/** Signs the webhooks: the one of the form, else the consumer secret, which the shop knows too. */
export function wooSecret({ secrets }: Shop["connection"]): string {
  return textOf(secrets, "webhookSecret") || textOf(secrets, "consumerSecret");
}

function call(shop: Shop, path: string, send?: { method: "POST" | "PUT"; body: JsonObject }): Promise<Json> {
  const { settings, secrets } = shop.connection;
  const pair = `${textOf(secrets, "consumerKey")}:${textOf(secrets, "consumerSecret")}`;
  return callShop(shop, {
    ...send,
    url: `${addressOf(textOf(settings, "url"))}/wp-json/wc/v3${path}`,
    headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` },
    system: "WooCommerce",
  });
}

/** Reads the webhooks, makes those that are missing and wakes those that the shop has disabled after five failures. */
export async function checkWoo(shop: Shop, webhookUrl: string): Promise<ConnectionHealth> {
  return await healthOf(async () => {
    mustFit(Array.isArray(await call(shop, "/orders?per_page=1")), "WooCommerce");
    const webhooks = await call(shop, "/webhooks?per_page=100");
    mustFit(Array.isArray(webhooks) && listOf(webhooks).every(({ delivery_url }) => typeof delivery_url === "string"), "WooCommerce");
    const existing = listOf(webhooks);
    for (const topic of WOO_TOPICS) {
      const known = existing.find((webhook) => webhook["delivery_url"] === webhookUrl && webhook["topic"] === topic);
      const secret = wooSecret(shop.connection);
      if (known?.["status"] === "active") continue;
      const saved = known
        ? await call(shop, `/webhooks/${textIn(known["id"])}`, { method: "PUT", body: { status: "active", secret } })
        : await call(shop, "/webhooks", { method: "POST", body: { name: `Parola: ${topic}`, topic, delivery_url: webhookUrl, secret } });
      mustFit(textIn(objectOf(saved)["id"]) !== null, "WooCommerce");
    }
  });
}

/**
 * What changed since the cursor: for webhooks that the shop could not deliver. The first time nothing. A poll that finds more than it reads at
 * once leaves in the cursor which `page` comes next, and from when the next whole one has to ask (`until`).
 */
export async function pollWoo(shop: Shop, cursor: JsonObject | null): Promise<ShopPoll> {
  const next = new Date(shop.now - OVERLAP_MS).toISOString();
  const since = instantOf(cursor?.["since"]) ?? shop.now;
  const base = { since: new Date(since).toISOString() };
  if (cursor === null) return { notices: [], cursor: { ...base, from: next }, more: false };
  const from = String(cursor["from"] ?? next);
  const until = textIn(cursor["until"]) ?? next;
  const first = Number(cursor["page"] ?? 1);
  const orders: JsonObject[] = [];
  let more = true;
  let page = first;
  for (; more && page < first + MAX_PAGES; page++) {
    const query = `per_page=${PAGE}&page=${page}&modified_after=${encodeURIComponent(from.slice(0, 19))}&dates_are_gmt=true&orderby=id&order=asc`;
    const answer = await call(shop, `/orders?${query}`);
    // Taken for "nothing changed", another answer would move the cursor past what did.
    mustFit(Array.isArray(answer), "WooCommerce");
    const rows = listOf(answer);
    orders.push(...rows);
    more = rows.length === PAGE;
  }
  const notices = orders.map((body) => ({
    topic: (instantOf(body["date_created_gmt"]) ?? 0) >= since ? "order.created" : "order.updated",
    body,
  }));
  return { notices, cursor: { ...base, ...(more ? { from, until, page } : { from: until }) }, more };
}
