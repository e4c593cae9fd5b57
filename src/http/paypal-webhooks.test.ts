/** Nothing moves a payment but what PayPal itself confirms, for this connection, once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { createOrder } from "../connectors/paypal/orders.ts";
import type { Connection } from "../domain/connection.ts";
import { type FakePayPal, connection as fakePayPal } from "../sandbox/connections/paypal.ts";
import { type FakeOutside, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { newId } from "../store/id.ts";
import { insertPayment, listPayments } from "../store/payments.ts";
import { createRequestsLoop } from "../worker/requests-loop.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

interface Posted {
  raw: string;
  headers: Record<string, string>;
}

let app: TestApp;
let outside: FakeOutside;
let client: TestClient;
let workspaceId: string;
let paypal: FakePayPal;
let hook: string;
/** What PayPal posted, in order; nothing reaches the product unless a test sends it on. */
let posted: Posted[];
let orderId: string;
let paymentId: string;

const MINUTE = 60_000;

async function connect(owner: TestClient, name: string): Promise<{ hook: string; id: string }> {
  const settings = { environment: "sandbox", clientId: "sandbox-paypal-client" };
  const { id, webhookUrl } = await owner.connections.create({
    name,
    kind: "paypal",
    settings,
    secrets: { clientSecret: "sandbox-paypal-secret" },
  });
  return { id, hook: new URL(webhookUrl ?? "").pathname };
}

beforeAll(async () => {
  outside = await startFakeOutside(() => app?.clock.now() ?? 0);
  app = await createTestApp({ http: createOutgoingHttp({ dispatcher: outside.dispatcher }) });
  ({ client, workspaceId } = await setUpOwner(app));
  const post = async (_path: string, raw: string, headers: Record<string, string>) => (
    posted.push({ raw, headers }), { status: 200, body: "" }
  );
  posted = [];
  paypal = await fakePayPal.create({ now: app.clock.now, outside, post }, {});
  ({ hook } = await connect(client, "PayPal"));
});
afterAll(async () => {
  await app.close();
  await outside.close();
});
/** The customer is asked to pay; `debtId`: once more. */
async function ask(paymentId: string, debtId = paymentId): Promise<string> {
  const { settings, secrets } = paypal;
  const connection: Connection = { workspaceId, id: newId(), name: "PayPal", kind: "paypal", settings, secrets };
  const { id: contactId } = await client.contacts.upsert({ phone: "+393330000001" });
  const asked = { amount: "12.00", currency: "EUR", description: "Bread" };
  const urls = { returnUrl: "https://x.example/", cancelUrl: "https://x.example/" };
  const order = await createOrder({ http: app.context.http, connection, now: app.clock.now() }, { id: paymentId, ...asked, ...urls });
  const nobody = { automationId: null, runId: null, stepId: null };
  const ours = { workspaceId, id: paymentId, debtId, contactId, connection: "PayPal" };
  await insertPayment(app.context.pool, { ...ours, orderId: order.id, link: order.link ?? "", at: app.clock.now(), ...asked, ...nobody });
  return order.id;
}

beforeEach(async () => {
  posted = [];
  paymentId = newId();
  orderId = await ask(paymentId);
});

async function send({ raw, headers }: Posted, to = hook): Promise<number> {
  return (await app.server.inject({ method: "POST", url: to, payload: raw, headers })).statusCode;
}

/** Whatever is due, until `minutes` from now. */
async function work(minutes = 0): Promise<void> {
  const { pool, clock, secrets, http, registry, catalogs } = app.context;
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const context = { pool, clock, secrets, http, registry, catalogs, logger, random: () => 0, publicUrl: "http://parola.test" };
  const loop = createRequestsLoop(context);
  for (let minute = 0; minute <= minutes; minute++) {
    if (minute > 0) app.clock.advance(MINUTE);
    while ((await loop.runOnce()) > 0);
  }
}

