import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { defaultVoiceScript } from "../domain/default-voice-script.ts";
import { connection as fakeTwilio } from "../sandbox/connections/voice.ts";
import { type FakeOutside, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { createTestApp, ORIGIN, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

let app: TestApp;
let outside: FakeOutside;
let client: TestClient;
let connectionId: string;
const TOKEN = "sandbox-twilio-token";
const account = { settings: { accountSid: "AC00000000000000000000000000000001", from: "+390299990000", incoming: "answer" } };
const script = defaultVoiceScript("en");

beforeAll(async () => {
  outside = await startFakeOutside(() => 0);
  await fakeTwilio.create({ now: () => 0, outside, post: async () => ({ status: 200, body: "" }) }, {});
  app = await createTestApp({ http: createOutgoingHttp({ dispatcher: outside.dispatcher }) });
  ({ client } = await setUpOwner(app));
  const made = await client.connections.create({ name: "Telephone", kind: "voice", ...account, secrets: { authToken: TOKEN } });
  connectionId = made.id;
});
afterAll(async () => {
  await app.close();
  await outside.close();
});

/** As Twilio posts to an address it was given; `host` is what a proxy calls us. */
async function post(path: string, fields: Record<string, string>, { token = TOKEN, host = "10.0.0.7:3000" } = {}) {
  const form = new URLSearchParams(fields);
  const signed = [...form].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}${value}`);
  const signature = createHmac("sha1", token)
    .update(`${ORIGIN}${path}${signed.join("")}`)
    .digest("base64");
  return await app.server.inject({
    method: "POST",
    url: path,
    payload: form.toString(),
    headers: { host, "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
  });
}
const incoming = (sid: string, from: string) => ({ CallSid: sid, CallStatus: "ringing", From: from, To: "+390299990000" });

it("a connection to Twilio is tried, and says where Twilio reaches us", async () => {
  const webhookUrl = `${ORIGIN}/webhooks/twilio/${connectionId}`;
  expect(await client.connections.get({ id: connectionId })).toMatchObject({ status: "ok", webhookUrl });
});

describe("voice agents", () => {
  it("are made, changed, listed and deleted, and say who uses them", async () => {
    const made = await client.voiceAgents.create({ name: "Eva", connectionId, script });
    expect(made).toMatchObject({ name: "Eva", connectionId, script: { greeting: script.greeting } });
    await expect(client.voiceAgents.create({ name: "Eva", script })).rejects.toMatchObject({ code: "name_taken" });
    const draft = {
      name: "Ring",
      triggers: [{ id: "t", type: "customer_message", config: { phrases: ["ring"] }, next: "s" }],
      steps: [{ id: "s", type: "voice_call", config: { agent: "Eva" } }],
    };
    const { id } = await client.automations.create({ draft });
    await expect(client.voiceAgents.delete({ id: made.id })).rejects.toMatchObject({ code: "in_use" });
    // Documents follow the new name.
    await client.voiceAgents.update({ id: made.id, name: "Ada" });
    expect((await client.automations.get({ id })).draft).toMatchObject({ steps: [{ config: { agent: "Ada" } }] });
    expect(await client.voiceAgents.usage({ id: made.id })).toMatchObject({ items: [{ name: "Ring" }] });
    await client.voiceAgents.delete({ id: made.id, force: true });
    await expect(client.voiceAgents.get({ id: made.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("are refused with a script that cannot be spoken, and with a connection that cannot call", async () => {
    await expect(client.voiceAgents.create({ name: "A", script: { ...script, greeting: "" } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(client.voiceAgents.create({ name: "A", script: { ...script, greeting: "{{ contact." } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const api = await client.connections.create({ name: "API", kind: "http", settings: { scheme: "bearer" }, secrets: { secret: "x" } });
    await expect(client.voiceAgents.create({ name: "A", connectionId: api.id, script })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("call a number to be tried only after a yes, and only with a number of their own", async () => {
    const made = await client.voiceAgents.create({ name: "Try", connectionId, script });
    const ask = (input: object) => client.voiceAgents.testCall({ id: made.id, ...input } as never);
    await expect(ask({ phone: "+393330000001" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(ask({ phone: "12", confirm: true })).rejects.toMatchObject({ code: "invalid_input" });
    const { callId } = await ask({ phone: "+39 333 000 0001", confirm: true });
    expect(await client.requests.get({ id: callId })).toMatchObject({ connector: "voice", connection: "Telephone", state: "pending" });
    await client.voiceAgents.update({ id: made.id, connectionId: null });
    await expect(ask({ phone: "+393330000001", confirm: true })).rejects.toMatchObject({ code: "not_available" });
  });
});

describe("Twilio's webhooks", () => {
  const path = (what: string, query = "") => `/webhooks/twilio/${connectionId}/${what}${query}`;

  it("are believed by the public address alone", async () => {
    expect((await post(path("voice"), incoming("CA1", "+393330000009"))).statusCode).toBe(200);
    expect((await post(path("voice"), incoming("CA2", "+393330000009"), { token: "another" })).statusCode).toBe(401);
    const unsigned = await app.server.inject({ method: "POST", url: path("voice"), payload: "CallSid=CA3&CallStatus=ringing" });
    expect(unsigned.statusCode).toBe(401);
    expect((await post("/webhooks/twilio/0199c0de-0000-7000-8000-000000000001/voice", incoming("CA4", "+39333"))).statusCode).toBe(404);
    expect((await post("/webhooks/twilio/nobody/voice", incoming("CA4", "+39333"))).statusCode).toBe(404);
    expect((await post(path("voice"), { CallStatus: "ringing" })).statusCode).toBe(400);
    expect((await post(path("elsewhere"), incoming("CA5", "+393330000009"))).statusCode).toBe(404);
  });

  it("write a missed call down once, and only what is said of it afterwards", async () => {
    const fields = incoming("CA10", "+393330000010");
    const first = await post(path("voice"), fields);
    expect(first.headers["content-type"]).toBe("text/xml; charset=utf-8");
    expect(first.body).toContain("<Reject");
    await post(path("voice"), fields);
    await post(path("status"), { ...fields, CallStatus: "completed", CallDuration: "3" });
    await post(path("status"), { ...fields, CallStatus: "completed", CallDuration: "9" });
    const { items } = await client.calls.list({ direction: "inbound", outcome: "no_answer" });
    const mine = items.filter(({ phone }) => phone === "+393330000010");
    expect(mine).toMatchObject([{ state: "ended", reason: "missed", duration: 3, provider: "twilio" }]);
    const timeline = await client.contacts.timeline({ id: mine[0]?.contactId ?? "" });
    expect(timeline.items).toMatchObject([{ kind: "call", direction: "inbound", outcome: "no_answer" }]);
  });

  it("let an agent speak to callers, and never repeat what a customer said as markup", async () => {
    const name = `Reception <b> & "co"`;
    await client.voiceAgents.create({
      name: "Reception",
      connectionId,
      script: { ...script, incoming: { action: "message", text: "Hello {{ contact.first_name }}, bye." } },
    });
    const contact = await client.contacts.upsert({ phone: "+393330000011", firstName: name });
    const answer = await post(path("voice"), incoming("CA11", "+393330000011"));
    expect(answer.body).toContain("Hello Reception &lt;b&gt; &amp; &quot;co&quot;, bye.");
    expect((await client.calls.list({ contactId: contact.id })).items).toMatchObject([{ agent: "Reception", outcome: "no_answer" }]);
  });

  it("turn hidden numbers away without a trace", async () => {
    const before = (await client.calls.list({})).items.length;
    expect((await post(path("voice"), incoming("CA12", "anonymous"))).body).toContain("<Reject");
    expect((await post(path("voice"), incoming("CA13", ""))).body).toContain("<Reject");
    expect((await client.calls.list({})).items).toHaveLength(before);
  });

  it("of one account change no call of another", async () => {
    const other = await client.connections.create({ name: "Second", kind: "voice", ...account, secrets: { authToken: TOKEN } });
    const call = (await client.calls.list({ limit: 1 })).items[0];
    const foreign = `/webhooks/twilio/${other.id}`;
    const fields = { CallSid: "CA99", CallStatus: "completed", CallDuration: "99", From: "+39333", To: "+3902" };
    expect((await post(`${foreign}/status?call=${call?.id}`, fields)).statusCode).toBe(204);
    expect((await post(`${foreign}/gather?call=${call?.id}&attempt=1`, { ...fields, Digits: "1" })).body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>',
    );
    expect((await client.calls.list({ limit: 1 })).items[0]).toEqual(call);
  });
});
