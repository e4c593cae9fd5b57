import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDb, inTransaction } from "../store/db.ts";
import { newId } from "../store/id.ts";
import { countLists } from "../store/list-counts.ts";
import { messageCounts } from "../store/message-counts.ts";
import type { ClaimedChannelEvent } from "../store/receipts.ts";
import { applyChannelEvent } from "../worker/channel-events.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const DAY = 86_400_000;

describe("reports", () => {
  let app: TestApp;
  let owner: TestClient;
  let workspaceId: string;
  let channelId: string;
  let count = 0;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId, channelId } = await setUpOwner(app));
  });
  afterAll(() => app.close());

  const contact = (lists: string[]) => owner.contacts.upsert({ phone: `+3933300010${10 + ++count}`, addToLists: lists });
  const day = (daysLater = 0) => new Date(app.clock.now() + daysLater * DAY).toISOString().slice(0, 10);
  const sent = async (chat: { id: string; contact: { id: string } }, pricing: object) => {
    const id = newId();
    await app.database.pool.query(
      `INSERT INTO message (workspace_id, id, chat_id, contact_id, channel_id, direction, type, text, content, status, sender, created_at, pricing)
       VALUES ($1, $2, $3, $4, $5, 'out', 'text', 'x', '{}', 'delivered', 'operator', $6, $7)`,
      [workspaceId, id, chat.id, chat.contact.id, channelId, new Date(app.clock.now()), JSON.stringify(pricing)],
    );
  };

  it("count what WhatsApp charges for, and what it cost once the workspace has prices", async () => {
    const chat = await owner.chats.open({ contactId: (await contact([])).id });
    for (const pricing of [
      { billable: true, category: "marketing", pricing_model: "PMP", type: "regular" },
      { billable: true, category: "marketing", pricing_model: "CBP" },
      { billable: false, category: "service", pricing_model: "PMP", type: "free_customer_service" },
      { billable: true, category: "utility", pricing_model: "PMP", type: "free_customer_service" },
      { pricing_model: "CBP" },
    ]) {
      await sent(chat, pricing);
    }
    const categories = [
      { category: "marketing", charged: 2, free: 0 },
      { category: "service", charged: 0, free: 1 },
      { category: "utility", charged: 0, free: 1 },
    ];
    expect((await owner.reports.dashboard({})).costs).toMatchObject({ currency: null, total: null, categories });
    const messagePrices = { currency: "EUR", marketing: 0.05, utility: 0.02, authentication: 0.03 };
    await owner.workspaces.update({ settings: { messagePrices } });
    expect((await owner.workspaces.get()).settings.messagePrices).toEqual(messagePrices);
    expect((await owner.reports.dashboard({})).costs).toMatchObject({
      currency: "EUR",
      total: 0.1,
      categories: [{ cost: 0.1 }, { category: "service", cost: null }, { cost: 0 }],
    });
    await expect(owner.workspaces.update({ settings: { messagePrices: { ...messagePrices, currency: "euro" } } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await owner.workspaces.update({ settings: { messagePrices: null } });
    expect((await owner.workspaces.get()).settings.messagePrices).toBeNull();
  });

  it("sum the messages of the period by day, number and error, reading none of other years", async () => {
    const { pool } = app.database;
    const chat = await owner.chats.open({ contactId: (await contact([])).id });
    const before = await owner.reports.dashboard({});
    await pool.query(
      `INSERT INTO message (workspace_id, id, chat_id, contact_id, channel_id, direction, type, text, content, status, error, sender, created_at)
       SELECT $1, gen_random_uuid(), $2, $3, $4, CASE WHEN i % 2 = 0 THEN 'in' ELSE 'out' END, 'text', 'x', '{}',
         (ARRAY['received', 'read', 'received', 'failed'])[1 + i % 4], CASE WHEN i % 4 = 3 THEN '131026' END, 'contact', $5::timestamptz - (20000 - i) * interval '1 hour'
       FROM generate_series(1, 20000) i`,
      [workspaceId, chat.id, chat.contact.id, channelId, new Date(app.clock.now())],
    );
    await pool.query("VACUUM (ANALYZE) message");
    const period = { from: day(-2), to: day(-1) };
    const { messages, daily, errors, channels } = await owner.reports.dashboard(period);
    expect(before.messages.failed).toBe(0);
    expect(messages).toEqual({ received: 24, sent: 12, delivered: 12, read: 12, failed: 12 });
    expect(daily).toEqual([period.from, period.to].map((date) => ({ day: date, received: 12, sent: 6, failed: 6, runs: 0 })));
    expect(errors).toEqual([{ code: "131026", count: 12 }]);
    expect(channels.map(({ channel, sent, failed }) => [channel.id, sent, failed])).toEqual([[channelId, 12, 12]]);
    const statement = messageCounts(workspaceId, period, "Europe/Rome");
    const { rows } = await sql<{ "QUERY PLAN": string }>`EXPLAIN ${statement}`.execute(createDb(pool));
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("message_period");
    expect(plan).not.toContain("Seq Scan");
  });

  it("count the errors of an automation as the list of automations does", async () => {
    const { pool } = app.database;
    const { id } = await owner.automations.create({
      draft: {
        name: "Errs",
        triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["errs"] }, next: "s1" }],
        steps: [{ id: "s1", type: "send_webhook", config: { url: "https://crm.example.com" }, exits: {} }],
      },
    });
    await owner.automations.publish({ id });
    await pool.query(
      `INSERT INTO run (workspace_id, id, automation_id, version_id, contact_id, status, trigger, state, started_at, ended_at)
SELECT workspace_id, $3, id, published_version_id, $2, 'completed', '{}', '{}', $4, $4 FROM automation WHERE id = $1`,
      [id, (await contact([])).id, newId(), new Date(app.clock.now())],
    );
    await pool.query(
      "INSERT INTO step_count (workspace_id, automation_id, node_id, what, day, count) VALUES ($1, $2, 's1', 'error', $3, 2), ($1, $2, 's1', 'error', $4, 5)",
      [workspaceId, id, day(), day(-300)],
    );
    const { automations } = await owner.reports.dashboard({});
    expect(automations.find(({ automation }) => automation.id === id)).toMatchObject({ started: 1, completed: 1, errors: 2 });
    const { items } = await owner.automations.list({});
    expect(items.find((one) => one.id === id)?.errors).toBe(2);
  });

  it("tell how lists grew from one day to another, and nothing where nobody counted", async () => {
    const { pool } = app.database;
    const { id } = await owner.lists.create({ name: "Grows" });
    await pool.query("UPDATE list SET created_at = $2 WHERE id = $1", [id, new Date(app.clock.now() - 30 * DAY)]);
    await contact(["Grows"]);
    const growth = async (from: string, to: string) =>
      (await owner.reports.dashboard({ from, to })).lists.find(({ list }) => list.id === id);
    expect(await growth(day(-7), day())).toMatchObject({ contacts: 1, growth: null });
    await countLists(pool, workspaceId, app.clock.now());
    // Counted once a day, however often it is asked.
    await contact(["Grows"]);
    await countLists(pool, workspaceId, app.clock.now());
    expect(await growth(day(), day())).toMatchObject({ contacts: 2, growth: 1 });
    app.clock.advance(DAY);
    await countLists(pool, workspaceId, app.clock.now());
    await contact(["Grows"]);
    expect(await growth(day(-1), day())).toMatchObject({ contacts: 3, growth: 2 });
    expect(await growth(day(-1), day(-1))).toMatchObject({ growth: 1 });
    await owner.lists.create({ name: "New" });
    await contact(["New"]);
    await pool.query("UPDATE list SET created_at = $1 WHERE name = 'New'", [new Date(app.clock.now())]);
    expect((await owner.reports.dashboard({})).lists).toContainEqual(
      expect.objectContaining({ list: expect.objectContaining({ name: "New" }), contacts: 1, growth: 1 }),
    );
  });

  it("show a number that Meta flagged as one of low quality, in the words Meta's own answers have", async () => {
    const quality = async () => (await owner.reports.dashboard({})).channels.find(({ channel }) => channel.id === channelId)?.quality;
    const news = async (event: string) =>
      await inTransaction(app.database.pool, ({ client }) =>
        applyChannelEvent(client, { workspaceId, channelId } as ClaimedChannelEvent, { kind: "phone_quality", event }, app.clock.now()),
      );
    await news("flagged");
    expect(await quality()).toBe("RED");
    await news("unflagged");
    expect(await quality()).toBe("GREEN");
  });

  it("find campaigns, AI operators and connections by name, for those who may see them", async () => {
    const { id: automationId } = await owner.automations.create({ draft: { name: "Greets", triggers: [], steps: [] } });
    const campaign = await owner.campaigns.create({ name: "Spring sale", audience: {}, automationId });
    const found = await owner.search.everything({ q: "spring" });
    expect(found.items).toEqual([{ kind: "campaign", id: campaign.id, title: "Spring sale", subtitle: "draft" }]);
    const developer = await joinAs(app, owner, "developer");
    expect((await developer.search.everything({ q: "spring" })).items).toEqual([]);
  });
});
