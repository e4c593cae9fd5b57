/** Sample payloads of the shops' own documentation and libraries, and signatures computed elsewhere. */
import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { parseWebhookJson } from "../domain/parse-webhook-json.ts";
import type { CartNotice, OrderNotice } from "../domain/shop/notice.ts";
import { SHOP_SYSTEMS } from "../operations/shops/shop-systems.ts";
import { connection as fakeShopify } from "../sandbox/connections/shopify.ts";
import { connection as fakeWoo } from "../sandbox/connections/woocommerce.ts";
import { startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { readShopifyNotice } from "./shopify/read-notice.ts";
import { readWooNotice } from "./woocommerce/read-notice.ts";

const ROOT = new URL("../../../shared/contracts/", import.meta.url);
const present = existsSync(new URL("shops", ROOT));
if (!present) console.warn("skipped: ../shared/contracts/shops is not here");

const read = (path: string) => parseWebhookJson(readFileSync(new URL(path, ROOT), "utf8")) as JsonObject;
const shopify = (file: string, key: string) => {
  const value = read(`shops/shopify/${file}.json`)[key];
  return (Array.isArray(value) ? value[0] : value) as JsonObject;
};

describe.skipIf(!present)("Shopify's samples", () => {
  test("an order", () => {
    const [order] = readShopifyNotice({ topic: "orders/create", body: shopify("order", "order") }) as OrderNotice[];
    expect(order).toMatchObject({
      id: "450789469",
      created: true,
      // Its one parcel failed.
      progress: { paid: false, failed: false, cancelled: false, refunded: false, shipments: [] },
      cartKeys: ["68778783ad298f1c80c3bafcddeea02f", "450789469"],
      facts: {
        number: "1001",
        total: "409.94",
        currency: "USD",
        status: "authorized",
        item_count: 3,
        customer: { id: "207119551", first_name: "Bob" },
      },
      person: { phones: ["555-625-1199"], country: "US", email: "bob.norman@hostmail.com", firstName: "Bob", lastName: "Norman" },
    });
    expect(order?.facts["summary"]).toBe("1 × IPod Nano - 8gb - green, 1 × IPod Nano - 8gb - red, 1 × IPod Nano - 8gb - black");
  });

  test("a newer order knows its page and its number", () => {
    const [order] = readShopifyNotice({ topic: "orders/updated", body: shopify("orders", "orders") }) as OrderNotice[];
    expect(order?.person.phones[0]).toBe("+557734881234");
    expect(order?.facts["url"]).toMatch(/^https:\/\/apple\.myshopify\.com\//);
    expect(order?.cartKeys).toContain("bd5a8aa1ecd019dd3520ff791ee3a24c");
    expect(Object.keys(order?.extra ?? {}).filter((name) => /token|_ip/.test(name))).toEqual([]);
  });

  test("a checkout and the order that comes of it share a key", () => {
    const [cart] = readShopifyNotice({ topic: "checkouts/update", body: shopify("checkouts", "checkouts") }) as CartNotice[];
    expect(cart).toMatchObject({
      id: "2a1ace52255252df566af0faaedfbfa7",
      closed: false,
      facts: { total: "409.94", currency: "USD", item_count: 2, url: expect.stringContaining("?recovered=1") },
      person: { phones: ["555-625-1199"], firstName: "Bob" },
    });
    const [order] = readShopifyNotice({ topic: "orders/create", body: shopify("order", "order") }) as OrderNotice[];
    expect(cart?.keys.filter((key) => order?.cartKeys.includes(key))).not.toEqual([]);
  });

  test("a customer, a parcel and a refund", () => {
    expect(readShopifyNotice({ topic: "customers/create", body: shopify("customer", "customer") })).toMatchObject([
      { kind: "customer", id: "207119551", facts: { first_name: "Bob", last_name: "Norman" } },
    ]);
    expect(readShopifyNotice({ topic: "fulfillments/create", body: shopify("fulfillment", "fulfillment") })).toMatchObject([
      { kind: "shipment", orderId: "450789469", facts: { tracking: { number: "1Z2345", company: "null-company" } } },
    ]);
    expect(readShopifyNotice({ topic: "refunds/create", body: shopify("refund", "refund") })).toEqual([]);
  });
});

describe.skipIf(!present)("WooCommerce's samples", () => {
  test("an order, when it comes and when it is completed", () => {
    const [created] = readWooNotice({ topic: "order.created", body: read("shops/woocommerce/order.created.json") }) as OrderNotice[];
    expect(created).toMatchObject({
      id: "727",
      created: true,
      changedAt: Date.UTC(2017, 2, 22, 19, 28, 8),
      progress: { paid: true, shipments: [] },
      facts: { number: "727", status: "processing", total: "29.35", currency: "USD", item_count: 3, customer: { id: null } },
      payment: { method: "Direct Bank Transfer", amount: "29.35" },
      person: { phones: ["(555) 555-5555"], country: "US", email: "john.doe@example.com", firstName: "John", lastName: "Doe" },
    });
    expect(created?.facts["summary"]).toBe("2 × Woo Single #1, 1 × Ship Your Idea – Color: Black, Size: M Test");
    const [updated] = readWooNotice({ topic: "order.updated", body: read("shops/woocommerce/order.updated.json") }) as OrderNotice[];
    expect(updated).toMatchObject({ created: false, progress: { paid: true, shipments: ["all"] }, facts: { status: "completed" } });
  });

  test("a customer; products and refunds say nothing to us", () => {
    expect(readWooNotice({ topic: "customer.created", body: read("shops/woocommerce/customer.created.json") })).toMatchObject([
      { kind: "customer", id: "25", facts: { first_name: "John", email: "john.doe@example.com" }, person: { phones: ["(555) 555-5555"] } },
    ]);
    expect(readWooNotice({ topic: "product.created", body: read("shops/woocommerce/product.created.json") })).toEqual([]);
    expect(readWooNotice({ topic: "refund.created", body: read("shops/woocommerce/refund.created.json") })).toEqual([]);
  });
});

describe.skipIf(!present)("the signing vectors", () => {
  interface Vector {
    raw_body: string;
    value: string;
    header: string;
  }
  const vectors = present
    ? (read("signing/vectors.json") as unknown as Record<"shopify" | "woocommerce", Vector & Record<string, string>>)
    : null;
  const connection = { workspaceId: "w", id: "c", name: "c", kind: "", settings: {} };

  test.each(["shopify", "woocommerce"] as const)("are what the product compares with and what the fake of %s signs", async (kind) => {
    const vector = vectors?.[kind] as Vector & Record<string, string>;
    const secret = (vector["client_secret"] ?? vector["secret"]) as string;
    const webhooks = SHOP_SYSTEMS[kind].webhooks;
    expect(webhooks?.signature).toBe(vector.header.toLowerCase());
    const secrets = webhooks?.secrets({ ...connection, secrets: { clientSecret: secret, consumerSecret: "x", webhookSecret: secret } });
    expect(secrets).toContain(secret);
    expect(createHmac("sha256", secret).update(vector.raw_body).digest("base64")).toBe(vector.value);
    const outside = await startFakeOutside(() => 0);
    const fake = await (kind === "shopify" ? fakeShopify : fakeWoo).create(
      { now: () => 0, outside, post: async () => ({ status: 200, body: "" }) },
      {},
    );
    await outside.close();
    expect(fake.webhook?.("orders/create", vector.raw_body, { secret }).headers[vector.header.toLowerCase()]).toBe(vector.value);
  });
});
