import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import { createDb } from "../store/db.ts";
import { newId } from "../store/id.ts";
import { dropPartitionsBefore, ensurePartitions, wantedPartitions } from "../store/partitions.ts";
import { emptyDatabase } from "../store/scenario/empty.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { keepHouse } from "./housekeeping.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-25T12:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(() => emptyDatabase(database.pool));

const query = async (text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows;
const step = (workspaceId: string, runId: string, at: number) =>
  query(
    `INSERT INTO run_step (workspace_id, run_id, contact_id, automation_id, version_id, path_id, step_id, step_type, visit, entered_at, left_at)
VALUES ($1, $2, $1, $1, $1, '1', 's', 'delay', 1, $3, $3)`,
    [workspaceId, runId, new Date(at)],
  );
const places = async () =>
  (await query("SELECT tableoid::regclass::text AS place FROM run_step ORDER BY left_at")).map(({ place }) => place);

async function workspace(retentionDays?: number): Promise<string> {
  const id = newId();
  await query("INSERT INTO workspace (id, name, slug, settings) VALUES ($1, 'W', $2, $3)", [
    id,
    id,
    JSON.stringify({ timeZone: "Europe/Rome", ...(retentionDays && { retentionDays }) }),
  ]);
  return id;
}

function house(deleted: string[] = []) {
  const storage: FileStorage = {
    put: async () => {},
    get: async () => null,
    delete: async (key) => void deleted.push(key),
  };
  return keepHouse({ pool: database.pool, db: createDb(database.pool), clock: { now: () => NOW }, storage });
}

it("wants a partition for this month and the next three, in UTC", () => {
  expect(wantedPartitions(Date.parse("2026-11-30T23:59:59Z"))).toEqual([
    { name: "run_step_2026_11", from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" },
    { name: "run_step_2026_12", from: "2026-12-01T00:00:00.000Z", to: "2027-01-01T00:00:00.000Z" },
    { name: "run_step_2027_01", from: "2027-01-01T00:00:00.000Z", to: "2027-02-01T00:00:00.000Z" },
    { name: "run_step_2027_02", from: "2027-02-01T00:00:00.000Z", to: "2027-03-01T00:00:00.000Z" },
  ]);
});

it("makes months ahead, moves what lay in the default partition there, and keeps what belongs to no month", async () => {
  const id = await workspace();
  const run = newId();
  await step(id, run, Date.parse("2020-02-02"));
  await step(id, run, NOW);
  await step(id, run, Date.parse("2040-01-01"));
  // Several processes start at once.
  const made = (await Promise.all([1, 2, 3].map(() => ensurePartitions(database.pool, NOW)))).flat();
  expect(made.toSorted()).toEqual(["run_step_2026_11", "run_step_2026_12", "run_step_2027_01", "run_step_2027_02"]);
  expect(await ensurePartitions(database.pool, NOW)).toEqual([]);
  await step(id, run, Date.parse("2026-12-31T23:59:59Z"));
  expect(await places()).toEqual(["run_step_default", "run_step_2026_11", "run_step_2026_12", "run_step_default"]);
  const indexes = await query("SELECT count(*)::int AS n FROM pg_indexes WHERE tablename = 'run_step_2026_12'");
  expect(indexes).toEqual(await query("SELECT count(*)::int AS n FROM pg_indexes WHERE tablename = 'run_step_default'"));
});

it("gives up on a partition that is in use, without holding up anybody, and makes it the next time", async () => {
  const client = await database.pool.connect();
  try {
    await client.query("BEGIN; SELECT count(*) FROM run_step");
    expect(await ensurePartitions(database.pool, Date.parse("2030-01-15"))).toEqual([]);
    await client.query("ROLLBACK");
  } finally {
    client.release();
  }
  expect(await ensurePartitions(database.pool, Date.parse("2030-01-15"))).toHaveLength(4);
});

it("drops whole months that ended, and nothing else", async () => {
  await ensurePartitions(database.pool, Date.parse("2031-01-15"));
  expect(await dropPartitionsBefore(database.pool, Date.parse("2031-03-01"))).toEqual(
    expect.arrayContaining(["run_step_2031_01", "run_step_2031_02"]),
  );
  const left = await query("SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'run_step'::regclass ORDER BY 1");
  expect(left.map(({ name }) => name)).toEqual(["run_step_2031_03", "run_step_2031_04", "run_step_default"]);
});

async function history(workspaceId: string, contactId: string, at: number, ended = true) {
  const [message, run] = [newId(), newId()];
  await query(
    `INSERT INTO message (workspace_id, id, chat_id, contact_id, channel_id, direction, type, text, content, status, provider_id, sender, created_at)
VALUES ($1, $2, $1, $3, $1, 'in', 'text', 'x', '{}', 'received', $4, 'contact', $5)`,
    [workspaceId, message, contactId, `wamid.${message}`, new Date(at)],
  );
  await query("INSERT INTO provider_message (workspace_id, channel_id, provider_id, message_id) VALUES ($1, $1, $2, $3)", [
    workspaceId,
    `wamid.${message}`,
    message,
  ]);
  await query("INSERT INTO media (workspace_id, id, message_id, status, storage_key, created_at) VALUES ($1, $2, $3, 'stored', $4, $5)", [
    workspaceId,
    newId(),
    message,
    `key-${message}`,
    new Date(at),
  ]);
  await query(
    `INSERT INTO run (workspace_id, id, automation_id, version_id, contact_id, status, trigger, state, started_at, ended_at)
VALUES ($1, $2, $1, $1, $3, $4, '{"type": "customer_message", "id": "t", "at": 1, "text": "secret"}', '{"vars": {"a": "secret"}}', $5, $6)`,
    [workspaceId, run, contactId, ended ? "completed" : "waiting", new Date(at), ended ? new Date(at) : null],
  );
  await step(workspaceId, run, at);
  return { message, run };
}

it("deletes the history of workspaces that set how long they keep it, and of no other", async () => {
  const [keeping, all] = [await workspace(90), await workspace()];
  const contact = newId();
  const old = await history(keeping, contact, NOW - 100 * DAY);
  await history(keeping, contact, NOW - 95 * DAY);
  const waiting = await history(keeping, contact, NOW - 100 * DAY, false);
  const recent = await history(keeping, contact, NOW - 10 * DAY);
  const lonely = await history(keeping, newId(), NOW - 100 * DAY);
  await history(all, contact, NOW - 1000 * DAY);

  const deleted: string[] = [];
  await house(deleted);

  expect(await query("SELECT id FROM message WHERE workspace_id = $1", [keeping])).toEqual([{ id: recent.message }]);
  expect(await query("SELECT message_id AS id FROM provider_message WHERE workspace_id = $1", [keeping])).toEqual([{ id: recent.message }]);
  expect(deleted).toHaveLength(4);
  expect(deleted).toContain(`key-${old.message}`);
  expect(await query("SELECT run_id AS id FROM run_step WHERE workspace_id = $1 ORDER BY 1", [keeping])).toEqual([
    { id: waiting.run },
    { id: recent.run },
  ]);
  // The last run of a contact that had no other since stays, for "once per contact", but says nothing about it.
  const runs = await query("SELECT id, state->'vars' AS vars, trigger->'text' AS text FROM run WHERE workspace_id = $1 ORDER BY id", [
    keeping,
  ]);
  expect(runs).toEqual([
    { id: waiting.run, vars: { a: "secret" }, text: "secret" },
    { id: recent.run, vars: { a: "secret" }, text: "secret" },
    { id: lonely.run, vars: {}, text: null },
  ]);
  expect(await query("SELECT count(*)::int AS n FROM message WHERE workspace_id = $1", [all])).toEqual([{ n: 1 }]);
  expect(await query("SELECT count(*)::int AS n FROM run_step WHERE workspace_id = $1", [all])).toEqual([{ n: 1 }]);
});

it("deletes logs after a month, but nothing that is still to be done", async () => {
  const id = await workspace();
  for (const days of [20, 40]) {
    const at = new Date(NOW - days * DAY);
    for (const handled of [true, false])
      await query(
        "INSERT INTO channel_event (workspace_id, channel_id, kind, payload, received_at, handled) VALUES ($1, $1, 'unknown', '{}', $2, $3)",
        [id, at, handled],
      );
    for (const state of ["done", "pending"])
      await query(
        "INSERT INTO request (workspace_id, id, connector, payload, state, due_at, awaited, created_at, finished_at) VALUES ($1, $2, 'http', '{}', $3, $4, false, $4, $5)",
        [id, newId(), state, at, state === "done" ? at : null],
      );
  }
  await house();
  const left = await query("SELECT handled, received_at > $1 AS recent FROM channel_event ORDER BY 1, 2", [new Date(NOW - 30 * DAY)]);
  expect(left).toEqual([
    { handled: false, recent: false },
    { handled: false, recent: true },
    { handled: true, recent: true },
  ]);
  expect((await query("SELECT state FROM request ORDER BY 1")).map(({ state }) => state)).toEqual(["done", "pending", "pending"]);
});
