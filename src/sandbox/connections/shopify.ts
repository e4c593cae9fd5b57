/** A fake Shopify shop: signed webhooks, and the part of the Admin REST API that the product asks. Shapes as in shopify.dev. */
import type { JsonObject } from "../../domain/json.ts";
import { instantOf } from "../../domain/shop/read.ts";
import { defineSandboxConnection } from "../connection.ts";
import { type FakeShop, signBase64, upsert } from "../fake-shop.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";

const SHOP = "parola-sandbox.myshopify.com";
const SECRETS = { accessToken: "shpat_sandbox", clientSecret: "sandbox-shopify-secret" };

export const connection = defineSandboxConnection<FakeShop>({
  kind: "shopify",
  create({ outside, now }, options) {
    const shop = String(options["shop"] ?? SHOP);
    const tables: Record<"orders" | "checkouts", JsonObject[]> = { orders: [], checkouts: [] };
    const webhooks: JsonObject[] = [];
    let count = 0;

    function subscribe({ webhook }: { webhook?: JsonObject }): OutsideAnswer {
      const { topic, address } = webhook ?? {};
      if (!String(address).startsWith("https://"))
        return { status: 422, body: { errors: { address: ["protocol http:// is not supported"] } } };
      if (!/^[a-z_]+\/[a-z_]+$/.test(String(topic))) return { status: 422, body: { errors: { topic: ["Invalid topic specified"] } } };
      if (webhooks.some((known) => known["topic"] === topic && known["address"] === address))
        return { status: 422, body: { errors: { address: ["for this topic has already been taken"] } } };
      const made = { id: ++count, topic: topic as string, address: address as string, format: "json" };
      webhooks.push(made);
      return { status: 201, body: { webhook: made } };
    }

    function list(name: "orders" | "checkouts", query: URLSearchParams): OutsideAnswer {
      const from = instantOf(query.get("updated_at_min") ?? "") ?? 0;
      const after = BigInt(query.get("since_id") ?? "0");
      const found = tables[name]
        .filter((row) => (instantOf(row["updated_at"]) ?? 0) >= from && BigInt(String(row["id"])) > after)
        .toSorted((a, b) => (BigInt(String(a["id"])) < BigInt(String(b["id"])) ? -1 : 1));
      return { status: 200, body: { [name]: found.slice(0, Number(query.get("limit") ?? 50)) } };
    }

    function answer(call: OutsideCall): OutsideAnswer {
      if (call.headers["x-shopify-access-token"] !== SECRETS.accessToken)
        return { status: 401, body: { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" } };
      const { pathname, searchParams } = new URL(call.url);
      const path = /^\/admin\/api\/\d{4}-\d{2}\/(\w+)\.json$/.exec(pathname)?.[1];
      if (path === "shop") return { status: 200, body: { shop: { id: 1, name: "Sandbox", myshopify_domain: shop } } };
      if (path === "webhooks") return call.method === "POST" ? subscribe(call.body as JsonObject) : { status: 200, body: { webhooks } };
      if (path === "orders" || path === "checkouts") return list(path, searchParams);
      return { status: 404, body: { errors: "Not Found" } };
    }

    outside.serve(`https://${shop}`, answer);
    return {
      settings: { shop },
      secrets: SECRETS,
      put(topic, body) {
        const table = topic.startsWith("checkouts/") ? "checkouts" : topic.startsWith("orders/") ? "orders" : null;
        const stamp = new Date(now()).toISOString();
        if (table && /^\d+$/.test(String(body["id"]))) upsert(tables[table], { updated_at: stamp, created_at: stamp, ...body });
      },
      webhook(topic, raw, { id, secret }) {
        return {
          raw,
          headers: {
            "content-type": "application/json",
            "x-shopify-topic": topic,
            "x-shopify-shop-domain": shop,
            "x-shopify-api-version": "2025-10",
            "x-shopify-webhook-id": id ?? `webhook-${++count}`,
            "x-shopify-event-id": `event-${count}`,
            "x-shopify-triggered-at": new Date(now()).toISOString(),
            "x-shopify-hmac-sha256": signBase64(raw, secret ?? SECRETS.clientSecret),
          },
        };
      },
    };
  },
});
