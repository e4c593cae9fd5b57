import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { zonedToInstant } from "../domain/calendar.ts";
import type { JsonObject } from "../domain/json.ts";
import { createCatalogCache } from "../store/catalog-cache.ts";
import { CLAIM_DUE_PLANS, NEXT_DUE_PLAN } from "../store/date-due.ts";
import { planAutomation, replanDates } from "../store/date-planning.ts";
import { planDates } from "../store/date-plans.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { transaction } from "../store/transaction.ts";
import { createDatesLoop } from "./dates-loop.ts";
import { createTestWorkspace, type TestWorkspace } from "./test-workspace.ts";

const at = (local: string, zone = "Europe/Rome") => zonedToInstant(local, zone);
const START = at("2026-03-20T10:00");
const document = (config: JsonObject, name = "Dates") => ({
  name,
  triggers: [{ id: "t1", type: "date_condition", config, next: "s1" }],
  steps: [{ id: "s1", type: "add_note", config: { text: "x" } }],
});

let database: TestDatabase;
let workspace: TestWorkspace;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query("TRUNCATE workspace CASCADE; TRUNCATE event");
  workspace = await createTestWorkspace(database.pool, START);
  await workspace.addField("APPT", "datetime");
  await workspace.addField("BIRTHDAY", "date");
});

/** Lets the loop do what is due at this instant. */
async function runAt(time: number, context = workspace.context): Promise<void> {
  context.clock.time = time;
  const loop = createDatesLoop(context);
  while ((await loop.runOnce()) > 0);
}

async function write(contactId: string, fields: object, timeZone: string | null = null): Promise<void> {
  await transaction(database.pool, async (client) => {
    await client.query("UPDATE contact SET fields = $2, time_zone = $3 WHERE id = $1", [contactId, fields, timeZone]);
    await planDates(client, workspace.context.catalogs, [{ workspaceId: workspace.id, contactId }], workspace.context.clock.time);
  });
}

async function activate(automationId: string): Promise<void> {
  await transaction(database.pool, (client) => planAutomation(client, workspace.id, automationId, workspace.context.clock.time));
  await runAt(workspace.context.clock.time);
}

const starts = () =>
  workspace.query<{ contact: string; at: string; automation: string }>(
    `SELECT contact_id AS contact, (payload->>'occurrence')::float8 AS at, payload->>'automationId' AS automation FROM event ORDER BY seq`,
  );
const planned = () =>
  workspace.query<{ contact: string; due: Date | null }>("SELECT contact_id AS contact, due_at AS due FROM date_plan ORDER BY due_at");

