import { randomBytes } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import type { OutgoingRequest, OutgoingResult } from "../domain/outgoing-http.ts";
import { insertConnection, listConnections } from "../store/connections.ts";
import { newId } from "../store/id.ts";
import { insertRequests } from "../store/request-write.ts";
import { createSecretBox } from "../store/secret.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import type { RequestHandler } from "./requests/handler.ts";
import { REQUEST_HANDLERS } from "./requests/handlers.ts";
import { createRequestsLoop } from "./requests-loop.ts";
import { createTestWorkspace, type TestWorkspace } from "./test-workspace.ts";

const START = Date.parse("2026-03-02T09:00:00Z");
const MINUTE = 60_000;
const AUTOMATION = newId();
const box = createSecretBox(randomBytes(32));
let database: TestDatabase;
let workspace: TestWorkspace;
let contactId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query("DELETE FROM request; DELETE FROM event");
  workspace = await createTestWorkspace(database.pool, START);
  [contactId] = (await workspace.addContacts([{}])) as [string];
});

/** A loop whose outside is `answer`. */
function loopWith(answer: (request: OutgoingRequest) => OutgoingResult | Promise<OutgoingResult>, handlers = REQUEST_HANDLERS) {
  const sent: OutgoingRequest[] = [];
  const http = { send: async (request: OutgoingRequest) => (sent.push(request), await answer(request)) };
  const loop = createRequestsLoop({ ...workspace.context, secrets: box, http, publicUrl: "https://parola.example.com" }, handlers);
  return {
    sent,
    loop,
    /** Until nothing is due. */
    async run() {
      while ((await loop.runOnce()) > 0);
    },
  };
}

const status = (code: number, body = "{}", headers: Record<string, string> = {}): OutgoingResult => ({
  ok: true,
  status: code,
  headers,
  body,
});

interface Asked {
  connector?: string;
  connection?: string;
  payload?: JsonObject;
  awaited?: boolean;
  workspaceId?: string;
  /** Asked by a step of this run. */
  runId?: string;
}

async function ask(parts: Asked = {}) {
  const id = newId();
  const payload = parts.payload ?? {
    method: "POST",
    url: "https://crm.example.com/leads",
    headers: {},
    body: '{"a":1}',
    timeoutMs: 15_000,
  };
  await insertRequests(database.pool as unknown as pg.ClientBase, [
    {
      workspace_id: parts.workspaceId ?? workspace.id,
      id,
      connector: parts.connector ?? "webhook",
      connection: parts.connection ?? null,
      payload,
      due_at: workspace.context.clock.now(),
      awaited: parts.awaited ?? true,
      contact_id: contactId,
      ...(parts.runId !== undefined && { automation_id: AUTOMATION, run_id: parts.runId, step_id: "call" }),
      created_at: workspace.context.clock.now(),
    },
  ]);
  return id;
}

async function row(id: string) {
  const [found] = await workspace.query<{ state: string; attempts: number; due_at: Date; log: JsonObject[]; payload: JsonObject }>(
    "SELECT state, attempts, due_at, log, payload FROM request WHERE id = $1",
    [id],
  );
  return found!;
}

const events = () =>
  workspace.query<{ type: string; payload: JsonObject; contact_key: string }>("SELECT type, payload, contact_key FROM event ORDER BY seq");

