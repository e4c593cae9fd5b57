/**
 * Shopify's Admin REST API: shopify.dev/docs/api/admin-rest. Webhooks made through it are deleted after eight failed
 * deliveries, so they are looked at again every day, and what they may have missed is asked for by `updated_at_min`.
 */
import { type ConnectionHealth, textOf } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { addressOf, callShop, healthOf, mustFit, type Shop, ShopError, type ShopPoll } from "../../domain/shop/call-shop.ts";
import type { RawNotice } from "../../domain/shop/notice.ts";
import { instantOf, listOf, objectOf, textOf as textIn } from "../../domain/shop/read.ts";

/** Shopify answers for a version for a year, then as the oldest one it still knows. */
const VERSION = "2025-10";
export const SHOPIFY_TOPICS = [
  "orders/create",
  "orders/updated",
  "orders/paid",
  "orders/cancelled",
  "orders/fulfilled",
  "orders/partially_fulfilled",
  "orders/delete",
  "order_transactions/create",
  "checkouts/create",
  "checkouts/update",
  "checkouts/delete",
  "customers/create",
  "app/uninstalled",
];
const PAGE = 50;
/** Pages of one resource and poll; the next one goes on behind them. */
const MAX_PAGES = 20;

function call(shop: Shop, path: string, post?: JsonObject): Promise<Json> {
  const { settings, secrets } = shop.connection;
  return callShop(shop, {
    ...(post && { method: "POST", body: post }),
    url: `${addressOf(textOf(settings, "shop"))}/admin/api/${VERSION}${path}`,
    headers: { "x-shopify-access-token": textOf(secrets, "accessToken") },
    system: "Shopify",
  });
}

/** Reads the shop, and sees to it that Shopify tells us of everything. */
export async function checkShopify(shop: Shop, webhookUrl: string): Promise<ConnectionHealth> {
  return await healthOf(async () => {
    mustFit(textIn(objectOf(objectOf(await call(shop, "/shop.json"))["shop"])["id"]) !== null, "Shopify");
    const { webhooks } = objectOf(await call(shop, "/webhooks.json?limit=250"));
    mustFit(Array.isArray(webhooks), "Shopify");
    const existing = listOf(webhooks);
    const known = new Set(existing.filter(({ address }) => address === webhookUrl).map(({ topic }) => topic));
    for (const topic of SHOPIFY_TOPICS) {
      if (!known.has(topic)) await subscribe(shop, topic, webhookUrl);
    }
  });
}

async function subscribe(shop: Shop, topic: string, address: string): Promise<void> {
  try {
    const made = objectOf(await call(shop, "/webhooks.json", { webhook: { topic, address, format: "json" } }));
    mustFit(textIn(objectOf(made["webhook"])["id"]) !== null, "Shopify");
  } catch (error) {
    if (!(error instanceof ShopError) || error.result.kind === "retry") throw error;
    const { errors } = objectOf(error.result.body);
    const why = errors === undefined ? error.message : JSON.stringify(errors);
    throw new ShopError({ ...error.result, code: "webhook_refused", detail: `Shopify refuses the webhook ${topic}: ${why}`.slice(0, 400) });
  }
}

/** Shopify's index of changes lags behind a little; what is read twice does nothing the second time. */
const OVERLAP_MS = 10 * 60_000;

/**
 * What changed since the cursor. The first time nothing: what was before the connection is nobody's news. A poll that finds more than it
 * reads at once leaves in the cursor how far it came (`checkouts`, `orders`) and from when the next whole one has to ask (`until`).
 */
export async function pollShopify(shop: Shop, cursor: JsonObject | null): Promise<ShopPoll> {
  const next = new Date(shop.now - OVERLAP_MS).toISOString();
  const since = instantOf(cursor?.["since"]) ?? shop.now;
  const base = { since: new Date(since).toISOString() };
  if (cursor === null) return { notices: [], cursor: { ...base, from: next }, more: false };
  const from = String(cursor["from"] ?? next);
  const until = textIn(cursor["until"]);
  const filter = `updated_at_min=${encodeURIComponent(from)}`;
  const start = (resource: string) => (until === null ? "0" : textIn(cursor[resource]));
  const checkouts = await changed(shop, "checkouts", filter, start("checkouts")).catch(withoutAccess);
  const orders = await changed(shop, "orders", `status=any&${filter}`, start("orders"));
  const notices: RawNotice[] = [
    ...checkouts.found.map((body) => ({ topic: "checkouts/update", body })),
    // One that was placed since we are connected and that nobody told us of was missed altogether.
    ...orders.found.map((body) => ({ topic: (instantOf(body["created_at"]) ?? 0) >= since ? "orders/create" : "orders/updated", body })),
  ];
  const more = checkouts.after !== null || orders.after !== null;
  const rest = { from, until: until ?? next, checkouts: checkouts.after, orders: orders.after };
  return { notices, cursor: { ...base, ...(more ? rest : { from: rest.until }) }, more };
}

interface Changed {
  found: JsonObject[];
  /** The id behind which there may be more. */
  after: string | null;
}

/** An app that may not read checkouts still hears of orders. */
function withoutAccess(error: unknown): Changed {
  if (error instanceof ShopError && ["forbidden", "http_404"].includes(error.result.code)) return { found: [], after: null };
  throw error;
}

async function changed(shop: Shop, resource: "orders" | "checkouts", filter: string, start: string | null): Promise<Changed> {
  const found: JsonObject[] = [];
  let after = start;
  for (let page = 0; page < MAX_PAGES && after !== null; page++) {
    // since_id sorts by id and pages without the Link header.
    const answer = objectOf(await call(shop, `/${resource}.json?limit=${PAGE}&since_id=${after}&${filter}`));
    // Taken for "nothing changed", another answer would move the cursor past what did.
    mustFit(Array.isArray(answer[resource]), "Shopify");
    const rows = listOf(answer[resource]);
    found.push(...rows);
    after = rows.length < PAGE ? null : textIn(rows.at(-1)?.["id"]);
  }
  return { found, after };
}