describe("a date condition", () => {
  it("starts at its instant, once, however often and by whomever the loop runs", async () => {
    const automation = await workspace.addAutomation(document({ field: "APPT", when: "before", offset: { days: 1 } }));
    const [contact] = await workspace.addContacts([{}]);
    await write(contact as string, { APPT: "2026-04-10T10:00" });
    await runAt(at("2026-04-09T09:59:59"));
    expect(await starts()).toEqual([]);
    workspace.context.clock.time = at("2026-04-09T10:00");
    const other = { ...workspace.context, catalogs: createCatalogCache(workspace.context.registry) };
    await Promise.all([workspace.context, other, workspace.context].map((context) => runAt(at("2026-04-09T10:00"), context)));
    expect(await starts()).toEqual([{ contact, automation, at: at("2026-04-09T10:00") }]);
  });

  it("follows a new value and is cancelled by an empty one", async () => {
    await workspace.addAutomation(document({ field: "APPT" }));
    const [contact] = await workspace.addContacts([{}]);
    await write(contact as string, { APPT: "2026-04-10T10:00" });
    await write(contact as string, { APPT: "2026-05-10T10:00" });
    expect((await planned()).map(({ due }) => due?.getTime())).toEqual([at("2026-05-10T10:00")]);
    await write(contact as string, {});
    expect(await planned()).toEqual([]);
  });

  it("does not start for a value that is already past when it is written", async () => {
    await workspace.addAutomation(document({ field: "APPT" }));
    const [contact] = await workspace.addContacts([{}]);
    await write(contact as string, { APPT: "2026-03-20T09:59" });
    await runAt(START);
    expect(await starts()).toEqual([]);
  });

  it("finds the contacts that had the date before it was activated, and forgets them when it is paused", async () => {
    await workspace.addContacts([{ fields: { BIRTHDAY: "1990-03-21" } }, {}, { fields: { BIRTHDAY: "1990-03-19" } }]);
    const automation = await workspace.addAutomation(document({ field: "BIRTHDAY", everyYear: true }));
    await activate(automation);
    expect((await planned()).map(({ due }) => due?.getTime())).toEqual([at("2026-03-21T09:00"), at("2027-03-19T09:00")]);
    await workspace.query("UPDATE automation SET state = 'paused'");
    await workspace.query("UPDATE workspace SET revision = revision + 1");
    await activate(automation);
    expect(await planned()).toEqual([]);
  });

  it("starts for what comes due while a large workspace is still being planned", async () => {
    await workspace.addContacts([{ fields: { APPT: "2026-03-20T10:00:30" } }]);
    const automation = await workspace.addAutomation(document({ field: "APPT" }));
    await transaction(database.pool, (client) => planAutomation(client, workspace.id, automation, START));
    await runAt(START + 60_000);
    expect((await starts()).map((start) => start.at)).toEqual([START + 30_000]);
  });

  it("of a contact that moves to another time zone comes at its local time, and not twice", async () => {
    await workspace.addAutomation(document({ field: "BIRTHDAY", everyYear: true }));
    const [contact] = await workspace.addContacts([{}]);
    await write(contact as string, { BIRTHDAY: "1990-03-25" });
    await write(contact as string, { BIRTHDAY: "1990-03-25" }, "Asia/Tokyo");
    expect((await planned())[0]?.due?.getTime()).toBe(at("2026-03-25T09:00", "Asia/Tokyo"));
    await runAt(at("2026-03-25T09:00", "Asia/Tokyo"));
    await write(contact as string, { BIRTHDAY: "1990-03-25" }, "Europe/Rome");
    await runAt(at("2026-03-25T12:00"));
    expect((await starts()).length).toBe(1);
    expect((await planned())[0]?.due?.getTime()).toBe(at("2027-03-25T09:00"));
  });

  it("moves with the workspace's time zone", async () => {
    await workspace.addAutomation(document({ field: "BIRTHDAY", everyYear: true }));
    const [contact] = await workspace.addContacts([{}]);
    await write(contact as string, { BIRTHDAY: "1990-03-25" });
    await workspace.query(`UPDATE workspace SET settings = settings || '{"timeZone": "America/New_York"}', revision = revision + 1`);
    await transaction(database.pool, (client) => replanDates(client, workspace.id, START));
    await runAt(START);
    expect((await planned())[0]?.due?.getTime()).toBe(at("2026-03-25T09:00", "America/New_York"));
  });
});

describe("after downtime", () => {
  it("what is up to 6 hours late starts, in time order; what is older is skipped and logged", async () => {
    await workspace.addAutomation(document({ field: "APPT" }));
    const contacts = await workspace.addContacts([{}, {}, {}]);
    const values = ["2026-04-10T08:00", "2026-04-10T03:59", "2026-04-10T04:00"];
    for (const [index, contact] of contacts.entries()) await write(contact, { APPT: values[index] });
    await runAt(at("2026-04-10T10:00"));
    expect((await starts()).map((start) => start.contact)).toEqual([contacts[2], contacts[0]]);
    expect(workspace.logged.map(({ details }) => details)).toMatchObject([{ count: 1 }]);
    await runAt(at("2026-04-10T10:01"));
    expect((await starts()).length).toBe(2);
  });

  it("a worker that dies in the middle has started nothing, and the next one starts all", async () => {
    await workspace.addAutomation(document({ field: "APPT" }));
    const [contact] = await workspace.addContacts([{}]);
    await write(contact as string, { APPT: "2026-04-10T10:00" });
    const crash = { ...workspace.context, logger: workspace.context.logger, catalogs: { get: () => Promise.reject(new Error("died")) } };
    await expect(runAt(at("2026-04-10T10:00"), crash as never)).rejects.toThrow("died");
    expect(await starts()).toEqual([]);
    await runAt(at("2026-04-10T10:01"));
    expect((await starts()).length).toBe(1);
  });
});

