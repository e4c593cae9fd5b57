import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { templateConfig } from "../automation/message/message-config.ts";
import { zonedToInstant } from "../domain/calendar.ts";
import { cancelCampaign, pauseCampaign, resumeCampaign, retryCampaign } from "../operations/control-campaign.ts";
import { createCampaign, editCampaign, startCampaign } from "../operations/start-campaign.ts";
import { campaignProgress, campaignReasons, campaignResults } from "../store/campaign-results.ts";
import { type CampaignContent, findCampaign } from "../store/campaigns.ts";
import { inTransaction, type Tx } from "../store/db.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { createCampaignsLoop } from "./campaigns-loop.ts";
import { createTestWorkspace, type TestContact, type TestWorkspace } from "./test-workspace.ts";

const START = zonedToInstant("2026-03-02T10:00", "Europe/Rome");
const NOBODY = { lists: [], contacts: [], segments: [] };

let database: TestDatabase;
let workspace: TestWorkspace;
let list: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query("TRUNCATE workspace CASCADE; TRUNCATE message, outbox, event");
  workspace = await createTestWorkspace(database.pool, START);
  await workspace.addTemplate("promo", "marketing", "Hi {{first_name}}");
  list = await workspace.addList("All");
});

const act = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(database.pool, work);
const add = (contacts: TestContact[]) => workspace.addContacts(contacts.map((contact) => ({ listIds: [list], ...contact })));

async function make(parts: Partial<CampaignContent> = {}): Promise<string> {
  const content: CampaignContent = {
    name: "Spring",
    channelId: null,
    audience: { ...NOBODY, lists: [list], exclude: NOBODY },
    templates: [templateConfig.parse({ template: "promo", variables: { first_name: "you" } })],
    automationId: null,
    schedule: {},
    capHours: null,
    ...parts,
  };
  return await act((tx) => createCampaign(tx, workspace.context, workspace.id, content, null));
}

async function launch(parts: Partial<CampaignContent> = {}): Promise<string> {
  const id = await make(parts);
  await act((tx) => startCampaign(tx, workspace.context, workspace.id, id));
  return id;
}

async function runAt(time: number, context = workspace.context): Promise<void> {
  workspace.context.clock.time = time;
  const loop = createCampaignsLoop(context);
  while ((await loop.runOnce()) > 0);
}

/** As the sender would: everything in the outbox leaves, with this outcome. */
async function send(status = "sent"): Promise<number> {
  const sent = await workspace.query<{ n: number }>(
    `WITH gone AS (DELETE FROM outbox RETURNING message_id), m AS (UPDATE message SET status = $1, error = $2, sent_at = $3 FROM gone WHERE id = message_id RETURNING 1)
SELECT count(*)::int AS n FROM m`,
    [status, status === "failed" ? "131000" : null, new Date(workspace.context.clock.time)],
  );
  return sent[0]?.n ?? 0;
}

const state = async (id: string) => (await findCampaign(database.pool, workspace.id, id))?.state;
/** Its state once everything that it handed over has left. */
async function endOf(id: string): Promise<string | undefined> {
  await send();
  await workspace.query("DELETE FROM event");
  await runAt(workspace.context.clock.time + 1000);
  return await state(id);
}
const messages = () =>
  workspace.query<{ contact: string; status: string; text: string }>(
    "SELECT contact_id AS contact, status, text FROM message ORDER BY seq",
  );
const progress = async (id: string) => (await campaignProgress(database.pool, workspace.id, [id])).get(id);

