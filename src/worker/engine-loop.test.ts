import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { count, type Hold, hold, people, worldOf, write } from "../scenario/test-support.ts";
import { startWorker } from "../scenario/worker.ts";
import type { World } from "../scenario/world.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";

const GREET = `
workspace: { tags: [seen] }
automations:
  - name: Greet
    triggers: [{ id: t1, type: customer_message, config: { phrases: [hi] }, next: g1 }]
    steps:
      - { id: g1, type: add_tag, config: { tags: [seen] }, exits: { next: m1 } }
      - { id: m1, type: send_message, config: { kind: text, text: hello }, exits: { next: d1 } }
      - { id: d1, type: delay, config: { for: { hours: 1 } }, exits: { next: n1 } }
      - { id: n1, type: add_note, config: { text: later } }
`;

describe("the engine's loop", () => {
  let database: TestDatabase;
  let world: World;
  let held: Hold | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await held?.release();
    await world.close();
    await database.pool.query(
      "DELETE FROM workspace; DELETE FROM event; DELETE FROM run; DELETE FROM message; DELETE FROM outbox; DELETE FROM note",
    );
  });
  afterAll(() => database.drop());

  const engine = (own = world) => own.worker().loops.find(({ name }) => name === "worker") as { runOnce(): Promise<number> };

  it("leaves nothing of a batch whose worker dies at its last statement, and another does all of it", async () => {
    world = await worldOf(database.url, GREET);
    const everyone = people(40);
    for (const person of everyone) await write(world, person, "hi");
    // The shared counters are written last: everything else of the batch is written by then, and nothing committed.
    held = await hold(database.pool, "step_count");
    const batch = engine()
      .runOnce()
      .catch((error: Error) => error);
    await held.waiting();
    await world.restartWorker();
    await held.release();
    expect(await batch).toBeInstanceOf(Error);
    expect([await count(world, "event"), await count(world, "contact"), await count(world, "run"), await count(world, "message")]).toEqual([
      40, 0, 0, 0,
    ]);

    await world.settle();
    expect([await count(world, "event"), await count(world, "contact"), await count(world, "run")]).toEqual([0, 40, 40]);
    expect(world.graph.accepted.map(({ to }) => `+${to}`).sort()).toEqual(everyone);
    await world.advanceTo(world.clock.now() + 3_600_000);
    expect(await count(world, "note")).toBe(40);
  });

  it("shares the work of two workers without doing any twice", async () => {
    world = await worldOf(database.url, GREET);
    const everyone = people(120);
    for (const person of everyone) for (const text of ["hi", "one", "two"]) await write(world, person, text);
    const second = startWorker(world.setting);
    const other = second.loops.find(({ name }) => name === "worker");
    const drain = async (loop: { runOnce(): Promise<number> } | undefined) => {
      // Rows that the other one holds are skipped: an empty batch does not mean that all is done.
      while ((await count(world, "event")) > 0) await loop?.runOnce();
    };
    await Promise.all([drain(engine()), drain(other)]);
    await second.stop();
    expect([await count(world, "contact"), await count(world, "run"), await count(world, "message", "direction = 'in'")]).toEqual([
      120, 120, 360,
    ]);
    // The number sends 80 in a second.
    await world.advanceTo(world.clock.now() + 1000);
    expect(world.graph.accepted.length).toBe(120);
  });

  it("fires the deadline of a run once though two workers look at the same instant", async () => {
    world = await worldOf(database.url, GREET);
    for (const person of people(50)) await write(world, person, "hi");
    await world.settle();
    world.clock.moveTo(world.clock.now() + 3_600_000);
    const second = startWorker(world.setting);
    const other = second.loops.find(({ name }) => name === "worker");
    await Promise.all([engine().runOnce(), other?.runOnce(), engine().runOnce(), other?.runOnce()]);
    await second.stop();
    await world.settle();
    expect(await count(world, "note")).toBe(50);
    expect(await count(world, "run", "status = 'completed'")).toBe(50);
  });

  it("sets aside what it cannot handle, and handles everything behind it", async () => {
    world = await worldOf(database.url, GREET);
    const addTag = world.registry.steps["add_tag"] as NonNullable<(typeof world.registry.steps)[string]>;
    world.registry.steps["add_tag"] = {
      ...addTag,
      enter(config, context) {
        if (context.scope.contact.phone === "+393331000007") throw new TypeError("a step with a bug");
        return addTag.enter(config, context);
      },
    };
    for (const person of people(30)) await write(world, person, "hi");
    await world.settle();
    expect(world.graph.accepted.length).toBe(29);
    expect(await count(world, "event")).toBe(0);
    const { rows } = await world.pool.query("SELECT contact_key, type, error FROM failed_event WHERE workspace_id = $1", [
      world.workspaceId,
    ]);
    expect(rows).toMatchObject([
      { contact_key: "w:393331000007", type: "whatsapp_message", error: expect.stringContaining("a step with a bug") },
    ]);
    expect(world.troubles).toEqual([expect.stringContaining("set aside")]);
  });

  it("sets aside nothing else where two lanes look for what cannot be handled", async () => {
    world = await worldOf(database.url, GREET);
    const broken = new Set(["+393331000007", "+393331000023"]);
    const addTag = world.registry.steps["add_tag"] as NonNullable<(typeof world.registry.steps)[string]>;
    world.registry.steps["add_tag"] = {
      ...addTag,
      enter(config, context) {
        if (broken.has(context.scope.contact.phone ?? "")) throw new TypeError("a step with a bug");
        return addTag.enter(config, context);
      },
    };
    for (const person of people(40)) await write(world, person, "hi");
    const loop = engine();
    const lane = async () => {
      while ((await count(world, "event")) > 0) await loop.runOnce();
    };
    await Promise.all([lane(), lane()]);
    await world.settle();
    expect(world.graph.accepted.length).toBe(38);
    expect(await count(world, "failed_event")).toBe(2);
  });

  it("ends a run whose deadline it cannot handle, and fires the others", async () => {
    world = await worldOf(database.url, GREET);
    for (const person of people(10)) await write(world, person, "hi");
    await world.settle();
    const addNote = world.registry.steps["add_note"] as NonNullable<(typeof world.registry.steps)[string]>;
    world.registry.steps["add_note"] = {
      ...addNote,
      enter(config, context) {
        if (context.scope.contact.phone === "+393331000003") throw new TypeError("a step with a bug");
        return addNote.enter(config, context);
      },
    };
    await world.advanceTo(world.clock.now() + 3_600_000);
    expect(await count(world, "note")).toBe(9);
    expect(await count(world, "run", "status = 'failed' AND reason = 'internal_error'")).toBe(1);
  });
});
