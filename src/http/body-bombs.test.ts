import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

/** Bodies that are small to send and dear to read: each is refused, none is an error of ours, and the product goes on. */
const NESTED = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
const OBJECTS = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
const KEYS = JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, 1])));
const NUMBER = `{"phone":${"9".repeat(500_000)}}`;

let app: TestApp;
let owner: TestClient;
let hook: string;
let secret: string;
let key: string;
beforeAll(async () => {
  app = await createTestApp();
  ({ client: owner } = await setUpOwner(app));
  ({ key } = await owner.apiKeys.create({ name: "Bomber", scopes: ["contacts:write"] }));
  const triggers = [{ id: "t1", type: "integration", config: { platform: "api", mapping: { phone: "a.a.a.phone" } }, next: "s1" }];
  const draft = { name: "In", triggers, steps: [{ id: "s1", type: "mark_unread", config: {}, exits: {} }] };
  const { id } = await owner.automations.create({ draft });
  await owner.automations.publish({ id });
  const [found] = (await owner.hooks.list({})).items;
  hook = new URL(found?.url ?? "").pathname;
  ({ secret } = await owner.hooks.secret({ id: found?.id ?? "" }));
});
afterAll(() => app.close());

const BOMBS = { NESTED, OBJECTS, KEYS, NUMBER, FORM: `a${"[a]".repeat(100_000)}=1`, MANY: "a=1&".repeat(200_000) };

it.each(Object.entries(BOMBS))("a hook refuses %s", async (name, payload) => {
  const type = name === "FORM" || name === "MANY" ? "application/x-www-form-urlencoded" : "application/json";
  const headers = { "content-type": type, authorization: `Bearer ${secret}` };
  for (const url of [hook, `${hook}/bulk`]) {
    const { statusCode } = await app.server.inject({ method: "POST", url, headers, payload });
    expect(statusCode, url).toBeGreaterThanOrEqual(400);
    expect(statusCode, url).toBeLessThan(500);
  }
});

it.each(Object.entries(BOMBS))("the API refuses %s, with a key and without", async (_name, payload) => {
  const answers = [
    await app.server.inject({ method: "POST", url: "/api/v1/contacts", headers: { "content-type": "application/json" }, payload }),
    await app.server.inject({
      ...{ method: "POST", url: "/api/v1/contacts", payload },
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    }),
    await app.server.inject({ method: "POST", url: "/api/auth/sign-in/email", headers: { "content-type": "application/json" }, payload }),
  ];
  for (const { statusCode } of answers) {
    expect(statusCode).toBeGreaterThanOrEqual(400);
    expect(statusCode).toBeLessThan(500);
  }
});

it.each(Object.entries(BOMBS))("WhatsApp's webhook refuses an unsigned %s, and the server answers on", async (_name, payload) => {
  const signature = `sha256=${createHmac("sha256", "guessed").update(payload).digest("hex")}`;
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  const { statusCode } = await app.server.inject({ method: "POST", url: "/webhooks/whatsapp", headers, payload });
  expect(statusCode).toBeGreaterThanOrEqual(400);
  expect(statusCode).toBeLessThan(500);
  expect((await app.server.inject({ url: "/healthz" })).statusCode).toBe(200);
});
