import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { count, launch, newestCampaign, sent, worldOf, write } from "../scenario/test-support.ts";
import type { World } from "../scenario/world.ts";
import { campaignReasons } from "../store/campaign-results.ts";
import { claimMessages } from "../store/sending.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { createChannelSender } from "./channel-sender.ts";

const WORKSPACE = `
workspace:
  marketingCap: { messages: 2, days: 7 }
  lists: [All]
  templates:
    - { name: promo, category: marketing, language: it, body: Offers }
    - { name: order, category: utility, language: it, body: On its way }
contacts:
  - { phone: "+393330000001", lists: [All] }
  - { phone: "+393330000002", lists: [All] }
automations:
  - name: Offers
    triggers: [{ id: t1, type: customer_message, config: { phrases: [offers] }, next: s1 }]
    steps: [{ id: s1, type: send_message, config: { kind: template, template: promo }, exits: { failed: s2 } }, { id: s2, type: send_message, config: { kind: text, text: Enough } }]
  - name: Burst
    triggers: [{ id: t1, type: customer_message, config: { phrases: [burst] }, next: s1 }]
    steps:
      - { id: s1, type: send_message, config: { kind: template, template: promo }, exits: { next: s2 } }
      - { id: s2, type: send_message, config: { kind: template, template: promo }, exits: { next: s3 } }
      - { id: s3, type: send_message, config: { kind: template, template: promo }, exits: { next: s4 } }
      - { id: s4, type: send_message, config: { kind: template, template: order } }
`;
const [ONE, TWO] = ["+393330000001", "+393330000002"];
const DAY = 86_400_000;

describe("a workspace that caps marketing", () => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await world.close();
    await database.pool.query("DELETE FROM workspace; DELETE FROM event; DELETE FROM run; DELETE FROM message; DELETE FROM outbox");
  });
  afterAll(() => database.drop());

  async function say(from: string, text: string): Promise<void> {
    await write(world, from, text);
    await world.settle();
  }
  const got = () => sent(world).map(({ to, what }) => `${to.endsWith("1") ? "one" : "two"}: ${what}`);

  it("counts what automations and campaigns send, refuses what is too much with the reason, and lets it through when time has passed", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await say(ONE, "offers");
    await launch(world, "promo");
    await world.settle();
    await say(ONE, "offers");
    expect(got()).toEqual(["one: promo", "one: promo", "two: promo", "one: Enough"]);
    expect(await count(world, "message", "status = 'failed' AND error = 'frequency_cap'")).toBe(1);
    await world.advanceTo(world.clock.now() + 8 * DAY);
    await say(ONE, "offers");
    expect(got().slice(4)).toEqual(["one: promo"]);
  });

  it("counts what leaves in the same moment, and nothing but marketing", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await say(ONE, "burst");
    expect(got()).toEqual(["one: promo", "one: promo", "one: order"]);
    await launch(world, "order");
    await world.settle();
    expect(got().slice(3).sort()).toEqual(["one: order", "two: order"]);
  });

  it("leaves out of a campaign who has had enough", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await say(TWO, "burst");
    await launch(world, "promo");
    await world.settle();
    const campaign = await newestCampaign(world);
    expect(got().slice(3)).toEqual(["one: promo"]);
    expect(await campaignReasons(world.pool, world.workspaceId, campaign?.id ?? "")).toEqual([
      { kind: "skipped", reason: "frequency_cap", count: 1 },
    ]);
  });

  it("does not count what WhatsApp refused", async () => {
    world = await worldOf(database.url, WORKSPACE);
    world.graph.answerNext({ error: 131049 }, 2);
    await say(ONE, "burst");
    expect(got()).toEqual(["one: promo", "one: order"]);
    await say(ONE, "offers");
    expect(got().slice(2)).toEqual(["one: promo"]);
  });

  it("that it caps nothing is what holds where nothing is set", async () => {
    world = await worldOf(database.url, WORKSPACE.replace("  marketingCap: { messages: 2, days: 7 }\n", ""));
    await say(ONE, "burst");
    expect(got()).toEqual(["one: promo", "one: promo", "one: promo", "one: order"]);
  });

  it("sees what another number has on the wire in the same moment, and looks again once that has arrived or not", async () => {
    world = await worldOf(database.url, WORKSPACE.replace("messages: 2", "messages: 1"));
    const { pool, workspaceId, clock } = world;
    await write(world, ONE, "hello");
    await world.settle();
    const now = new Date(clock.now());
    const { rows: channels } = await pool.query<{ id: string }>(
      `WITH second AS (INSERT INTO channel (workspace_id, id, kind, name, phone_number_id) VALUES ($1, gen_random_uuid(), 'sandbox', 'Second', 'second') RETURNING id)
SELECT id FROM second UNION SELECT id FROM channel WHERE workspace_id = $1`,
      [workspaceId],
    );
    await pool.query(
      `INSERT INTO outbox (workspace_id, channel_id, message_id, chat_id, contact_id, due_at, template, marketing, free, content)
SELECT $1, c.id, gen_random_uuid(), h.id, h.contact_id, $2, 'promo', true, false, '{"type": "template", "template": "promo", "language": "it"}'
FROM channel c, chat h WHERE c.workspace_id = $1 AND h.workspace_id = $1`,
      [workspaceId, now],
    );
    const kinds: string[] = [];
    const settings = {
      ...{ marketingPaused: false, quietHours: undefined, marketingCap: { messages: 1, days: 7 }, timeZone: "Europe/Rome" },
      ...{ throughput: 80, consentMode: "block_unsubscribed" as const, graph: null as never },
    };
    await Promise.all(
      channels.map(async ({ id: channelId }) => {
        const sender = createChannelSender({
          claim: (at, limit, capDays) => claimMessages(pool, { workspaceId, channelId }, at, limit, capDays),
          now: () => clock.now(),
          post: () => Promise.resolve({ ok: true, providerMessageId: `wamid.${channelId}` }),
        });
        await sender.sendBatch(settings, 10, async (outcomes) => void kinds.push(...outcomes.map(({ kind }) => kind)));
      }),
    );
    expect(kinds.sort()).toEqual(["later", "sent"]);
  });
});
