import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { type FakeOutside, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { createEventsLoop } from "../worker/events-loop.ts";
import { createRequestsLoop } from "../worker/requests-loop.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const URL_OF_CRM = "https://crm.example.com/events";
let app: TestApp;
let outside: FakeOutside;
let client: TestClient;

beforeAll(async () => {
  outside = await startFakeOutside(() => 0);
  app = await createTestApp({ http: createOutgoingHttp({ dispatcher: outside.dispatcher }) });
  ({ client } = await setUpOwner(app));
});
afterAll(async () => {
  await app.close();
  await outside.close();
});

/** Both loops, until nothing is due. */
async function deliver() {
  const { pool, clock, secrets, http, registry, catalogs } = app.context;
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const context = { pool, clock, secrets, http, registry, catalogs, logger, random: () => 0, publicUrl: "http://parola.test" };
  for (const loop of [createEventsLoop(context), createRequestsLoop(context)]) while ((await loop.runOnce()) > 0);
}
const calls = () => outside.calls.filter(({ url }) => url === URL_OF_CRM);

describe("an event webhook", () => {
  let id: string;
  let secret: string;

  it("shows its secret when it is made, and never again", async () => {
    const made = await client.eventWebhooks.create({ url: URL_OF_CRM, types: ["contact.updated"] });
    expect(made).toMatchObject({ name: "crm.example.com", status: "active", statusDetail: null, lastDelivery: null });
    expect(made.secret).toMatch(/^whsec_/);
    ({ id, secret } = made);
    expect(JSON.stringify([await client.eventWebhooks.list({}), await client.eventWebhooks.get({ id })])).not.toContain(secret);
    expect((await client.eventWebhooks.create({ url: URL_OF_CRM, types: ["webhook.test"] })).name).toBe("crm.example.com 2");
    await expect(client.eventWebhooks.create({ name: "crm.example.com", url: URL_OF_CRM, types: ["run.failed"] })).rejects.toMatchObject({
      code: "name_taken",
    });
    await expect(client.eventWebhooks.create({ url: "ftp://crm.example.com", types: ["run.failed"] })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(client.eventWebhooks.create({ url: URL_OF_CRM, types: ["no.such" as "run.failed"] })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("is tested, and its log shows what was sent and answered", async () => {
    outside.answer(URL_OF_CRM, { status: 200, body: { thanks: true } }, 1);
    const { deliveryId } = await client.eventWebhooks.test({ id });
    await deliver();
    const [call] = calls();
    expect(new Webhook(secret).sign(deliveryId, new Date(app.clock.now()), call?.raw ?? "")).toBe(call?.headers["webhook-signature"]);
    const { items } = await client.eventWebhooks.deliveries({ id });
    expect(items).toMatchObject([
      { id: deliveryId, type: "webhook.test", state: "done", attempts: 1, dueAt: null, body: { type: "webhook.test" } },
    ]);
    expect(items[0]?.log).toMatchObject([{ result: "done", exchanges: [{ status: 200, received: '{"thanks":true}' }] }]);
    expect(await client.eventWebhooks.get({ id })).toMatchObject({ lastDelivery: { ok: true } });
  });

  it("is told what happens, and again on a replay, byte for byte", async () => {
    outside.answer(URL_OF_CRM, { status: 200 }, 2);
    await client.contacts.upsert({ phone: "+393330000009", firstName: "Nina" });
    await deliver();
    const [told] = (await client.eventWebhooks.deliveries({ id, limit: 1 })).items;
    expect(told).toMatchObject({ type: "contact.updated", state: "done", body: { data: { firstName: "Nina" } } });
    await client.eventWebhooks.replay({ id, deliveryId: told?.id ?? "" });
    await deliver();
    const [first, again] = calls().slice(-2);
    expect(again?.raw).toBe(first?.raw);
    expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    await expect(client.eventWebhooks.replay({ id, deliveryId: id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is switched off by a 410, says why, and takes no replay until it is on again", async () => {
    outside.answer(URL_OF_CRM, { status: 410 }, 1);
    await client.eventWebhooks.test({ id });
    await deliver();
    expect(await client.eventWebhooks.get({ id })).toMatchObject({ status: "disabled", statusDetail: "gone", lastDelivery: { ok: false } });
    const since = new Date(app.clock.now() - 60_000).toISOString();
    await expect(client.eventWebhooks.replaySince({ id, since })).rejects.toMatchObject({ code: "conflict" });
    await expect(client.eventWebhooks.test({ id })).rejects.toMatchObject({ code: "conflict" });
    expect(await client.eventWebhooks.update({ id, active: true })).toMatchObject({ status: "active", statusDetail: null });
    outside.answer(URL_OF_CRM, { status: 204 }, 1);
    expect(await client.eventWebhooks.replaySince({ id, since })).toEqual({ replayed: 1 });
    await deliver();
    expect((await client.eventWebhooks.deliveries({ id, state: "failed" })).items).toEqual([]);
  });

  it("pages its log, gets a new secret, and is gone when it is deleted", async () => {
    const first = await client.eventWebhooks.deliveries({ id, limit: 2 });
    const second = await client.eventWebhooks.deliveries({ id, limit: 2, cursor: first.nextCursor ?? "" });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect((await client.eventWebhooks.rotateSecret({ id })).secret).not.toBe(secret);
    await client.eventWebhooks.delete({ id });
    await expect(client.eventWebhooks.deliveries({ id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("has a sample of every type, in the form of the real thing", async () => {
    const { items } = await client.eventWebhooks.types({});
    expect(items.length).toBeGreaterThan(10);
    for (const { type, sample } of items) expect(Object.keys(sample), type).toEqual(["type", "timestamp", "data"]);
  });
});