const status = async (payment = paymentId) => (await listPayments(app.context.pool, workspaceId)).find(({ id }) => id === payment)?.status;
const heard = async () =>
  (await client.requests.list({ connection: "PayPal" })).items.filter(({ connector }) => connector === "payment_webhook");
const refusals = async () => (await heard()).map(({ state, log }) => [state, (log.at(-1) as { code?: string } | undefined)?.code]);
const events = async () =>
  (await app.context.pool.query("SELECT payload FROM event WHERE type = 'payment' AND payload->>'key' = $1", [paymentId])).rows.length;

/** What PayPal says when the customer's money has come. */
async function genuine(): Promise<Posted> {
  await paypal.approve(orderId, hook);
  const [approved] = posted;
  posted = [];
  await send(approved as Posted);
  await work();
  const completed = posted.find(({ raw }) => raw.includes("PAYMENT.CAPTURE.COMPLETED"));
  return completed as Posted;
}

/** The same event as it would be if its words were others. */
const withBody = ({ raw, headers }: Posted, change: (event: Record<string, unknown>) => void): Posted => {
  const event = JSON.parse(raw) as Record<string, unknown>;
  change(event);
  return { raw: JSON.stringify(event), headers };
};

describe("a report about a payment", () => {
  it("counts when PayPal confirms it, once, however often and late it is repeated", async () => {
    const report = await genuine();
    expect(await status()).toBe("paid");
    expect(await events()).toBe(1);
    for (const minutes of [0, 5, 60]) {
      expect(await send(report)).toBe(200);
      await work(minutes);
    }
    expect(await status()).toBe("paid");
    expect(await events()).toBe(1);
  });

  it.each<[string, (report: Posted) => Posted]>([
    ["without PayPal's signature", ({ raw, headers }) => ({ raw, headers: { ...headers, "paypal-transmission-sig": "bm90IHBheXBhbA==" } })],
    [
      "with the signature of another moment",
      ({ raw, headers }) => ({ raw, headers: { ...headers, "paypal-transmission-time": "2026-03-02T09:00:01Z" } }),
    ],
    [
      "with the signature of another transmission",
      ({ raw, headers }) => ({ raw, headers: { ...headers, "paypal-transmission-id": "t1" } }),
    ],
    [
      "about another amount than was signed",
      (report) =>
        withBody(report, (event) => Object.assign(event["resource"] as object, { amount: { currency_code: "EUR", value: "0.01" } })),
    ],
    [
      "of another kind than was signed",
      (report) => withBody(report, (event) => Object.assign(event, { event_type: "PAYMENT.CAPTURE.COMPLETED" })),
    ],
    ["under another name, so that it seems new", (report) => withBody(report, (event) => Object.assign(event, { id: "WH-NEW" }))],
    ["with one more space", ({ raw, headers }) => ({ raw: `${raw} `, headers })],
  ])("%s changes nothing, and says why", async (_how, forge) => {
    await paypal.decline(orderId, hook);
    const forged = forge(posted[0] as Posted);
    expect(await send(forged)).toBe(200);
    await work(90);
    expect(await status()).toBe("created");
    expect(await events()).toBe(0);
    expect((await refusals())[0]).toEqual(["failed", "wrong_signature"]);
    // Refused, it does not count as heard: the genuine one still does.
    await send(posted[0] as Posted);
    await work();
    expect(await status()).toBe("failed");
  });

  it("signed for another webhook changes nothing", async () => {
    const other = await connect(client, "Other webhook");
    await app.context.pool.query('UPDATE connection SET settings = settings || \'{"webhookId": "7OTHER"}\' WHERE id = $1', [other.id]);
    await paypal.decline(orderId, hook);
    expect(await send(posted[0] as Posted, other.hook)).toBe(200);
    await work();
    expect(await status()).toBe("created");
    const { items } = await client.requests.list({ connection: "Other webhook" });
    expect(items).toMatchObject([{ state: "failed", log: [{ code: "wrong_signature" }] }]);
  });

  it("that another workspace gets, even a genuine one, changes nothing here", async () => {
    const { id: otherId } = await client.workspaces.create({ name: "Rival", timeZone: "Europe/Rome", language: "en", country: "IT" });
    const rival = app.client({ cookie: client.cookie.value, "x-workspace": otherId });
    const theirs = await connect(rival, "PayPal");
    await paypal.decline(orderId, hook);
    expect(await send(posted[0] as Posted, theirs.hook)).toBe(200);
    await work();
    expect((await rival.requests.list({ connection: "PayPal" })).items).toMatchObject([{ state: "done" }]);
    expect(await status()).toBe("created");
    expect(await events()).toBe(0);
  });

  it("of a second connection of the same account changes nothing of the first's", async () => {
    const second = await connect(client, "Second");
    await paypal.decline(orderId, hook);
    await send(posted[0] as Posted, second.hook);
    await work();
    expect(await status()).toBe("created");
  });

  it.each([
    ["is away", { status: 503, body: {} }],
    ["answers something else", { status: 200, body: { hello: "world" } }],
    ["answers with a page", { status: 200, raw: "<html>Maintenance</html>" }],
  ])("is kept while PayPal %s, and counts afterwards", async (_how, answer) => {
    await paypal.decline(orderId, hook);
    // Its token is known from before: the next call is the question about the signature.
    outside.answer("https://api-m.sandbox.paypal.com/v1/notifications/verify-webhook-signature", answer, 1);
    await send(posted[0] as Posted);
    await work();
    expect(await status()).toBe("created");
    expect((await heard())[0]).toMatchObject({ state: "pending" });
    await work(1);
    expect(await status()).toBe("failed");
  });
});

