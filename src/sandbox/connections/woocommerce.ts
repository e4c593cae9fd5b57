/** A fake WooCommerce shop: signed webhooks, and orders and webhooks of its REST API v3. */
import type { JsonObject } from "../../domain/json.ts";
import { instantOf } from "../../domain/shop/read.ts";
import { defineSandboxConnection } from "../connection.ts";
import { type FakeShop, signBase64, upsert } from "../fake-shop.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";

const URL_OF_SHOP = "https://woo.example.com";
const SECRETS = { consumerKey: "ck_sandbox", consumerSecret: "cs_sandbox" };
const TOPICS = /^((coupon|customer|order|product)\.(created|updated|deleted|restored)|action\.\w+)$/;

export const connection = defineSandboxConnection<FakeShop>({
  kind: "woocommerce",
  create({ outside, now }, options) {
    const url = String(options["url"] ?? URL_OF_SHOP);
    const orders: JsonObject[] = [];
    const webhooks: JsonObject[] = [];
    let count = 0;

    function subscribe({ topic, delivery_url, name }: JsonObject): OutsideAnswer {
      if (!TOPICS.test(String(topic)))
        return {
          status: 400,
          body: { code: "woocommerce_rest_webhook_invalid_topic", message: "Webhook topic must be valid.", data: { status: 400 } },
        };
      const made = { id: ++count, name: name ?? "", status: "active", topic: topic ?? null, delivery_url: delivery_url ?? null };
      webhooks.push(made);
      return { status: 201, body: made };
    }

    function change(id: string, { status }: JsonObject): OutsideAnswer {
      const found = webhooks.find((webhook) => String(webhook["id"]) === id);
      if (!found)
        return { status: 404, body: { code: "woocommerce_rest_shop_webhook_invalid_id", message: "Invalid ID.", data: { status: 404 } } };
      if (status !== undefined) found["status"] = status;
      return { status: 200, body: found };
    }

    function list(query: URLSearchParams): OutsideAnswer {
      const from = instantOf(query.get("modified_after") ?? "") ?? 0;
      const [size, page] = [Number(query.get("per_page") ?? 10), Number(query.get("page") ?? 1)];
      const found = orders.filter((order) => (instantOf(order["date_modified_gmt"]) ?? 0) >= from);
      return { status: 200, body: found.slice((page - 1) * size, page * size) };
    }

    function answer(call: OutsideCall): OutsideAnswer {
      const basic = `Basic ${Buffer.from(`${SECRETS.consumerKey}:${SECRETS.consumerSecret}`).toString("base64")}`;
      if (call.headers["authorization"] !== basic)
        return {
          status: 401,
          body: { code: "woocommerce_rest_cannot_view", message: "Sorry, you cannot list resources.", data: { status: 401 } },
        };
      const { pathname, searchParams } = new URL(call.url);
      const path = pathname.replace("/wp-json/wc/v3", "");
      if (path === "/orders") return list(searchParams);
      if (path === "/webhooks") return call.method === "POST" ? subscribe(call.body as JsonObject) : { status: 200, body: webhooks };
      const id = /^\/webhooks\/(\d+)$/.exec(path)?.[1];
      if (id !== undefined && call.method === "PUT") return change(id, call.body as JsonObject);
      return { status: 404, body: { code: "rest_no_route", message: "No route was found matching the URL and request method." } };
    }

    outside.serve(url, answer);
    return {
      settings: { url },
      secrets: SECRETS,
      put(topic, body) {
        const stamp = new Date(now()).toISOString().slice(0, 19);
        if (topic.startsWith("order."))
          upsert(orders, { date_created_gmt: stamp, ...body, date_modified_gmt: body["date_modified_gmt"] ?? stamp });
      },
      webhook(topic, raw, { id, secret }) {
        const [resource = "", event = ""] = topic.split(".");
        return {
          raw,
          headers: {
            "content-type": "application/json",
            "x-wc-webhook-source": `${url}/`,
            "x-wc-webhook-topic": topic,
            "x-wc-webhook-resource": resource,
            "x-wc-webhook-event": event,
            "x-wc-webhook-signature": signBase64(raw, secret ?? SECRETS.consumerSecret),
            "x-wc-webhook-id": "1",
            "x-wc-webhook-delivery-id": id ?? `delivery-${++count}`,
          },
        };
      },
    };
  },
});