describe("planning", () => {
  it("knows the next instant over all workspaces", async () => {
    const loop = createDatesLoop(workspace.context);
    expect(await loop.nextDueAt()).toBeNull();
    await workspace.addAutomation(document({ field: "APPT" }));
    const [contact] = await workspace.addContacts([{}]);
    await write(contact as string, { APPT: "2026-04-10T10:00" });
    const other = await createTestWorkspace(database.pool, START);
    await other.addField("APPT", "datetime");
    await other.addAutomation(document({ field: "APPT" }));
    const [later] = await other.addContacts([{ phone: "+393330000009", fields: { APPT: "2026-04-09T10:00" } }]);
    await transaction(database.pool, (client) =>
      planDates(client, other.context.catalogs, [{ workspaceId: other.id, contactId: later as string }], START),
    );
    expect(await loop.nextDueAt()).toBe(at("2026-04-09T10:00"));
  });

  it("looks for what is due, and for what comes next, by one index, however many dates there are", async () => {
    const automation = await workspace.addAutomation(document({ field: "BIRTHDAY", everyYear: true }));
    await workspace.query(
      `INSERT INTO contact (workspace_id, id, fields, created_at, updated_at)
SELECT $1, gen_random_uuid(), '{"BIRTHDAY": "1990-03-25"}', now(), now() FROM generate_series(1, 20000)`,
      [workspace.id],
    );
    await workspace.query(
      `INSERT INTO date_plan (workspace_id, contact_id, automation_id, trigger_id, value, due_at)
SELECT workspace_id, id, $1, 't1', '1990-03-25', now() + random() * interval '1 year' FROM contact`,
      [automation],
    );
    await workspace.query("ANALYZE contact, date_plan");
    const client = await database.pool.connect();
    try {
      // As the named statements of a worker that has run for a while: one plan for all values.
      await client.query("SET plan_cache_mode = force_generic_plan");
      await client.query(`PREPARE due(float8, bigint) AS ${CLAIM_DUE_PLANS}; PREPARE next AS ${NEXT_DUE_PLAN}`);
      for (const look of ["due(0, 1000)", "next"]) {
        const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN EXECUTE ${look}`);
        const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
        expect(plan).toMatch(/Index (Only )?Scan using date_plan_due/);
        expect(plan).not.toMatch(/(Seq|Bitmap Heap) Scan on (date_plan|contact)\b/);
      }
    } finally {
      client.release(true);
    }
  });

  it("erases a contact's plans with the contact", async () => {
    await workspace.addAutomation(document({ field: "APPT" }));
    const [contact] = await workspace.addContacts([{}]);
    await write(contact as string, { APPT: "2026-04-10T10:00" });
    await workspace.query("DELETE FROM contact");
    expect(await planned()).toEqual([]);
  });

  it("plans 20,000 imported dates with three statements per 5,000", async () => {
    await workspace.addAutomation(document({ field: "BIRTHDAY", everyYear: true }));
    const dates = Array.from({ length: 20_000 }, (_, n) => ({ fields: { BIRTHDAY: `19${50 + (n % 50)}-0${1 + (n % 9)}-1${n % 10}` } }));
    const contacts = await workspace.addContacts(dates);
    let statements = 0;
    await transaction(database.pool, async (client) => {
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      const counting = { query: (...args: unknown[]) => (statements++, query(...args)) };
      await planDates(
        counting as never,
        workspace.context.catalogs,
        contacts.map((contactId) => ({ workspaceId: workspace.id, contactId })),
        START,
      );
    });
    expect(statements).toBeLessThanOrEqual(15);
    expect(await workspace.query("SELECT count(*)::int AS n FROM date_plan")).toEqual([{ n: 20_000 }]);
  });
});
