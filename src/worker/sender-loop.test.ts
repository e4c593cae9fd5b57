import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { count, type Hold, hold, people, worldOf, write } from "../scenario/test-support.ts";
import { startWorker } from "../scenario/worker.ts";
import type { World } from "../scenario/world.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";

const GREET = `
automations:
  - name: Greet
    triggers: [{ id: t1, type: customer_message, config: { phrases: [hi] }, next: m1 }]
    steps:
      - { id: m1, type: send_message, config: { kind: text, text: one }, exits: { next: m2 } }
      - { id: m2, type: send_message, config: { kind: text, text: two } }
`;

describe("the sender's loop", () => {
  let database: TestDatabase;
  let world: World;
  let held: Hold | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await held?.release();
    await world.close();
    await database.pool.query("DELETE FROM workspace; DELETE FROM event; DELETE FROM run; DELETE FROM message; DELETE FROM outbox");
  });
  afterAll(() => database.drop());

  const loop = (name: string) =>
    world.worker().loops.find((one) => one.name === name) as { runOnce(): Promise<number>; nextDueAt(): Promise<number | null> };

  it("sends nothing again that a dead sender had on the wire: its outcome is unknown", async () => {
    world = await worldOf(database.url, GREET);
    // A sender that has the number already.
    await write(world, "+393338888888", "hi");
    await world.settle();
    for (const person of people(10)) await write(world, person, "hi");
    await loop("worker").runOnce();
    // WhatsApp has accepted them; what became of them is not written yet.
    held = await hold(database.pool, "message");
    const sending = loop("sender")
      .runOnce()
      .catch((error: Error) => error);
    await held.waiting();
    const before = world.graph.acceptedCount();
    expect(before).toBe(22);
    await world.restartWorker();
    await held.release();
    expect(await sending).toBeInstanceOf(Error);

    await world.settle();
    expect(world.graph.acceptedCount()).toBe(before);
    expect(await count(world, "message", "direction = 'out' AND status = 'unknown'")).toBe(20);
    expect(await count(world, "outbox")).toBe(0);
    // What is queued from now on leaves as ever.
    await write(world, "+393339999999", "hi");
    await world.settle();
    expect(world.graph.acceptedCount()).toBe(before + 2);
  });

  it("learns from a status what became of an unknown message", async () => {
    world = await worldOf(database.url, GREET);
    world.graph.answerNext("timeout");
    await write(world, "+393330000001", "hi");
    await world.settle();
    expect(await count(world, "message", "status = 'unknown'")).toBe(1);
    const [lost] = world.graph.accepted;
    if (lost) await world.graph.deliverStatuses(lost, ["sent", "delivered"]);
    await world.settle();
    expect(await count(world, "message", `status = 'delivered' AND provider_id = '${lost?.providerMessageId}'`)).toBe(1);
  });

  it("is one for each number, however many processes there are", async () => {
    world = await worldOf(database.url, GREET);
    const second = startWorker(world.setting);
    const other = second.loops.find(({ name }) => name === "sender");
    await write(world, "+393330000001", "hi");
    await loop("worker").runOnce();
    await loop("sender").runOnce();
    await write(world, "+393330000001", "hi");
    await loop("worker").runOnce();
    expect(await other?.runOnce()).toBe(0);
    // It asks again soon, in case the one that has the number dies.
    expect(await other?.nextDueAt()).toBe(world.clock.now() + 1000);
    await world.worker().kill();
    expect(await other?.runOnce()).toBe(2);
    await second.stop();
    expect(world.graph.accepted.map(({ body }) => (body["text"] as { body: string }).body)).toEqual(["one", "two", "one", "two"]);
  });

  it("keeps to the number's speed and claims no more than that", async () => {
    world = await worldOf(database.url, `workspace: { throughput: 5 }\n${GREET}`);
    for (const person of people(10)) await write(world, person, "hi");
    await world.settle();
    expect(world.graph.acceptedCount()).toBe(5);
    expect(await count(world, "outbox", "attempts > 0")).toBe(0);
    await world.advanceTo(world.clock.now() + 3000);
    expect(world.graph.acceptedCount()).toBe(20);
  });

  it("gives up on what WhatsApp cannot take after ten tries", async () => {
    world = await worldOf(database.url, GREET);
    world.graph.answerNext({ error: 131016 }, 1000);
    await write(world, "+393330000001", "hi");
    await world.advanceTo(world.clock.now() + 30 * 86_400_000);
    expect(world.graph.acceptedCount()).toBe(0);
    expect(await count(world, "message", "status = 'failed' AND error = 'provider_unavailable'")).toBe(2);
    expect(world.graph.attempts.length).toBe(20);
    expect(await count(world, "outbox")).toBe(0);
  });

  it("waits with a stopped number and goes on with it", async () => {
    world = await worldOf(database.url, GREET);
    await world.pool.query("UPDATE channel SET status = 'stopped'");
    await write(world, "+393330000001", "hi");
    await world.settle();
    expect(world.graph.attempts).toEqual([]);
    await world.pool.query("UPDATE channel SET status = 'active'");
    await world.settle();
    expect(world.graph.acceptedCount()).toBe(2);
  });
});
