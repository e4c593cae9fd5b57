import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OutgoingRequest, OutgoingResult } from "../domain/outgoing-http.ts";
import { lastDeliveries, listDeliveries, replayDeliveries } from "../store/event-deliveries.ts";
import {
  eventWebhookSecrets,
  findEventWebhook,
  insertEventWebhook,
  rotateEventWebhookSecret,
  updateEventWebhook,
} from "../store/event-webhooks.ts";
import { notifyWork } from "../store/notify.ts";
import { createSecretBox } from "../store/secret.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { transaction } from "../store/transaction.ts";
import { createEventsLoop } from "./events-loop.ts";
import { createRequestsLoop } from "./requests-loop.ts";
import { createTestWorkspace, type TestWorkspace } from "./test-workspace.ts";

const START = Date.parse("2026-03-02T09:00:00Z");
const HOUR = 3_600_000;
const box = createSecretBox(randomBytes(32));
let database: TestDatabase;
let workspace: TestWorkspace;
let contactId: string;
let webhookId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspace = await createTestWorkspace(database.pool, START);
  [contactId] = (await workspace.addContacts([{ phone: "+393330000001" }])) as [string];
  const webhook = { name: "CRM", url: "https://crm.example.com/events", types: ["contact.updated"] };
  webhookId = await insertEventWebhook(database.pool, box, workspace.id, webhook, START);
});

const happen = (type = "contact.updated", id = contactId) => notifyWork(database.pool, {}, [{ w: workspace.id, t: type, id }]);

/** Runs both loops until nothing is due. */
async function deliver(answer: OutgoingResult | ((request: OutgoingRequest) => OutgoingResult) = status(200)): Promise<OutgoingRequest[]> {
  const sent: OutgoingRequest[] = [];
  const http = { send: async (request: OutgoingRequest) => (sent.push(request), typeof answer === "function" ? answer(request) : answer) };
  const context = { ...workspace.context, secrets: box, http, publicUrl: "https://parola.example.com" };
  for (const loop of [createEventsLoop(context), createRequestsLoop(context)]) while ((await loop.runOnce()) > 0);
  return sent;
}

const status = (code: number): OutgoingResult => ({ ok: true, status: code, headers: {}, body: "" });
const find = () => findEventWebhook(database.pool, workspace.id, webhookId);
const log = () => listDeliveries(database.pool, workspace.id, webhookId, { limit: 10 });

