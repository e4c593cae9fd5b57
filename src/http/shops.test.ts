import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { SHOPIFY_TOPICS } from "../connectors/shopify/api.ts";
import { WOO_TOPICS } from "../connectors/woocommerce/api.ts";
import { connection as fakeMagento } from "../sandbox/connections/magento.ts";
import { connection as fakePrestaShop } from "../sandbox/connections/prestashop.ts";
import { connection as fakeShopify } from "../sandbox/connections/shopify.ts";
import { connection as fakeWoo } from "../sandbox/connections/woocommerce.ts";
import { type FakeOutside, type OutsideCall, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const HTTPS = "https://parola.example.com";
let app: TestApp;
let outside: FakeOutside;
let client: TestClient;

beforeAll(async () => {
  outside = await startFakeOutside(() => 0);
  const world = { now: () => 0, outside, post: async () => ({ status: 200, body: "" }) };
  for (const fake of [fakeShopify, fakeWoo, fakePrestaShop, fakeMagento]) await fake.create(world, {});
  app = await createTestApp({ http: createOutgoingHttp({ dispatcher: outside.dispatcher }) });
  ({ client } = await setUpOwner(app));
});
afterAll(async () => {
  await app.close();
  await outside.close();
});

const CREDENTIALS = {
  shopify: {
    settings: { shop: "parola-sandbox.myshopify.com" },
    secrets: { accessToken: "shpat_sandbox", clientSecret: "sandbox-shopify-secret", previousSecret: "before" },
  },
  woocommerce: { settings: { url: "https://woo.example.com/" }, secrets: { consumerKey: "ck_sandbox", consumerSecret: "cs_sandbox" } },
  prestashop: { settings: { url: "presta.example.com" }, secrets: { key: "SANDBOXPRESTASHOPKEY0000000000000" } },
  magento: { settings: { url: "https://magento.example.com" }, secrets: { accessToken: "sandbox-magento-token" } },
};
type Kind = keyof typeof CREDENTIALS;

function connect(kind: Kind, name: string, secrets: Record<string, string> = {}) {
  const { settings, secrets: own } = CREDENTIALS[kind];
  const url = "url" in settings && !settings.url.startsWith("http") ? { url: `https://${settings.url}` } : settings;
  return client.connections.create({ name, kind, settings: url, secrets: { ...own, ...secrets } });
}

/** As the check sees it where the product is reached by https. */
async function publicly<T>(work: () => Promise<T>): Promise<T> {
  const { config } = app.context;
  const before = config.publicUrl;
  config.publicUrl = HTTPS;
  try {
    return await work();
  } finally {
    config.publicUrl = before;
  }
}

describe("connecting a shop", () => {
  it.each(["prestashop", "magento"] as const)("tries the credentials of %s", async (kind) => {
    expect(await connect(kind, kind)).toMatchObject({ status: "ok", webhookUrl: null });
    const wrong = await connect(kind, `${kind} wrong`, { key: "x", accessToken: "x" });
    expect(wrong).toMatchObject({ status: "failing", statusDetail: expect.stringMatching(/^unauthorized: .+ refuses the credentials$/) });
  });

  it("makes the webhooks of Shopify once, and says why Shopify refuses them", async () => {
    const made = await connect("shopify", "Shopify");
    expect(made).toMatchObject({
      status: "failing",
      statusDetail: expect.stringContaining("webhook_refused: Shopify refuses the webhook orders/create"),
    });
    for (let i = 0; i < 2; i++) expect(await publicly(() => client.connections.check({ id: made.id }))).toMatchObject({ status: "ok" });
    const { body } = (await app.context.http.send({
      method: "GET",
      url: "https://parola-sandbox.myshopify.com/admin/api/2025-10/webhooks.json",
      headers: { "x-shopify-access-token": "shpat_sandbox" },
    })) as unknown as { body: string };
    const { webhooks } = JSON.parse(body) as { webhooks: { topic: string; address: string }[] };
    expect(webhooks.map(({ topic }) => topic).toSorted()).toEqual(SHOPIFY_TOPICS.toSorted());
    expect(new Set(webhooks.map(({ address }) => address))).toEqual(new Set([`${HTTPS}/webhooks/shopify/${made.id}`]));
  });

  it("makes the webhooks of WooCommerce, and wakes those that the shop has disabled", async () => {
    const made = await connect("woocommerce", "Woo");
    expect(made).toMatchObject({ status: "ok" });
    const call = async (method: string, path: string, send?: object) =>
      JSON.parse(
        (
          (await app.context.http.send({
            method,
            url: `https://woo.example.com/wp-json/wc/v3${path}`,
            headers: {
              authorization: `Basic ${Buffer.from("ck_sandbox:cs_sandbox").toString("base64")}`,
              "content-type": "application/json",
            },
            ...(send && { body: JSON.stringify(send) }),
          })) as unknown as { body: string }
        ).body,
      ) as { id: number; topic: string; status: string }[];
    const [first] = await call("GET", "/webhooks");
    await call("PUT", `/webhooks/${first?.id}`, { status: "disabled" });
    await client.connections.check({ id: made.id });
    const webhooks = await call("GET", "/webhooks");
    expect(webhooks.map(({ topic }) => topic)).toEqual(WOO_TOPICS);
    expect(webhooks.map(({ status }) => status)).toEqual(WOO_TOPICS.map(() => "active"));
  });

  it("says so where the address is no shop", async () => {
    outside.serve("https://blog.example.com", (_call: OutsideCall) => ({ status: 200, raw: "<html>" }));
    const made = await client.connections.create({
      name: "Blog",
      kind: "magento",
      settings: { url: "https://blog.example.com" },
      secrets: { accessToken: "x" },
    });
    expect(made.statusDetail).toBe("unexpected_answer: Magento did not answer as expected: is the address right?");
  });

  it("says so where the address answers JSON and is no shop", async () => {
    outside.serve("https://api.example.com", (_call: OutsideCall) => ({ status: 200, body: {} }));
    const url = "https://api.example.com";
    const made = [
      await client.connections.create({
        name: "A",
        kind: "shopify",
        settings: { shop: "api.example.com" },
        secrets: { accessToken: "x", clientSecret: "y" },
      }),
      await client.connections.create({
        name: "B",
        kind: "woocommerce",
        settings: { url },
        secrets: { consumerKey: "x", consumerSecret: "y" },
      }),
      await client.connections.create({ name: "C", kind: "magento", settings: { url }, secrets: { accessToken: "x" } }),
    ];
    expect(made.map(({ status }) => status)).not.toContain("ok");
    for (const { statusDetail } of made) expect(statusDetail).toMatch(/^unexpected_answer: \w+ did not answer as expected/);
  });
});

describe("a shop's webhook", () => {
  const sign = (raw: string, secret: string) => createHmac("sha256", secret).update(raw).digest("base64");
  const waiting = async () =>
    (await app.context.pool.query<{ topic: string; body: { id: unknown } }>("SELECT topic, body FROM shop_notice ORDER BY seq")).rows;

  async function post(kind: string, id: string, raw: string, headers: Record<string, string>): Promise<number> {
    const answer = await app.server.inject({ method: "POST", url: `/webhooks/${kind}/${id}`, payload: raw, headers });
    return answer.statusCode;
  }

  it("is kept once, with long ids whole, when the shop has signed it, also with the secret before", async () => {
    const { items } = await client.connections.list({});
    const { id } = items.find(({ name }) => name === "Shopify") as { id: string };
    const raw = '{"id":820982911946154508,"total_price":"388.00"}';
    const headers = (secret: string, delivery: string) => ({
      "content-type": "application/json",
      "x-shopify-topic": "orders/create",
      "x-shopify-webhook-id": delivery,
      "x-shopify-hmac-sha256": sign(raw, secret),
    });
    expect(await post("shopify", id, raw, headers("sandbox-shopify-secret", "d1"))).toBe(200);
    expect(await post("shopify", id, raw, headers("sandbox-shopify-secret", "d1"))).toBe(200);
    expect(await post("shopify", id, raw, headers("before", "d2"))).toBe(200);
    const kept = await waiting();
    expect(kept.map(({ body }) => body.id)).toEqual(["820982911946154508", "820982911946154508"]);

    expect(await post("shopify", id, raw, headers("stranger", "d3"))).toBe(401);
    expect(await post("shopify", id, raw, { "content-type": "application/json", "x-shopify-topic": "orders/create" })).toBe(401);
    expect(await post("shopify", id, `${raw} `, headers("sandbox-shopify-secret", "d4"))).toBe(401);
    expect(await post("woocommerce", id, raw, headers("sandbox-shopify-secret", "d5"))).toBe(404);
    expect(await post("shopify", "0199c0de-0000-7000-8000-000000000001", raw, headers("sandbox-shopify-secret", "d6"))).toBe(404);
    expect(await post("shopify", "nonsense", raw, headers("sandbox-shopify-secret", "d7"))).toBe(404);
    expect(await waiting()).toHaveLength(2);
  });

  it("of WooCommerce begins with a greeting that is form-encoded and not signed", async () => {
    const { items } = await client.connections.list({});
    const { id } = items.find(({ name }) => name === "Woo") as { id: string };
    const before = await waiting();
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(await post("woocommerce", id, "webhook_id=142", form)).toBe(200);
    expect(await post("woocommerce", id, "webhook_id=142&x=1", form)).toBe(401);
    const raw = "[]";
    expect(
      await post("woocommerce", id, raw, {
        ...form,
        "x-wc-webhook-topic": "order.created",
        "x-wc-webhook-signature": sign(raw, "cs_sandbox"),
      }),
    ).toBe(400);
    expect(await waiting()).toEqual(before);
  });

  it("of a revoked connection is nobody's", async () => {
    const made = await connect("woocommerce", "Revoked");
    await client.connections.revoke({ id: made.id });
    const raw = "{}";
    const headers = { "x-wc-webhook-topic": "order.created", "x-wc-webhook-signature": sign(raw, "cs_sandbox") };
    expect(await post("woocommerce", made.id, raw, headers)).toBe(404);
  });
});