describe("a campaign", () => {
  it("reaches everyone of its audience once, however often they are meant, and nobody it excludes", async () => {
    const [a, b, c] = await add([{}, {}, {}, { listIds: [] }]);
    const id = await launch({
      audience: { ...NOBODY, lists: [list], contacts: [a as string], exclude: { ...NOBODY, contacts: [c as string] } },
    });
    await runAt(START);
    expect(new Set((await messages()).map(({ contact }) => contact))).toEqual(new Set([a, b]));
    expect((await messages()).length).toBe(2);
    expect((await messages())[0]?.text).toBe("Hi you");
    expect(await endOf(id)).toBe("completed");
  });

  it("leaves out who unsubscribed or is blocked, with the reason", async () => {
    await add([{ consent: "unsubscribed" }, { blocked: true }, { consent: "subscribed" }]);
    const id = await launch();
    await runAt(START);
    expect((await messages()).length).toBe(1);
    expect(await progress(id)).toEqual({ recipients: 3, pending: 0, handled: 1, skipped: 2 });
    expect(await campaignReasons(database.pool, workspace.id, id)).toEqual([
      { kind: "skipped", reason: "blocked", count: 1 },
      { kind: "skipped", reason: "unsubscribed", count: 1 },
    ]);
  });

  it("starts an automation instead of sending", async () => {
    const automationId = await workspace.addAutomation({ name: "A", triggers: [], steps: [{ id: "s1", type: "mark_unread" }] });
    const contacts = await add([{}, {}]);
    const id = await launch({ templates: null, automationId });
    await runAt(START);
    const events = await workspace.query("SELECT contact_id, payload FROM event ORDER BY contact_id");
    expect(events).toEqual(
      contacts.sort().map((contact) => ({ contact_id: contact, payload: { automationId, context: { campaign: { id, name: "Spring" } } } })),
    );
    expect(await endOf(id)).toBe("completed");
  });

  it("shares its audience among two templates", async () => {
    await workspace.addTemplate("other");
    await add(Array.from({ length: 40 }, () => ({})));
    const id = await launch({
      templates: [templateConfig.parse({ template: "promo", variables: { first_name: "x" } }), templateConfig.parse({ template: "other" })],
    });
    await runAt(START);
    const results = await campaignResults(database.pool, workspace.id, id);
    expect(results.map(({ variant }) => variant)).toEqual([0, 1]);
    const counts = await workspace.query<{ template: string }>("SELECT DISTINCT content->>'template' AS template FROM message ORDER BY 1");
    expect(counts.map(({ template }) => template)).toEqual(["other", "promo"]);
  });

  it("counts once who pressed a button of its message, and not a press on another message", async () => {
    await add([{}, {}, {}]);
    const id = await launch();
    await runAt(START);
    await send();
    await workspace.query("UPDATE message SET provider_id = 'wamid.' || seq");
    await workspace.query("UPDATE chat SET last_inbound_at = $1", [new Date(START + 60_000)]);
    const [first, second] = await workspace.query<{ seq: string }>("SELECT seq FROM message ORDER BY seq");
    const press = (chatOf: string | undefined, type: string, replyTo: string) =>
      workspace.query(
        `INSERT INTO message (workspace_id, id, chat_id, contact_id, channel_id, direction, type, content, status, sender, reply_to_provider_id, created_at)
SELECT workspace_id, gen_random_uuid(), chat_id, contact_id, channel_id, 'in', $2, '{}', 'received', 'contact', $3, now() FROM message WHERE seq = $1`,
        [chatOf, type, replyTo],
      );
    await press(first?.seq, "button_reply", `wamid.${first?.seq}`);
    await press(first?.seq, "button_reply", `wamid.${first?.seq}`);
    await press(second?.seq, "button_reply", "wamid.older");
    await press(second?.seq, "text", `wamid.${second?.seq}`);
    expect(await campaignResults(database.pool, workspace.id, id)).toMatchObject([{ sent: 3, replied: 3, pressed: 1 }]);
  });

  it("keeps its distance from contacts that another campaign has just reached", async () => {
    await add([{}]);
    await launch();
    await runAt(START);
    const soon = await launch({ capHours: 24 });
    await runAt(START + 3_600_000);
    expect((await campaignReasons(database.pool, workspace.id, soon))[0]?.reason).toBe("frequency_cap");
    const later = await launch({ capHours: 24 });
    await runAt(START + 25 * 3_600_000);
    expect((await progress(later))?.handled).toBe(1);
  });
});

describe("time", () => {
  it("waits for its instant, then each contact's own, and knows the next one", async () => {
    const at = "2026-03-03T09:00";
    const [rome, york] = await add([{}, { timeZone: "America/New_York" }]);
    const id = await launch({ schedule: { at, inContactTimeZone: true } });
    expect(await state(id)).toBe("scheduled");
    const loop = createCampaignsLoop(workspace.context);
    expect(await loop.nextDueAt()).toBe(zonedToInstant(at, "Pacific/Kiritimati"));
    await runAt(zonedToInstant(at, "Pacific/Kiritimati"));
    expect(await messages()).toEqual([]);
    expect(await loop.nextDueAt()).toBe(zonedToInstant(at, "Europe/Rome"));
    await runAt(zonedToInstant(at, "Europe/Rome"));
    expect((await messages()).map(({ contact }) => contact)).toEqual([rome]);
    await runAt(zonedToInstant(at, "America/New_York"));
    expect((await messages()).map(({ contact }) => contact)).toEqual([rome, york]);
    expect(await endOf(id)).toBe("completed");
  });

  it("is spread over the hours asked for", async () => {
    await add(Array.from({ length: 60 }, () => ({})));
    const id = await launch({ schedule: { spreadMinutes: 60 } });
    await runAt(START + 30 * 60_000);
    const half = (await messages()).length;
    expect(half).toBeGreaterThan(5);
    expect(half).toBeLessThan(55);
    await runAt(START + 60 * 60_000);
    expect((await messages()).length).toBe(60);
    expect(await endOf(id)).toBe("completed");
  });
});