describe("the requests loop", () => {
  it("calls, and tells the path that waits what came back", async () => {
    const id = await ask();
    const { run, sent } = loopWith(() => status(201, '{"data": {"id": "C-9"}}'));
    await run();
    expect(sent).toHaveLength(1);
    expect(await events()).toEqual([
      { type: "request_result", contact_key: `c:${contactId}`, payload: { key: id, ok: true, status: 201, body: { data: { id: "C-9" } } } },
    ]);
    expect(await row(id)).toMatchObject({ state: "done", attempts: 1, log: [{ result: "done", exchanges: [{ status: 201 }] }] });
  });

  it("tells nobody where nobody waits", async () => {
    await ask({ awaited: false });
    await loopWith(() => status(500)).run();
    await loopWith(() => status(200)).run();
    expect(await events()).toEqual([]);
  });

  it("marks the step that went on without waiting, once, and counts it", async () => {
    const runId = newId();
    const id = await ask({ awaited: false, runId });
    const fine = await ask({ awaited: false, runId });
    for (const requestId of [id, fine]) {
      await workspace.query(
        `INSERT INTO run_step (workspace_id, run_id, contact_id, automation_id, version_id, path_id, step_id, step_type, visit, entered_at, left_at, exit, result)
         VALUES ($1, $2, $3, $4, $5, '1', 'call', 'send_webhook', 1, to_timestamp($6), to_timestamp($6), 'next', $7)`,
        [workspace.id, runId, contactId, AUTOMATION, newId(), START / 1000, JSON.stringify({ requestId })],
      );
    }
    let calls = 0;
    await loopWith(() => status(calls++ === 0 ? 404 : 200)).run();
    expect(await events()).toEqual([]);
    expect(await workspace.query("SELECT error FROM run_step WHERE run_id = $1 ORDER BY error NULLS LAST", [runId])).toEqual([
      { error: expect.stringMatching(/./) },
      { error: null },
    ]);
    const counts = () =>
      workspace.query("SELECT node_id, what, day::text, count::int FROM step_count WHERE automation_id = $1", [AUTOMATION]);
    expect(await counts()).toEqual([{ node_id: "call", what: "error", day: "2026-03-02", count: 1 }]);
  });

  it("tries six times within the hour with one id, then fails with the last answer", async () => {
    const id = await ask();
    const { run, sent, loop } = loopWith(() => status(503));
    for (;;) {
      await run();
      const due = await loop.nextDueAt();
      if (due === null) break;
      expect(due).toBeGreaterThan(workspace.context.clock.time);
      workspace.context.clock.time = due;
    }
    expect(workspace.context.clock.time - START).toBeLessThan(60 * MINUTE);
    expect(sent.map(({ headers }) => headers?.["webhook-id"])).toEqual(Array.from({ length: 6 }, () => id));
    expect(new Set(sent.map(({ headers }) => headers?.["webhook-timestamp"])).size).toBe(6);
    expect((await events())[0]?.payload).toMatchObject({ key: id, ok: false, code: "http_503", status: 503 });
    expect((await row(id)).log).toHaveLength(6);
  });

  it("waits as long as the other side asks, but not beyond the hour", async () => {
    const id = await ask();
    await loopWith(() => status(429, "", { "retry-after": "600" })).run();
    expect((await row(id)).due_at.getTime()).toBe(START + 10 * MINUTE);
    workspace.context.clock.time = START + 10 * MINUTE;
    await loopWith(() => status(429, "", { "retry-after": "86400" })).run();
    expect(await row(id)).toMatchObject({ state: "failed", attempts: 2 });
  });

  it("does not repeat what cannot fare better", async () => {
    const id = await ask();
    await loopWith(() => ({ ok: false, code: "private_address", detail: "x is a private address", temporary: false })).run();
    expect(await row(id)).toMatchObject({ state: "failed", attempts: 1, log: [{ code: "private_address" }] });
  });

  it("takes up again what a dead process had in hand, and lets it change nothing any more", async () => {
    const id = await ask();
    let release: (result: OutgoingResult) => void = () => {};
    const dead = loopWith(() => new Promise<OutgoingResult>((resolve) => (release = resolve)));
    await dead.loop.runOnce();
    await vi.waitFor(() => expect(dead.sent).toHaveLength(1));
    const other = loopWith(() => status(200, '"second"'));
    await other.run();
    expect(other.sent).toEqual([]);
    workspace.context.clock.time += 2 * MINUTE;
    await other.run();
    expect(other.sent).toHaveLength(1);
    release(status(200, '"first"'));
    await dead.loop.drain?.();
    expect(await row(id)).toMatchObject({ state: "done", attempts: 2 });
    expect((await events()).map(({ payload }) => payload["body"])).toEqual(["second"]);
  });

  it("goes on while a slow host holds one call open", async () => {
    await ask({ payload: { method: "POST", url: "https://slow.example.com/", headers: {} } });
    let release: (result: OutgoingResult) => void = () => {};
    const { loop, sent } = loopWith(({ url }) =>
      url.includes("slow") ? new Promise<OutgoingResult>((resolve) => (release = resolve)) : status(200),
    );
    await loop.runOnce();
    const quick = await ask();
    await loop.runOnce();
    await loop.runOnce();
    expect(sent).toHaveLength(2);
    expect((await row(quick)).state).toBe("done");
    release(status(200));
    await loop.drain?.();
  });

  it("gives each workspace its share", async () => {
    const other = await createTestWorkspace(database.pool, START);
    for (let i = 0; i < 130; i++) await ask({ awaited: false });
    const late = await ask({ awaited: false, workspaceId: other.id });
    const never = new Promise<OutgoingResult>(() => {});
    const { loop, sent } = loopWith(() => never);
    await loop.runOnce();
    expect(await row(late)).toMatchObject({ state: "sending" });
    for (let i = 0; i < 4; i++) await loop.runOnce();
    // 64 of one workspace and at most one claim more are on the wire.
    expect(sent.length).toBeGreaterThan(64);
    expect(sent.length).toBeLessThanOrEqual(64 + 32 + 1);
  });

  it("keeps no secrets of calls that are over", async () => {
    await insertConnection(
      database.pool as unknown as pg.ClientBase,
      box,
      workspace.id,
      { name: "CRM", kind: "http", settings: { scheme: "bearer" }, secrets: { secret: "tops3cret" } },
      START,
    );
    const headers = { "X-Api-Key": "own-key" };
    const id = await ask({
      connection: "CRM",
      payload: { method: "POST", url: "https://x.example/?token=abc", headers, body: '{"password":"pw1"}' },
    });
    const { run, sent } = loopWith(() => status(401, '{"error": "tops3cret is not valid"}', { "set-cookie": "session=1" }));
    await run();
    expect(sent[0]?.headers).toMatchObject({ authorization: "Bearer tops3cret", "x-api-key": "own-key" });
    const kept = JSON.stringify(await row(id));
    for (const secret of ["tops3cret", "own-key", "abc", "pw1", "session=1"]) expect(kept).not.toContain(secret);
  });

  it("fails where the connection is gone, revoked or of another kind", async () => {
    const handler: RequestHandler = { kind: "crm", run: async () => ({ kind: "done" }) };
    const client = database.pool as unknown as pg.ClientBase;
    await insertConnection(client, box, workspace.id, { name: "shop", kind: "shop", settings: {}, secrets: {} }, START);
    const gone = await ask({ connector: "crm", connection: "nobody" });
    const wrong = await ask({ connector: "crm", connection: "shop" });
    await loopWith(() => status(200), { crm: handler }).run();
    expect((await row(gone)).log).toMatchObject([{ code: "missing_connection" }]);
    expect((await row(wrong)).log).toMatchObject([{ code: "wrong_connection" }]);
  });

  it("shows a connection whose credentials are refused as failing, until it works again", async () => {
    const client = database.pool as unknown as pg.ClientBase;
    await insertConnection(client, box, workspace.id, { name: "CRM", kind: "crm", settings: {}, secrets: {} }, START);
    const health = async () => (await listConnections(database.pool, box, workspace.id))[0];
    let works = false;
    const crm: RequestHandler = {
      kind: "crm",
      run: async () => (works ? { kind: "done" } : { kind: "failed", code: "unauthorized", detail: "no" }),
    };
    await ask({ connector: "crm", connection: "CRM" });
    await loopWith(() => status(200), { crm }).run();
    expect(await health()).toMatchObject({ status: "failing", statusDetail: "unauthorized: no", checkedAt: START });
    works = true;
    await ask({ connector: "crm", connection: "CRM" });
    await loopWith(() => status(200), { crm }).run();
    expect(await health()).toMatchObject({ status: "ok", statusDetail: null });
  });

  it("keeps to a connection's speed without using up attempts", async () => {
    const client = database.pool as unknown as pg.ClientBase;
    await insertConnection(client, box, workspace.id, { name: "CRM", kind: "crm", settings: {}, secrets: {} }, START);
    const at: number[] = [];
    const crm: RequestHandler = {
      kind: "crm",
      rate: { capacity: 2, perSecond: 2 },
      run: async (_request, { now }) => (at.push(now - START), { kind: "done" }),
    };
    const ids = [];
    for (let i = 0; i < 6; i++) ids.push(await ask({ connector: "crm", connection: "CRM" }));
    const { run, loop } = loopWith(() => status(200), { crm });
    for (let due: number | null = START; due !== null; due = await loop.nextDueAt()) {
      workspace.context.clock.time = Math.max(due, workspace.context.clock.time);
      await run();
    }
    expect(at).toEqual([0, 0, 500, 1000, 1500, 2000]);
    for (const id of ids) expect(await row(id)).toMatchObject({ state: "done", attempts: 1 });
  });

  it("leaves requests of connectors it does not know to the loop that does", async () => {
    const id = await ask({ connector: "something_else" });
    const { run, loop } = loopWith(() => status(200));
    await run();
    expect((await row(id)).state).toBe("pending");
    expect(await loop.nextDueAt()).toBeNull();
  });
});
