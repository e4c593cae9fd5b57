import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { updateWorkspaceSettings } from "../operations/update-workspace.ts";
import { count, launch, newestCampaign, sent, worldOf, write } from "../scenario/test-support.ts";
import type { World } from "../scenario/world.ts";
import { inTransaction } from "../store/db.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";

// It is ten in the morning in Rome, four in New York.
const WORKSPACE = `
workspace:
  quietHours: { from: "21:00", to: "08:00" }
  lists: [All]
  templates:
    - { name: promo, category: marketing, language: it, body: Offers }
    - { name: order, category: utility, language: it, body: On its way }
contacts:
  - { phone: "+393330000001", lists: [All] }
  - { phone: "+12125550001", lists: [All], time_zone: America/New_York }
automations:
  - name: Offers
    triggers: [{ id: t1, type: customer_message, config: { phrases: [offers] }, next: s1 }]
    steps:
      - { id: s1, type: send_message, config: { kind: template, template: promo }, exits: { next: s2, failed: s3 } }
      - { id: s2, type: send_message, config: { kind: text, text: Sent } }
      - { id: s3, type: send_message, config: { kind: text, text: Refused } }
  - name: Orders
    triggers: [{ id: t1, type: customer_message, config: { phrases: [order] }, next: s1 }]
    steps: [{ id: s1, type: send_message, config: { kind: template, template: order } }]
`;
const [ROME, NEW_YORK] = ["+393330000001", "+12125550001"];
const at = (text: string) => Date.parse(text);

describe("in the quiet hours of a contact's day", () => {
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

  const got = () => sent(world).map(({ to, what }) => `${to.startsWith("39") ? "Rome" : "New York"}: ${what}`);

  it("an automation's marketing waits for the morning, everything else goes on, and the path waits with it", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await write(world, NEW_YORK, "offers");
    await write(world, NEW_YORK, "order");
    await write(world, ROME, "offers");
    await world.settle();
    expect(got().sort()).toEqual(["New York: order", "Rome: Sent", "Rome: promo"]);
    expect(await count(world, "message", "status = 'queued' AND error = 'quiet_hours'")).toBe(1);
    expect(await count(world, "outbox", "state = 'held'")).toBe(1);
    await world.advanceTo(at("2026-03-02T07:59:00-05:00"));
    expect(got()).toHaveLength(3);
    await world.advanceTo(at("2026-03-02T08:00:00-05:00"));
    expect(got().slice(3)).toEqual(["New York: promo", "New York: Sent"]);
    expect(await count(world, "outbox")).toBe(0);
    expect(await count(world, "message", "error IS NOT NULL")).toBe(0);
  });

  it("a campaign waits for each contact's own morning and says until when", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await launch(world, "promo");
    await world.settle();
    expect(got()).toEqual(["Rome: promo"]);
    expect(await newestCampaign(world)).toMatchObject({
      state: "running",
      waitsFor: "quiet_hours",
      waitsUntil: new Date(at("2026-03-02T08:00:00-05:00")),
    });
    await world.advanceTo(at("2026-03-02T08:00:00-05:00"));
    expect(got()).toEqual(["Rome: promo", "New York: promo"]);
    expect(await newestCampaign(world)).toMatchObject({ state: "completed", waitsFor: null });
  });

  it("a campaign with a utility template goes on", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await launch(world, "order");
    await world.settle();
    expect(got().sort()).toEqual(["New York: order", "Rome: order"]);
  });

  it("who opts out while it waits gets nothing", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await write(world, NEW_YORK, "offers");
    await world.settle();
    await write(world, NEW_YORK, "STOP");
    await world.advanceTo(at("2026-03-02T09:00:00-05:00"));
    expect(got().filter((line) => line.includes("promo"))).toEqual([]);
    expect(await count(world, "message", "status = 'failed' AND error = 'unsubscribed'")).toBe(1);
  });

  it("what waits leaves when the quiet hours are switched off, of automations and of campaigns", async () => {
    world = await worldOf(database.url, WORKSPACE);
    await write(world, NEW_YORK, "offers");
    await launch(world, "promo");
    await world.settle();
    expect(got().filter((line) => line === "New York: promo")).toEqual([]);
    await inTransaction(world.pool, (tx) =>
      updateWorkspaceSettings(tx, world.workspaceId, { settings: { quietHours: { from: "21:00", to: "08:30" } } }, world.clock.now()),
    );
    await world.settle();
    expect(await newestCampaign(world)).toMatchObject({ waitsFor: "quiet_hours", waitsUntil: new Date(at("2026-03-02T08:30:00-05:00")) });
    await inTransaction(world.pool, (tx) =>
      updateWorkspaceSettings(tx, world.workspaceId, { settings: { quietHours: null } }, world.clock.now()),
    );
    await world.settle();
    expect(got().filter((line) => line === "New York: promo")).toHaveLength(2);
    expect(await newestCampaign(world)).toMatchObject({ state: "completed", waitsFor: null });
  });
});
