import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { type FakeOutside, startFakeOutside } from "../sandbox/http/fake-outside.ts";
import { inTransaction } from "../store/db.ts";
import { newId } from "../store/id.ts";
import { insertRequests } from "../store/request-write.ts";
import { createRequestsLoop } from "../worker/requests-loop.ts";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const CRM = "https://crm.example.com/leads";
let app: TestApp;
let outside: FakeOutside;
let client: TestClient;
let workspaceId: string;

beforeAll(async () => {
  outside = await startFakeOutside(() => 0);
  app = await createTestApp({ http: createOutgoingHttp({ dispatcher: outside.dispatcher }) });
  ({ client, workspaceId } = await setUpOwner(app));
});
afterAll(async () => {
  await app.close();
  await outside.close();
});

async function queue(connector: string, payload: object): Promise<string> {
  const id = newId();
  const now = app.clock.now();
  await inTransaction(app.context.pool, (tx) =>
    insertRequests(tx.client, [{ workspace_id: workspaceId, id, connector, payload, due_at: now, awaited: false, created_at: now }]),
  );
  return id;
}

async function carryOut() {
  const { pool, clock, secrets, http } = app.context;
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const loop = createRequestsLoop({ pool, clock, secrets, http, logger, publicUrl: "http://parola.test" });
  while ((await loop.runOnce()) > 0);
}

describe("a call to the outside", () => {
  const call = { method: "POST", url: CRM, headers: { "x-api-key": "very-secret-key" }, body: '{"a":1}' };

  it("that failed shows no secret, and carries them when it is made again, under the same id", async () => {
    outside.answer(CRM, { status: 422, body: { error: "closed" } }, 1);
    const id = await queue("webhook", call);
    await carryOut();
    const failed = await client.requests.get({ id });
    expect(failed).toMatchObject({ state: "failed", attempts: 1, retryable: true });
    expect(JSON.stringify(failed)).not.toContain("very-secret-key");
    const { rows } = await app.context.pool.query("SELECT encode(sealed, 'escape') AS sealed FROM request WHERE id = $1", [id]);
    expect(rows[0].sealed).not.toContain("very-secret-key");

    outside.answer(CRM, { status: 201 }, 1);
    expect(await client.requests.retry({ id })).toMatchObject({ state: "pending", attempts: 0 });
    await carryOut();
    expect(await client.requests.get({ id })).toMatchObject({
      state: "done",
      retryable: false,
      log: [{ result: "failed" }, { result: "done" }],
    });
    const [first, second] = outside.calls;
    expect(second?.headers["x-api-key"]).toBe("very-secret-key");
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    await expect(client.requests.retry({ id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("that waits for its next attempt is made now", async () => {
    outside.answer(CRM, { status: 503 }, 1);
    const id = await queue("webhook", { method: "GET", url: CRM });
    await carryOut();
    expect(await client.requests.get({ id })).toMatchObject({ state: "pending", attempts: 1, retryable: true });
    outside.answer(CRM, { status: 200 }, 1);
    await client.requests.retry({ id });
    await carryOut();
    expect(await client.requests.get({ id })).toMatchObject({ state: "done", attempts: 2 });
  });

  it("whose repetition the other side would take for a second one is not repeated", async () => {
    const id = await queue("activecampaign", { action: "create_deal" });
    await carryOut();
    expect(await client.requests.get({ id })).toMatchObject({ state: "failed", retryable: false });
    await expect(client.requests.retry({ id })).rejects.toMatchObject({ code: "conflict" });
    await expect(client.requests.retry({ id: newId() })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is found by what made it and where it went", async () => {
    expect((await client.requests.list({ connector: "webhook" })).items).toHaveLength(2);
    expect((await client.requests.list({ connector: "webhook", state: "failed" })).items).toEqual([]);
    expect((await client.requests.list({ automationId: newId() })).items).toEqual([]);
  });
});
