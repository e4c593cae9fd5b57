import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { connection as fakeActiveCampaign } from "../sandbox/connections/activecampaign.ts";
import { connection as fakePayPal } from "../sandbox/connections/paypal.ts";
import { type FakeOutside, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

let app: TestApp;
let outside: FakeOutside;
let client: TestClient;

beforeAll(async () => {
  outside = await startFakeOutside(() => 0);
  const world = { now: () => 0, outside, post: async () => ({ status: 200, body: "" }) };
  await fakeActiveCampaign.create(world, {});
  await fakePayPal.create(world, {});
  app = await createTestApp({ http: createOutgoingHttp({ dispatcher: outside.dispatcher }) });
  ({ client } = await setUpOwner(app));
});
afterAll(async () => {
  await app.close();
  await outside.close();
});

const activeCampaign = (apiToken: string) => ({
  kind: "activecampaign",
  settings: { baseUrl: "https://sandbox.api-us1.com/" },
  secrets: { apiToken },
});

describe("connections", () => {
  it("are tried when they are made, and never show their secrets", async () => {
    const made = await client.connections.create({ name: "CRM", ...activeCampaign("sandbox-activecampaign-token") });
    expect(made).toMatchObject({ name: "CRM", status: "ok", secrets: ["apiToken"], settings: { baseUrl: "https://sandbox.api-us1.com/" } });
    expect(JSON.stringify(await client.connections.list({}))).not.toContain("sandbox-activecampaign-token");
    const { rows } = await app.context.pool.query("SELECT encode(secrets, 'escape') AS sealed FROM connection WHERE id = $1", [made.id]);
    expect(rows[0].sealed).not.toContain("sandbox-activecampaign-token");
  });

  it("that do not work are kept, say why, and work once they are mended", async () => {
    const made = await client.connections.create({ name: "Wrong", ...activeCampaign("nonsense") });
    expect(made).toMatchObject({ status: "failing", statusDetail: "unauthorized: ActiveCampaign refuses the API token" });
    const mended = await client.connections.update({ id: made.id, secrets: { apiToken: "sandbox-activecampaign-token" } });
    expect(mended).toMatchObject({ status: "ok", statusDetail: null });
  });

  it("forget their credentials when they are revoked", async () => {
    const made = await client.connections.create({ name: "Old", ...activeCampaign("sandbox-activecampaign-token") });
    expect(await client.connections.revoke({ id: made.id })).toMatchObject({ status: "revoked", secrets: [] });
    expect(await client.connections.check({ id: made.id })).toMatchObject({ status: "revoked" });
  });

  it("that automations, AI operators or voice agents use are named before they are revoked or deleted", async () => {
    const made = await client.connections.create({
      name: "Model",
      kind: "ai",
      settings: { baseUrl: "http://127.0.0.1:9/v1", model: "small" },
    });
    const agent = await client.agents.create({ name: "Sofia", settings: { connectionId: made.id } });
    const crm = await client.connections.create({ name: "Used CRM", ...activeCampaign("sandbox-activecampaign-token") });
    const automation = await client.automations.create({
      draft: {
        name: "Tells the CRM",
        triggers: [],
        steps: [{ id: "s1", type: "activecampaign", config: { action: "add_tag", connection: "Used CRM", tag: "x" }, exits: {} }],
      },
    });
    expect((await client.connections.get({ id: made.id })).usedBy).toEqual([{ kind: "agent", id: agent.id, name: "Sofia" }]);
    const usedBy = [{ kind: "automation", id: automation.id, name: "Tells the CRM" }];
    expect((await client.connections.list({})).items.find(({ id }) => id === crm.id)?.usedBy).toEqual(usedBy);
    for (const { id, by } of [
      { id: made.id, by: { name: "Sofia" } },
      { id: crm.id, by: { name: "Tells the CRM" } },
    ]) {
      const refused = { code: "in_use", status: 409, message: expect.stringContaining(`"${by.name}" still use`), data: { usedBy: [by] } };
      await expect(client.connections.revoke({ id })).rejects.toMatchObject(refused);
      await expect(client.connections.delete({ id })).rejects.toMatchObject(refused);
      expect(await client.connections.revoke({ id, force: true })).toMatchObject({ status: "revoked" });
      expect(await client.connections.delete({ id, force: true })).toEqual({ ok: true });
    }
  });

  it("are refused without what their kind needs, and under a name that is taken", async () => {
    await expect(client.connections.create({ name: "A", kind: "activecampaign" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(client.connections.create({ name: "A", kind: "no such kind" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(client.connections.create({ name: "CRM", ...activeCampaign("x") })).rejects.toMatchObject({ code: "name_taken" });
  });

  it("tell PayPal where to report payments", async () => {
    const made = await client.connections.create({
      name: "PayPal",
      kind: "paypal",
      settings: { environment: "sandbox", clientId: "sandbox-paypal-client" },
      secrets: { clientSecret: "sandbox-paypal-secret" },
    });
    expect(made).toMatchObject({
      status: "ok",
      webhookUrl: `http://parola.test/webhooks/paypal/${made.id}`,
      settings: { webhookId: "8PT597110X687430LKGECATA" },
    });
    expect(outside.calls.at(-1)).toMatchObject({ method: "POST", body: { url: made.webhookUrl } });
  });
});

describe("a test call", () => {
  it("is signed and shows the answer", async () => {
    outside.answer("https://crm.example.com/leads", { status: 201, body: { data: { id: 7 } } });
    const answer = await client.requests.sendTest({ url: "https://crm.example.com/leads", body: '{"a": 1}' });
    expect(answer).toEqual({ ok: true, code: null, detail: null, status: 201, body: { data: { id: 7 } } });
    expect(outside.calls.at(-1)?.headers["webhook-signature"]).toMatch(/^v1,/);
  });

  it("does not reach our own network", async () => {
    expect(await client.requests.sendTest({ url: "http://169.254.169.254/latest/meta-data/" })).toMatchObject({
      ok: false,
      code: "private_address",
    });
  });
});

describe("PayPal's webhook address", () => {
  it("takes nothing for an unknown connection, without signature, or that is no event", async () => {
    const { items } = await client.connections.list({});
    const paypal = items.find(({ kind }) => kind === "paypal");
    const signed = Object.fromEntries(
      ["auth-algo", "cert-url", "transmission-id", "transmission-sig", "transmission-time"].map((name) => [`paypal-${name}`, "x"]),
    );
    const post = async (id: string, payload: string, headers: Record<string, string>) =>
      (
        await app.server.inject({
          method: "POST",
          url: `/webhooks/paypal/${id}`,
          payload,
          headers: { "content-type": "application/json", ...headers },
        })
      ).statusCode;
    expect(await post("00000000-0000-7000-8000-000000000000", '{"id":"1"}', signed)).toBe(404);
    expect(await post("nonsense", '{"id":"1"}', signed)).toBe(404);
    expect(await post(paypal!.id, '{"id":"1"}', {})).toBe(401);
    expect(await post(paypal!.id, "nonsense", signed)).toBe(400);
    expect(await post(paypal!.id, '{"id":"1"}', signed)).toBe(200);
    const { items: waiting } = await client.requests.list({ connection: "PayPal" });
    expect(waiting).toMatchObject([{ connector: "payment_webhook", state: "pending" }]);
  });
});