describe("an event webhook", () => {
  it("is told what happened, in a signed envelope", async () => {
    await happen();
    const [call] = await deliver();
    expect(call?.timeoutMs).toBe(30_000);
    const body = call?.body as string;
    expect(JSON.parse(body)).toMatchObject({
      type: "contact.updated",
      timestamp: "2026-03-02T09:00:00.000Z",
      data: { id: contactId, phone: "+393330000001" },
    });
    const [secret = ""] = await eventWebhookSecrets(database.pool, box, workspace.id, webhookId, START);
    const headers = call?.headers as Record<string, string>;
    expect(headers["webhook-signature"]).toBe(new Webhook(secret).sign(headers["webhook-id"] ?? "", new Date(START), body));
    expect(await log()).toMatchObject([{ type: "contact.updated", state: "done", attempts: 1 }]);
    expect((await lastDeliveries(database.pool, workspace.id)).get(webhookId)).toMatchObject({ ok: true });
  });

  it("is not told of other types, of another workspace, or while it is off", async () => {
    const other = await createTestWorkspace(database.pool, START);
    await notifyWork(database.pool, {}, [{ w: other.id, t: "contact.updated", id: contactId }]);
    await happen("contact.deleted");
    await happen("run.changed");
    await updateEventWebhook(database.pool, workspace.id, webhookId, { active: false }, START);
    await happen();
    expect(await deliver()).toEqual([]);
  });

  it("is not told of what was rolled back", async () => {
    const undone = transaction(database.pool, async (client) => {
      await notifyWork(client, {}, [{ w: workspace.id, t: "contact.updated", id: contactId }]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await deliver()).toEqual([]);
  });

  it("gets two signatures for a day after a rotation", async () => {
    await rotateEventWebhookSecret(database.pool, box, workspace.id, webhookId, START);
    await happen();
    const signatures = async () => (await deliver())[0]?.headers?.["webhook-signature"]?.split(" ").length;
    expect(await signatures()).toBe(2);
    workspace.context.clock.time += 25 * HOUR;
    await happen();
    expect(await signatures()).toBe(1);
  });

  it("that answers 410 is switched off", async () => {
    await happen();
    await deliver(status(410));
    expect(await find()).toMatchObject({ status: "disabled", statusDetail: "gone" });
    expect(await log()).toMatchObject([{ state: "failed", attempts: 1 }]);
  });

  /** Goes from attempt to attempt until nothing waits, or to `until`. Returns the calls. */
  async function passTime(answer: (request: OutgoingRequest) => OutgoingResult, until = Number.POSITIVE_INFINITY) {
    const calls: OutgoingRequest[] = [];
    for (;;) {
      const { rows } = await database.pool.query<{ at: Date | null }>(
        "SELECT min(due_at) AS at FROM request WHERE workspace_id = $1 AND state = 'pending'",
        [workspace.id],
      );
      const due = rows[0]?.at?.getTime();
      if (due === undefined || due > until) return calls;
      workspace.context.clock.time = due;
      calls.push(...(await deliver(answer)));
    }
  }
  const idOf = ({ headers }: OutgoingRequest) => headers?.["webhook-id"] ?? "";
  const another = async (hours: number) => {
    workspace.context.clock.time = START + hours * HOUR;
    await happen();
    return await deliver(status(500));
  };

  it("is tried ten times over three days with one id, and one event that it always refuses does not switch it off", async () => {
    await happen();
    const first = await deliver(status(404));
    const ids = [...first, ...(await passTime(() => status(404)))].map(idOf);
    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(1);
    expect(workspace.context.clock.time - START).toBeGreaterThan(72 * HOUR);
    expect(await log()).toMatchObject([{ state: "failed", attempts: 10 }]);
    expect(await find()).toMatchObject({ status: "active", statusDetail: null });
  });

  it("that refuses some events and takes others stays on", async () => {
    await happen();
    const [poison] = (await deliver(status(422))).map(idOf);
    const poisons = new Set([poison, ...(await another(1)).map(idOf), ...(await another(2)).map(idOf)]);
    // Something is taken after that; the three fail to their end, one after the other.
    workspace.context.clock.time = START + 3 * HOUR;
    await happen();
    await deliver((request) => (poisons.has(idOf(request)) ? status(422) : status(200)));
    await passTime((request) => (poisons.has(idOf(request)) ? status(422) : status(200)));
    expect((await log()).map(({ state }) => state)).toEqual(["done", "failed", "failed", "failed"]);
    expect(await find()).toMatchObject({ status: "active" });
  });

  it("that took something on a late attempt stays on, though newer events fail", async () => {
    await happen();
    const [late] = (await deliver(status(503))).map(idOf);
    for (const hours of [0.5, 1, 1.5]) await another(hours);
    await passTime((request) => (idOf(request) === late && workspace.context.clock.time > START + 50 * HOUR ? status(200) : status(503)));
    expect((await log()).map(({ state }) => state)).toEqual(["failed", "failed", "failed", "done"]);
    expect(await find()).toMatchObject({ status: "active" });
  });

  it("that refuses different events for days is switched off", async () => {
    await happen();
    await deliver(status(500));
    await another(1);
    await another(2);
    await passTime(() => status(500));
    expect(await find()).toMatchObject({ status: "disabled", statusDetail: "exhausted" });
    expect((await log()).map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
  });

  it("that was down for the last hours of one event's attempts stays on", async () => {
    await happen();
    await deliver(status(500));
    await passTime(() => status(500), START + 60 * HOUR);
    for (const hours of [70, 71, 72]) await another(hours);
    await passTime(() => status(500), START + 76 * HOUR);
    expect((await log()).at(-1)).toMatchObject({ state: "failed" });
    expect(await find()).toMatchObject({ status: "active" });
  });

  it("begins anew when it is switched on again or moved", async () => {
    await happen();
    await deliver(status(500));
    await another(1);
    await another(2);
    await passTime(() => status(500));
    for (const change of [{ active: true }, { url: "https://crm.example.com/moved" }]) {
      await updateEventWebhook(database.pool, workspace.id, webhookId, change, workspace.context.clock.time);
      await happen();
      await deliver(status(500));
      await passTime(() => status(500));
      expect((await log())[0]).toMatchObject({ state: "failed", attempts: 10 });
      expect(await find()).toMatchObject({ status: "active", statusDetail: null });
    }
  });

  it("is sent a replay under the same id, byte for byte", async () => {
    await happen();
    const [first] = await deliver();
    const [delivery] = await log();
    const replayed = await transaction(database.pool, (client) =>
      replayDeliveries(client, workspace.id, webhookId, { id: delivery!.id }, START),
    );
    expect(replayed).toBe(1);
    const [again] = await deliver();
    expect(again?.body).toBe(first?.body);
    expect(again?.headers?.["webhook-id"]).toBe(first?.headers?.["webhook-id"]);
  });

  it("is sent again all that failed since an instant, and nothing else", async () => {
    await happen();
    await deliver();
    workspace.context.clock.time += HOUR;
    await happen();
    await deliver(status(410));
    const replay = (since: number, failedOnly: boolean) =>
      transaction(database.pool, (client) =>
        replayDeliveries(client, workspace.id, webhookId, { since, failedOnly }, workspace.context.clock.time),
      );
    expect(await replay(START, true)).toBe(1);
    // What waits already is not asked for twice.
    expect(await replay(START + HOUR, false)).toBe(0);
    expect(await replay(START, false)).toBe(1);
  });
});