describe("pace", () => {
  it("never puts more into the outbox than the number sends in three seconds", async () => {
    await workspace.query("UPDATE channel SET throughput = 10");
    await add(Array.from({ length: 70 }, () => ({})));
    const id = await launch();
    await runAt(START);
    expect(await progress(id)).toMatchObject({ handled: 30, pending: 40 });
    expect(await createCampaignsLoop(workspace.context).nextDueAt()).toBe(START + 1000);
    expect(await send()).toBe(30);
    await runAt(START + 3000);
    await send();
    await runAt(START + 6000);
    expect(await send()).toBe(10);
    expect(await endOf(id)).toBe("completed");
    expect((await campaignResults(database.pool, workspace.id, id))[0]).toMatchObject({ sent: 70, failed: 0 });
  });

  it("waits while its number is stopped", async () => {
    await add([{}]);
    const id = await launch();
    await workspace.query("UPDATE channel SET status = 'stopped'");
    await runAt(START);
    expect(await progress(id)).toMatchObject({ pending: 1 });
    expect(await createCampaignsLoop(workspace.context).nextDueAt()).toBeNull();
    await workspace.query("UPDATE channel SET status = 'active'");
    await runAt(START + 1000);
    expect(await progress(id)).toMatchObject({ handled: 1 });
  });
});

describe("what it handed over", () => {
  it("is waited for: it ends when its last message has left", async () => {
    await add([{}, {}]);
    const id = await launch();
    await runAt(START);
    await runAt(START + 1000);
    expect(await progress(id)).toMatchObject({ handled: 2, pending: 0 });
    expect(await state(id)).toBe("running");
    expect(await endOf(id)).toBe("completed");
  });

  it("waits with the number, which it says, and goes on when that does", async () => {
    await add([{}]);
    const id = await launch();
    await runAt(START);
    await workspace.query("UPDATE channel SET status = 'stopped'");
    await runAt(START + 1000);
    expect(await findCampaign(database.pool, workspace.id, id)).toMatchObject({
      state: "running",
      waitsFor: "number_stopped",
      waitsUntil: null,
    });
    expect(await createCampaignsLoop(workspace.context).nextDueAt()).toBeNull();
    await workspace.query("UPDATE channel SET status = 'active'");
    await runAt(START + 2000);
    expect(await findCampaign(database.pool, workspace.id, id)).toMatchObject({ state: "running", waitsFor: null });
    expect(await endOf(id)).toBe("completed");
  });

  it("is taken back by a pause also where it starts an automation, but for whom the engine has in hand", async () => {
    const automationId = await workspace.addAutomation({ name: "A", triggers: [], steps: [{ id: "s1", type: "mark_unread" }] });
    await add([{}, {}, {}]);
    const id = await launch({ templates: null, automationId });
    await runAt(START);
    const engine = await database.pool.connect();
    try {
      await engine.query("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended(contact_key, 0)) FROM event ORDER BY seq LIMIT 1");
      await act((tx) => pauseCampaign(tx, workspace.context, workspace.id, id));
      await engine.query("DELETE FROM event WHERE seq = (SELECT min(seq) FROM event); COMMIT");
    } finally {
      engine.release();
    }
    expect(await workspace.query("SELECT FROM event")).toEqual([]);
    expect(await progress(id)).toMatchObject({ handled: 1, pending: 2 });
    await act((tx) => resumeCampaign(tx, workspace.context, workspace.id, id));
    await runAt(START + 1000);
    expect(await workspace.query("SELECT FROM event")).toHaveLength(2);
    expect(await endOf(id)).toBe("completed");
  });
});

