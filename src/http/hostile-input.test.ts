import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isErrorCode } from "../contract/errors.ts";
import { createSeededRandom } from "../scenario/seeded-random.ts";
import type { TestMode } from "../scenario/test-mode/service.ts";
import { createEngineLoop } from "../worker/engine-loop.ts";
import { createReceiptsLoop } from "../worker/receipts-loop.ts";
import { createShopsLoop } from "../worker/shops-loop.ts";
import { openApiDocument } from "./docs.ts";
import { type Built, HOSTILE, hostileRequests, type Operation, operationsOf, spoilt } from "./hostile-requests.ts";
import { createTestApp, ORIGIN, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";
import { addTestMode, furnish } from "./test-workspace.ts";

let app: TestApp;
let owner: TestClient;
let testMode: TestMode;
let ids: Record<string, string>;
let operations: Operation[];

beforeAll(async () => {
  app = await createTestApp();
  testMode = addTestMode(app);
  ({ client: owner } = await setUpOwner(app));
  ids = await furnish(app, owner, "A");
  operations = operationsOf(await openApiDocument()).filter(({ path }) => !path.startsWith("/hooks/{uuid}") && !path.startsWith("/wh/"));
});
afterAll(async () => {
  await testMode.stop();
  await app.close();
});

async function send({ method, body: wanted }: Operation, { path, query, body }: Built) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, typeof value === "string" ? value : JSON.stringify(value));
  const url = `/api/v1${path}${search.size > 0 ? `?${search.toString()}` : ""}`;
  const headers: Record<string, string> = {
    host: new URL(ORIGIN).host,
    origin: ORIGIN,
    cookie: owner.cookie.value,
    "x-workspace": ids["workspaces"] as string,
  };
  if (wanted === undefined) return await app.server.inject({ method: method as "GET", url, headers });
  if (wanted.type === "application/json") {
    headers["content-type"] = "application/json";
    return await app.server.inject({ method: method as "POST", url, headers, payload: JSON.stringify(body) });
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(Object(body) as object)) form.set(name, value instanceof File ? value : String(value));
  const encoded = new Response(form);
  const payload = Buffer.from(await encoded.arrayBuffer());
  headers["content-type"] = encoded.headers.get("content-type") as string;
  headers["content-length"] = String(payload.length);
  return await app.server.inject({ method: method as "POST", url, headers, payload });
}

/** What is wrong with an answer; undefined for a good one or a clear refusal. */
function faultOf(answer: Awaited<ReturnType<typeof send>>): string | undefined {
  if (answer.statusCode < 400) return undefined;
  if (answer.statusCode >= 500 && answer.statusCode !== 503) return `answered ${answer.statusCode}`;
  if (!String(answer.headers["content-type"]).startsWith("application/problem+json"))
    return `is no problem+json: ${answer.body.slice(0, 200)}`;
  const { code, detail } = answer.json<{ code?: unknown; detail?: unknown }>();
  if (!isErrorCode(code) || code === "internal") return `has the code ${String(code)}`;
  return typeof detail === "string" && detail !== "" ? undefined : "says nothing";
}

/** Ends what the other requests need, or never ends. */
const LEFT_OUT = new Set(["workspaces.delete", "events.stream", "members.remove"]);

it("every operation refuses what it cannot take, and fails at nothing", async () => {
  const random = createSeededRandom();
  const faults: string[] = [];
  const inOrder = operations
    .filter(({ name }) => !LEFT_OUT.has(name))
    .sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));
  for (const operation of inOrder) {
    const requests = hostileRequests(operation, ids, random, 1);
    for (let next = 0; next < requests.length; next += 8) {
      await Promise.all(
        requests.slice(next, next + 8).map(async (request) => {
          const fault = faultOf(await send(operation, request));
          if (fault)
            faults.push(`${operation.method} ${request.path} ${JSON.stringify([request.query, request.body]).slice(0, 600)} ${fault}`);
        }),
      );
    }
  }
  expect(faults).toEqual([]);
}, 120_000);

it.each(["x", 1, true, []])("a change that is %j is refused, not taken for a change of nothing", async (body) => {
  const operation = operations.find(({ name }) => name === "contacts.update") as Operation;
  const answer = await send(operation, { path: `/contacts/${ids["contacts"]}`, query: {}, body });
  expect(answer.statusCode).toBe(400);
  expect(faultOf(answer)).toBeUndefined();
  expect(answer.json()).toMatchObject({ detail: "The body must be a JSON object." });
});

it("a test of the builder names what its person cannot have", async () => {
  const automationId = ids["automations"] as string;
  for (const contact of [{ fields: { NOWHERE: 1 } }, { lists: ["Nowhere"] }, { tags: ["Nowhere"] }]) {
    await expect(owner.tests.start({ automationId, contact })).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/There is no (field|list|tag) "N/i),
    });
  }
});

