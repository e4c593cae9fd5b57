import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { connection as fakePayPal } from "../sandbox/connections/paypal.ts";
import { type FakeOutside, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

let app: TestApp;
let outside: FakeOutside;
let client: TestClient;

beforeAll(async () => {
  outside = await startFakeOutside(() => 0);
  app = await createTestApp({ http: createOutgoingHttp({ dispatcher: outside.dispatcher }) });
  await fakePayPal.create({ now: () => 0, outside, post: async () => ({ status: 200, body: "" }) }, {});
  ({ client } = await setUpOwner(app));
});
afterAll(async () => {
  await app.close();
  await outside.close();
});

describe("an automation of the gallery that calls an account", () => {
  const entry = { id: "payment-request", language: "en" };

  it("says that the account is to be connected, makes all else, and cannot be published before", async () => {
    const { needs } = await client.gallery.preview(entry);
    expect(needs).toContainEqual({ kind: "connection", name: "PayPal", exists: false });
    const { automationId, created } = await client.gallery.import(entry);
    expect(created.map(({ kind }) => kind)).not.toContain("connection");
    expect(created).toContainEqual({ kind: "list", name: "To pay" });
    const refused = client.automations.publish({ id: automationId });
    await expect(refused).rejects.toMatchObject({ code: "not_publishable" });
  });

  it("uses the account that is there, whatever it is called", async () => {
    const settings = { environment: "sandbox", clientId: "sandbox-paypal-client" };
    await client.connections.create({ name: "Our till", kind: "paypal", settings, secrets: { clientSecret: "sandbox-paypal-secret" } });
    const { needs } = await client.gallery.preview(entry);
    expect(needs).toContainEqual({ kind: "connection", name: "Our till", exists: true });
    const { automationId } = await client.gallery.import(entry);
    const { draft } = await client.automations.get({ id: automationId });
    const named = draft.steps.filter(({ type }) => type === "paypal").map(({ config }) => config["connection"]);
    expect(named).toEqual(["Our till", "Our till"]);
    await client.automations.publish({ id: automationId });
  });
});

describe("an automation of the gallery that was taken before in another language", () => {
  const entry = { id: "abandoned-cart", language: "it" };

  it("gets templates of its own, with the buttons that its exits are, and shares those that fit", async () => {
    await client.gallery.import({ ...entry, language: "en" });
    expect((await client.gallery.preview(entry)).needs).toContainEqual({ kind: "template", name: "cart_waiting_it", exists: false });
    const { automationId } = await client.gallery.import(entry);
    const { draft } = await client.automations.get({ id: automationId });
    expect(draft.steps[0]?.config["template"]).toBe("cart_waiting_it");
    expect((await client.automations.validate({ document: draft })).problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect((await client.gallery.preview(entry)).needs).toContainEqual({ kind: "template", name: "cart_waiting_it", exists: true });
    expect((await client.gallery.preview({ ...entry, language: "en" })).needs).toContainEqual({
      kind: "template",
      name: "cart_waiting",
      exists: true,
    });
  });
});