describe("control", () => {
  it("pausing takes back what has not left; going on sends it once", async () => {
    await workspace.query("UPDATE channel SET throughput = 1");
    await add([{}, {}, {}, {}, {}]);
    const id = await launch();
    await runAt(START);
    await workspace.query("UPDATE outbox SET state = 'sending' WHERE seq = (SELECT min(seq) FROM outbox)");
    await act((tx) => pauseCampaign(tx, workspace.context, workspace.id, id));
    expect(await progress(id)).toMatchObject({ handled: 1, pending: 4 });
    expect((await messages()).length).toBe(1);
    await runAt(START + 60_000);
    expect((await messages()).length).toBe(1);
    await act((tx) => resumeCampaign(tx, workspace.context, workspace.id, id));
    for (let second = 61; second < 70; second++) {
      await runAt(START + second * 1000);
      await send();
    }
    const contacts = (await messages()).map(({ contact }) => contact);
    expect(contacts.length).toBe(5);
    expect(new Set(contacts).size).toBe(5);
    expect(await endOf(id)).toBe("completed");
  });

  it("cancelling ends it for all who have got nothing yet", async () => {
    await workspace.query("UPDATE channel SET throughput = 1");
    await add([{}, {}, {}, {}, {}]);
    const id = await launch();
    await runAt(START);
    await act((tx) => cancelCampaign(tx, workspace.context, workspace.id, id));
    await runAt(START + 60_000);
    expect(await messages()).toEqual([]);
    expect(await state(id)).toBe("cancelled");
    await expect(act((tx) => resumeCampaign(tx, workspace.context, workspace.id, id))).rejects.toMatchObject({ code: "conflict" });
  });

  it("retrying sends to those whose message failed, not to those who may have got it", async () => {
    await add([{}, {}, {}]);
    const id = await launch();
    await runAt(START);
    await send("failed");
    await workspace.query("UPDATE message SET status = 'unknown' WHERE seq = (SELECT min(seq) FROM message)");
    await workspace.query("UPDATE message SET status = 'delivered' WHERE seq = (SELECT max(seq) FROM message)");
    expect(await act((tx) => retryCampaign(tx, workspace.context, workspace.id, id))).toBe(1);
    await runAt(START + 1000);
    expect(await send()).toBe(1);
    expect((await campaignResults(database.pool, workspace.id, id))[0]).toMatchObject({ sent: 2, failed: 0, unknown: 1 });
  });

  it("stops itself, with nobody skipped, when its template is withdrawn in the middle", async () => {
    await workspace.query("UPDATE channel SET throughput = 1");
    await add([{}, {}, {}, {}, {}]);
    const id = await launch();
    await runAt(START);
    await send();
    await workspace.query("UPDATE template_version SET status = 'paused'");
    await workspace.query("UPDATE workspace SET revision = revision + 1");
    await runAt(START + 3000);
    expect(await findCampaign(database.pool, workspace.id, id)).toMatchObject({ state: "paused", problem: "template_not_approved" });
    expect(await progress(id)).toMatchObject({ handled: 3, pending: 2, skipped: 0 });
  });

  it.each([
    ["number", "channel", "no_channel"],
    ["automation", "automation", "automation_not_active"],
  ])("stops itself when its %s goes however it goes, and says why", async (_what, table, problem) => {
    const automationId = await workspace.addAutomation({ name: "A", triggers: [], steps: [{ id: "s1", type: "mark_unread" }] });
    await add([{}]);
    const id = await launch(table === "automation" ? { templates: null, automationId } : {});
    await workspace.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [workspace.id]);
    await workspace.query("UPDATE workspace SET revision = revision + 1");
    await runAt(START);
    expect(await findCampaign(database.pool, workspace.id, id)).toMatchObject({ state: "paused", problem, channelId: null });
    expect(await progress(id)).toMatchObject({ pending: 1 });
  });

  it("stops itself when a list that it excludes is deleted before it begins", async () => {
    await add([{}]);
    const excluded = await workspace.addList("Out");
    const id = await launch({
      audience: { ...NOBODY, lists: [list], exclude: { ...NOBODY, lists: [excluded] } },
      schedule: { at: "2026-03-03T10:00:00+01:00" },
    });
    await workspace.query("DELETE FROM list WHERE id = $1", [excluded]);
    await workspace.query("UPDATE workspace SET revision = revision + 1");
    await runAt(START + 86_400_000);
    expect(await state(id)).toBe("paused");
    expect(await messages()).toEqual([]);
  });

  it("is not begun without an approved template, and not edited once it has begun", async () => {
    await add([{}]);
    const unknown = await make({ templates: [templateConfig.parse({ template: "none" })] });
    await expect(act((tx) => startCampaign(tx, workspace.context, workspace.id, unknown))).rejects.toMatchObject({ code: "not_sendable" });
    const id = await launch();
    await runAt(START);
    await expect(act((tx) => editCampaign(tx, workspace.context, workspace.id, id, { name: "x" }))).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("survival", () => {
  it("a worker that dies while it writes leaves nobody twice and nobody out", async () => {
    await add(Array.from({ length: 20 }, () => ({})));
    const id = await launch();
    await runAt(START, { ...workspace.context, catalogs: dyingAfter(2) }).catch(() => {});
    await Promise.all([runAt(START), runAt(START), runAt(START)]);
    const contacts = (await messages()).map(({ contact }) => contact);
    expect(contacts.length).toBe(20);
    expect(new Set(contacts).size).toBe(20);
    expect(await endOf(id)).toBe("completed");
  });
});

/** Look-ups succeed so often; the next one, in the middle of a transaction, does not. */
function dyingAfter(times: number): TestWorkspace["context"]["catalogs"] {
  const { catalogs } = workspace.context;
  let left = times;
  return { get: (...args) => (left-- > 0 ? catalogs.get(...args) : Promise.reject(new Error("died"))) };
}