it("a hook takes or refuses whatever is posted to it", async () => {
  const hook = await owner.hooks.get({ id: ids["hooks"] as string });
  const { secret } = await owner.hooks.secret({ id: hook.id });
  const person = { phone: "+393330000055", first_name: "Eva", last_name: "Rossi", email: "eva@example.com", language: "it" };
  const whole = { ...person, custom_fields: { A_FIELD: "x" }, metadata: { order: { id: 7 } } };
  const bodies = [
    ...HOSTILE,
    ...Object.keys(whole).flatMap((key) => HOSTILE.map((value) => ({ ...whole, [key]: value }))),
    ...HOSTILE.map((value) => ({ ...whole, custom_fields: { A_FIELD: value } })),
    ...HOSTILE.map((value) => ({ ...whole, metadata: { order: { id: value } } })),
  ];
  const faults: string[] = [];
  const post = async (path: string, type: string, payload: string) => {
    const headers = { "content-type": type, authorization: `Bearer ${secret}` };
    const answer = await app.server.inject({ method: "POST", url: path, headers, payload });
    const fault = faultOf(answer);
    if (fault) faults.push(`${path} ${payload.slice(0, 300)} ${fault}`);
    return answer;
  };
  const { pathname } = new URL(hook.url);
  for (const body of bodies) {
    await post(pathname, "application/json", JSON.stringify(body));
    await post(`${pathname}/bulk`, "application/json", JSON.stringify({ items: [body, whole] }));
  }
  await post(pathname, "application/x-www-form-urlencoded", "phone=%2B393330000056&first_name=a%00b&custom_fields[%00]=%ED%A0%80");
  expect(faults).toEqual([]);
  // A name with half an emoji is still a customer's.
  const cut = await post(pathname, "application/json", JSON.stringify({ phone: "+393330000057", first_name: "Eva \ud83d" }));
  expect(cut.statusCode).toBe(202);
  expect((await owner.contacts.list({ phone: "+393330000057" })).items).toMatchObject([{ firstName: "Eva \ufffd" }]);
}, 60_000);

it("WhatsApp's webhook keeps whatever is signed, and fails at nothing", async () => {
  const channel = await owner.channels.create({
    ...{ name: "Real", phoneNumberId: "555000111", wabaId: "555000222", accessToken: "t", appSecret: "whatsapp-secret" },
  });
  const message = { from: "393330000058", id: "wamid.1", timestamp: "1772442000", type: "text", text: { body: "Ciao" } };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "390612345678", phone_number_id: channel.phoneNumberId },
    contacts: [{ profile: { name: "Ada" }, wa_id: "393330000058" }],
    messages: [message],
    statuses: [{ id: "wamid.0", status: "delivered", timestamp: "1772442000", recipient_id: "393330000058" }],
  };
  const whole = { object: "whatsapp_business_account", entry: [{ id: channel.wabaId, changes: [{ field: "messages", value }] }] };
  const random = createSeededRandom();
  const faults: string[] = [];
  for (const body of spoilt(whole, random, 6)) {
    const payload = JSON.stringify(body);
    const signature = `sha256=${createHmac("sha256", "whatsapp-secret").update(payload).digest("hex")}`;
    const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
    const answer = await app.server.inject({ method: "POST", url: "/webhooks/whatsapp", headers, payload });
    const fault = faultOf(answer);
    // 401: what no longer names a number is nobody's.
    if (fault || ![200, 400, 401].includes(answer.statusCode)) faults.push(`${answer.statusCode} ${fault} ${payload.slice(0, 600)}`);
  }
  expect(faults).toEqual([]);

  // And what was taken does not trip the worker.
  const warnings: string[] = [];
  const warn = (details: object, message: string) => void warnings.push(`${message} ${JSON.stringify(details).slice(0, 600)}`);
  const logger = { debug: () => {}, info: () => {}, warn, error: warn };
  const worker = { ...app.context, logger, random };
  for (const loop of [createEngineLoop(worker), createReceiptsLoop(worker)]) while ((await loop.runOnce()) > 0);
  expect(warnings).toEqual([]);
  const { rows } = await app.context.pool.query("SELECT error, payload FROM failed_event");
  expect(rows).toEqual([]);
  const { rows: taken } = await app.context.pool.query("SELECT count(*)::int AS n FROM message WHERE channel_id = $1", [channel.id]);
  expect(taken[0].n).toBeGreaterThan(0);
}, 60_000);

/** What systems outside post to us: each with a body that it might send, signed by what it knows. */
async function providers(): Promise<
  { url: string; whole: object | string; sign: (payload: string, url: string) => Record<string, string> }[]
