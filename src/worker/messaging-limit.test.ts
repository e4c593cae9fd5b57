import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { templateConfig } from "../automation/message/message-config.ts";
import { createCampaign, startCampaign } from "../operations/start-campaign.ts";
import { type Campaign, type CampaignContent, findCampaign } from "../store/campaigns.ts";
import { inTransaction } from "../store/db.ts";
import { countReached } from "../store/messaging-room.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { createCampaignsLoop } from "./campaigns-loop.ts";
import { createTestWorkspace, type TestWorkspace } from "./test-workspace.ts";

const START = Date.parse("2026-03-02T09:00:00Z");
const [MINUTE, DAY] = [60_000, 86_400_000];
const NOBODY = { lists: [], contacts: [], segments: [] };

describe("a number's messaging limit", () => {
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
    await workspace.addTemplate("promo", "marketing", "Hi");
    await workspace.query("UPDATE channel SET messaging_limit = '10'");
    list = await workspace.addList("All");
  });

  async function launch(parts: Partial<CampaignContent> = {}): Promise<string> {
    const content: CampaignContent = {
      name: "Spring",
      channelId: null,
      audience: { ...NOBODY, lists: [list], exclude: NOBODY },
      templates: [templateConfig.parse({ template: "promo" })],
      automationId: null,
      schedule: {},
      capHours: null,
      ...parts,
    };
    return await inTransaction(database.pool, async (tx) => {
      const id = await createCampaign(tx, workspace.context, workspace.id, content, null);
      await startCampaign(tx, workspace.context, workspace.id, id);
      return id;
    });
  }
  const add = (count: number) =>
    workspace.addContacts(Array.from({ length: count }, (_, index) => ({ listIds: [list], phone: `+3933${index}000${count}` })));
  async function runAt(time: number): Promise<void> {
    workspace.context.clock.time = time;
    const loop = createCampaignsLoop(workspace.context);
    while ((await loop.runOnce()) > 0);
    await workspace.query(
      "WITH gone AS (DELETE FROM outbox RETURNING message_id) UPDATE message SET status = 'sent' FROM gone WHERE id = message_id",
    );
  }
  const of = async (id: string) => (await findCampaign(database.pool, workspace.id, id)) as Campaign;
  const messages = async () => (await workspace.query<{ n: number }>("SELECT count(*)::int AS n FROM message"))[0]?.n;
  const due = () => createCampaignsLoop(workspace.context).nextDueAt();

  it("is used by campaigns for nine tenths, then they wait and say why, and go on a day later", async () => {
    await add(20);
    const id = await launch();
    await runAt(START);
    await runAt(START + MINUTE);
    expect(await messages()).toBe(9);
    expect(await of(id)).toMatchObject({ state: "running", waitsFor: "messaging_limit", waitsUntil: new Date(START + DAY) });
    expect(await due()).toBe(START + DAY);
    await runAt(START + DAY - MINUTE);
    expect(await messages()).toBe(9);
    await runAt(START + DAY + 1);
    expect(await messages()).toBe(18);
    await runAt(START + 2 * DAY + 2);
    expect(await messages()).toBe(20);
    await runAt(START + 2 * DAY + MINUTE);
    expect(await of(id)).toMatchObject({ state: "completed", waitsFor: null });
  });

  it("is shared by all campaigns over the numbers of one account", async () => {
    const [, second] = await add(20);
    await workspace.query("UPDATE channel SET waba_id = '1'");
    await workspace.query(
      "INSERT INTO channel (workspace_id, id, kind, name, phone_number_id, waba_id, messaging_limit) VALUES ($1, gen_random_uuid(), 'sandbox', 'Second', $2, '1', '10')",
      [workspace.id, `second-${workspace.id}`],
    );
    await launch({ audience: { ...NOBODY, contacts: [second as string], exclude: NOBODY } });
    await runAt(START);
    const [other] = await workspace.query<{ id: string }>("SELECT id FROM channel WHERE name = 'Second'");
    await launch({ channelId: other?.id ?? null });
    await launch({ name: "Autumn" });
    await runAt(START + 2 * MINUTE);
    expect((await countReached(database.pool, workspace.id, workspace.channelId, START + 2 * MINUTE)).used).toBeLessThanOrEqual(9);
  });

  it("counts people, not messages, and nobody whose own message had opened a window", async () => {
    await add(4);
    await launch();
    await runAt(START);
    await launch({ name: "Again" });
    await runAt(START + 2 * MINUTE);
    const reached = async () => (await countReached(database.pool, workspace.id, workspace.channelId, START + 3 * MINUTE)).used;
    expect(await messages()).toBe(8);
    expect(await reached()).toBe(4);
    await workspace.query("UPDATE chat SET last_inbound_at = $1 WHERE id = (SELECT chat_id FROM message ORDER BY seq LIMIT 1)", [
      new Date(START - MINUTE),
    ]);
    expect(await reached()).toBe(3);
  });

  it("holds campaigns of automations too, and none where no limit is known", async () => {
    await add(12);
    const automationId = await workspace.addAutomation({ name: "A", triggers: [], steps: [{ id: "s1", type: "mark_unread" }] });
    const id = await launch({ templates: null, automationId });
    await runAt(START);
    expect(await workspace.query("SELECT FROM event")).toHaveLength(9);
    expect((await of(id)).waitsFor).toBe("messaging_limit");
    await workspace.query("UPDATE channel SET messaging_limit = 'unlimited'");
    await runAt(START + MINUTE);
    expect(await workspace.query("SELECT FROM event")).toHaveLength(12);
    await workspace.query("DELETE FROM event");
    await runAt(START + 2 * MINUTE);
    expect((await of(id)).state).toBe("completed");
  });

  it("is not reached while the number warms up: fifty people on the first day, twice as many on the next", async () => {
    await workspace.query("UPDATE channel SET messaging_limit = NULL, warm_up_at = $1", [new Date(START)]);
    await add(160);
    const id = await launch();
    await runAt(START);
    await runAt(START + MINUTE);
    expect(await messages()).toBe(50);
    expect(await of(id)).toMatchObject({ waitsFor: "messaging_limit", waitsUntil: new Date(START + DAY) });
    await runAt(START + DAY + 1);
    expect(await messages()).toBe(150);
    await runAt(START + 2 * DAY + 2);
    await runAt(START + 2 * DAY + MINUTE);
    expect(await of(id)).toMatchObject({ state: "completed" });
  });
});
