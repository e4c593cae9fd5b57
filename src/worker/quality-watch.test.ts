import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { GraphError } from "../connectors/whatsapp/graph-error.ts";
import { pauseCampaign, resumeCampaign } from "../operations/control-campaign.ts";
import { readNumbers } from "../operations/read-numbers.ts";
import { count, launch, newestCampaign, sent, worldOf, write } from "../scenario/test-support.ts";
import type { World } from "../scenario/world.ts";
import { inTransaction } from "../store/db.ts";
import { resumeMarketing } from "../store/marketing-pause.ts";
import type { ClaimedChannelEvent } from "../store/receipts.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { applyChannelEvent } from "./channel-events.ts";

const WORKSPACE = `
workspace:
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
    steps:
      - { id: s1, type: send_message, config: { kind: template, template: promo }, exits: { next: s2 } }
      - { id: s2, type: send_message, config: { kind: template, template: order }, exits: { next: s3 } }
      - { id: s3, type: send_message, config: { kind: text, text: Bye } }
`;
const HOUR = 3_600_000;

describe("a number of low quality", () => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await world.close();
    await database.pool.query(
      "DELETE FROM workspace; DELETE FROM app_user; DELETE FROM event; DELETE FROM run; DELETE FROM message; DELETE FROM outbox",
    );
  });
  afterAll(() => database.drop());

  const news = (event: string) =>
    inTransaction(world.pool, ({ client }) =>
      applyChannelEvent(
        client,
        { workspaceId: world.workspaceId, channelId: world.channel.id } as ClaimedChannelEvent,
        { kind: "phone_quality", event },
        world.clock.now(),
      ),
    );
  const letGoOn = () =>
    inTransaction(world.pool, ({ client }) => resumeMarketing(client, world.workspaceId, world.channel.id, world.clock.now()));
  const campaigns = () => world.worker().loops.find(({ name }) => name === "campaigns") as { runOnce(): Promise<number> };
  const paused = async () => (await count(world, "channel", "marketing_paused_at IS NOT NULL")) > 0;
  /** What each person got, in order. */
  const got = () => sent(world).map(({ what }) => what);
  const read = (quality: string | Error) =>
    readNumbers({
      pool: world.pool,
      clock: world.clock,
      secrets: world.setting.secrets,
      graphUrl: { whatsapp: "http://127.0.0.1:9", sandbox: "http://127.0.0.1:9" },
      graphVersion: "v25.0",
      graph: {
        getPhoneNumber: async () => {
          if (quality instanceof Error) throw quality;
          return { id: "1", quality, messagingLimit: 10_000 };
        },
      },
    });

  it("holds marketing and lets everything else of the same contact go, until the quality is better; nothing is lost or sent twice", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await news("flagged");
    await write(world, "+393330000001", "offers");
    await world.settle();
    expect(got()).toEqual(["order", "Bye"]);
    expect(await count(world, "message", "status = 'queued' AND error = 'quality_low' AND content->>'template' = 'promo'")).toBe(1);
    await world.advanceTo(world.clock.now() + 5 * HOUR);
    expect(got()).toEqual(["order", "Bye"]);
    expect(await count(world, "outbox", "attempts > 0")).toBe(0);
    await news("unflagged");
    await world.settle();
    expect(got()).toEqual(["order", "Bye", "promo"]);
    expect(await count(world, "message", "error IS NOT NULL")).toBe(0);
    expect(await count(world, "outbox")).toBe(0);
  });

  it("a campaign waits and says why; a person lets it go on, and that the quality is still low does not stop it again", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await news("flagged");
    await launch(world, "promo");
    await world.settle();
    expect(await newestCampaign(world)).toMatchObject({ state: "running", waitsFor: "quality_low" });
    expect(got()).toEqual([]);
    expect(await letGoOn()).toBe(true);
    await news("flagged");
    await world.settle();
    expect(got()).toEqual(["promo", "promo"]);
    expect(await newestCampaign(world)).toMatchObject({ state: "completed", waitsFor: null });
    expect(await letGoOn()).toBe(false);
  });

  it("a campaign with a utility template goes on", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await news("flagged");
    await launch(world, "order");
    await world.settle();
    expect(got()).toEqual(["order", "order"]);
  });

  it("a campaign that is paused while its messages are held takes them back, and sends each once when it goes on", async () => {
    const later = WORKSPACE.replace('2", lists', '2", time_zone: America/New_York, lists');
    world = await worldOf(database.url, later);
    await launch(world, "promo", { at: "2026-03-02T10:00", inContactTimeZone: true });
    // Written, but not yet sent, when the quality falls.
    await campaigns().runOnce();
    await news("flagged");
    await world.settle();
    expect(await count(world, "outbox", "state = 'held'")).toBe(1);
    const { id } = await newestCampaign(world);
    await inTransaction(world.pool, (tx) => pauseCampaign(tx, world, world.workspaceId, id));
    expect(await count(world, "outbox")).toBe(0);
    await inTransaction(world.pool, (tx) => resumeCampaign(tx, world, world.workspaceId, id));
    await letGoOn();
    await world.settle();
    expect(got()).toEqual(["promo"]);
    await world.advanceTo(world.clock.now() + 6 * HOUR);
    expect(got()).toEqual(["promo", "promo"]);
    expect((await newestCampaign(world)).state).toBe("completed");
  });

  it("held marketing leaves behind what was queued meanwhile, in its own order", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await news("flagged");
    for (const person of ["+393330000001", "+393330000002"]) {
      await write(world, person, "offers");
      await world.settle();
    }
    const before = await world.pool.query("SELECT message_id FROM outbox ORDER BY seq DESC");
    await letGoOn();
    await world.settle();
    const { rows } = await world.pool.query(
      "SELECT id AS message_id FROM message WHERE content->>'template' = 'promo' AND status <> 'queued' ORDER BY sent_at, seq",
    );
    expect(rows).toEqual(before.rows);
  });

  it("is found by asking Meta, which answers for every number; what it does not know changes nothing", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await world.pool.query("UPDATE channel SET kind = 'whatsapp'");
    await read("RED");
    expect(await paused()).toBe(true);
    expect(await count(world, "channel", "quality = 'RED' AND messaging_limit = '10000'")).toBe(1);
    await read("UNKNOWN");
    await read(new GraphError(401, undefined));
    expect(await paused()).toBe(true);
    await letGoOn();
    await read("RED");
    expect(await paused()).toBe(false);
    await read("YELLOW");
    await read("RED");
    expect(await paused()).toBe(true);
  });

  it("is told to those who can do something about it, with the way to the number", async () => {
    world = await worldOf(database.url, WORKSPACE.replace("lists: [All]\n", "lists: [All]\n  operators: [anna@example.com]\n"));
    const mails: { to: string; subject: string; text: string }[] = [];
    const mailer = { send: async (mail: (typeof mails)[number]) => void mails.push(mail), close: async () => {} };
    Object.assign(world.setting, { mailer });
    await world.restartWorker();
    await world.pool.query(
      "UPDATE member SET role = 'administrator' FROM app_user u WHERE u.id = user_id AND u.email = 'anna@example.com'",
    );
    await news("flagged");
    await news("flagged");
    await world.settle();
    const told = mails.filter(({ to }) => to === "anna@example.com");
    expect(told).toHaveLength(1);
    expect(told[0]?.subject).toMatch(/^Il marketing è in pausa: la qualità di un numero è bassa: Scenario/);
    expect(told[0]?.text).toContain(`/settings/channels/${world.channel.id}`);
  });
});