describe("of two links to the same debt", () => {
  let again: string;
  let againOrder: string;
  beforeEach(async () => {
    again = newId();
    againOrder = await ask(again, paymentId);
  });

  /** What the customer agreed to reaches us. */
  async function agree(order: string): Promise<void> {
    posted = [];
    await paypal.approve(order, hook);
    const [approved] = posted;
    await send(approved as Posted);
  }
  const taken = (order: string) => outside.calls.filter(({ url }) => url.endsWith(`/${order}/capture`)).length;
  const collections = async () =>
    (await client.requests.list({ connection: "PayPal" })).items.filter(({ connector }) => connector === "payment_capture");

  it("the second is not collected once the first is paid, and Outgoing calls says so", async () => {
    await agree(againOrder);
    await work();
    expect(await status(again)).toBe("paid");
    await agree(orderId);
    await work();
    expect(await status()).toBe("created");
    expect(taken(orderId)).toBe(0);
    expect((await collections())[0]).toMatchObject({ state: "failed", log: [{ code: "already_paid" }] });
  });

  it("the second waits while nobody knows what became of the first, and is collected where the first was refused", async () => {
    const capture = `https://api-m.sandbox.paypal.com/v2/checkout/orders/${orderId}/capture`;
    outside.answer(capture, { status: 503, body: {} }, 1);
    await agree(orderId);
    await work();
    await agree(againOrder);
    await work();
    expect(taken(againOrder)).toBe(0);
    expect((await collections())[0]).toMatchObject({ state: "pending", log: [{ code: "other_link" }] });
    outside.answer(capture, { status: 422, body: { details: [{ issue: "INSTRUMENT_DECLINED" }] } }, 1);
    await work(2);
    expect(await status()).toBe("created");
    expect(await status(again)).toBe("paid");
  });

  it("one is collected when both are agreed to at once", async () => {
    await Promise.all([paypal.approve(orderId, hook), paypal.approve(againOrder, hook)]);
    for (const report of posted) await send(report);
    await work(60);
    expect(new Set([await status(), await status(again)])).toEqual(new Set(["created", "paid"]));
    expect(taken(orderId) === 0 || taken(againOrder) === 0).toBe(true);
  });

  it("an order that is not ours is left to whoever made it", async () => {
    await app.context.pool.query("DELETE FROM payment WHERE id = $1", [paymentId]);
    await agree(orderId);
    await work();
    expect(taken(orderId)).toBe(0);
  });
});