> {
  const connect = async (kind: string, settings: Record<string, string>, secrets: Record<string, string>) =>
    new URL((await owner.connections.create({ name: `Hostile ${kind}`, kind, settings, secrets })).webhookUrl ?? "").pathname;
  const hmac = (algorithm: string, secret: string, text: string) => createHmac(algorithm, secret).update(text).digest("base64");
  const resource = {
    id: "3C67",
    custom_id: "01890a5d-ac96-774b-bcce-b302099a8057",
    supplementary_data: { related_ids: { order_id: "5O19" } },
  };
  const order = {
    ...{
      id: 5307,
      number: "5307",
      name: "#1",
      currency: "EUR",
      total: "12.00",
      status: "processing",
      date_created_gmt: "2026-03-02T09:00:00",
    },
    billing: { first_name: "Eva", phone: "+393330000059", email: "eva@example.com", country: "IT" },
    ...{ customer: { id: 9, phone: "+393330000060" }, created_at: "2026-03-02T10:00:00+01:00", total_price: "12.00" },
    line_items: [{ id: 1, name: "Bread", title: "Bread", quantity: 2, price: "6.00", sku: "B-1" }],
  };
  const twilio = await connect("voice", { accountSid: "AC1", from: "+390299990000", incoming: "answer" }, { authToken: "token" });
  const call = "CallSid=CA1&CallStatus=ringing&From=%2B393330000061&To=%2B390299990000&Direction=inbound&SpeechResult=yes&Digits=1";
  const bySorted = (payload: string, url: string) => {
    const pairs = [...new URLSearchParams(payload)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return hmac("sha1", "token", `${ORIGIN}${url}${pairs.map(([name, value]) => name + value).join("")}`);
  };
  return [
    {
      url: await connect("paypal", { environment: "sandbox", clientId: "c" }, { clientSecret: "s" }),
      whole: { id: "WH-1", event_type: "PAYMENT.CAPTURE.COMPLETED", resource },
      sign: () =>
        Object.fromEntries(
          ["auth-algo", "cert-url", "transmission-id", "transmission-sig", "transmission-time"].map((name) => [`paypal-${name}`, "x"]),
        ),
    },
    {
      url: await connect("shopify", { shop: "x.myshopify.com" }, { accessToken: "t", clientSecret: "shop-secret" }),
      whole: order,
      sign: (payload) => ({ "x-shopify-topic": "orders/create", "x-shopify-hmac-sha256": hmac("sha256", "shop-secret", payload) }),
    },
    {
      url: await connect("woocommerce", { url: "https://woo.example.com" }, { consumerKey: "k", consumerSecret: "woo-secret" }),
      whole: order,
      sign: (payload) => ({ "x-wc-webhook-topic": "order.created", "x-wc-webhook-signature": hmac("sha256", "woo-secret", payload) }),
    },
    ...["voice", "status", "nothing"].map((what) => ({
      url: `${twilio}/${what}`,
      whole: call,
      sign: (payload: string, url: string) => ({ "x-twilio-signature": bySorted(payload, url) }),
    })),
  ];
}

it("the webhooks of PayPal, shops and Twilio refuse what they cannot take as the API does, and fail at nothing", async () => {
  const random = createSeededRandom();
  const faults: string[] = [];
  const post = async (url: string, payload: string, headers: Record<string, string>) => {
    const answer = await app.server.inject({ method: "POST", url, headers, payload });
    const fault = faultOf(answer);
    if (fault) faults.push(`${url} ${payload.slice(0, 400)} ${fault}`);
    return answer;
  };
  const codes: Record<string, Set<number>> = {};
  for (const { url, whole, sign } of await providers()) {
    const isForm = typeof whole === "string";
    const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
    const spoiltForms = () => [
      ...HOSTILE.map(
        (value) =>
          `CallSid=${encodeURIComponent(String(value).toWellFormed())}&CallStatus=ringing&From=${encodeURIComponent(String(value).toWellFormed())}`,
      ),
      "=",
      "&&&",
      "CallSid",
      "%",
      "a=%00",
      "x".repeat(1000),
    ];
    const payloads = isForm
      ? [whole, ...spoiltForms()]
      : [...spoilt(whole, random, 4), ...HOSTILE].map((body) => JSON.stringify(body) ?? "");
    codes[url] = new Set();
    for (const payload of [...payloads, "", "\0", "{", "\ud83d", "x".repeat(70_000)]) {
      codes[url].add((await post(url, payload, { "content-type": type, ...sign(payload, url) })).statusCode);
      // Unsigned, as bytes of any type, and to nobody.
      codes[url].add((await post(url, payload, { "content-type": "text/plain" })).statusCode);
    }
    await post(url.replace(/[0-9a-f-]{36}/, "00000000-0000-7000-8000-000000000000"), "{}", { "content-type": type });
    await post(url.replace(/[0-9a-f-]{36}/, "..%2F..%2Fx%00"), "{}", { "content-type": type });
    await post(url, "x".repeat(4 * 1024 * 1024), { "content-type": type });
  }
  expect(faults).toEqual([]);
  for (const [url, seen] of Object.entries(codes)) expect([...seen], url).toContain(401);

  // And what was taken does not trip the workers.
  const warnings: string[] = [];
  const warn = (details: object, message: string) => void warnings.push(`${message} ${JSON.stringify(details).slice(0, 600)}`);
  const worker = { ...app.context, logger: { debug: () => {}, info: () => {}, warn, error: warn }, random };
  for (const loop of [createShopsLoop(worker), createEngineLoop(worker)]) while ((await loop.runOnce()) > 0);
  expect(warnings).toEqual([]);
  const token = await app.server.inject({
    method: "GET",
    url: "/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
  });
  expect(token.statusCode).toBe(403);
  expect(faultOf(token)).toBeUndefined();
}, 120_000);
