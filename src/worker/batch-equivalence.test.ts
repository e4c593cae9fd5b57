/**
 * The batch worker against its own simplest form: the same customers write the same things to the same automations, once with
 * everything waiting in one batch, once with each message handled before the next arrives. What people get and what is
 * remembered of them must not differ.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { stringify } from "yaml";
import { people, worldOf, write } from "../scenario/test-support.ts";
import type { World } from "../scenario/world.ts";
import { emptyDatabase } from "../store/scenario/empty.ts";
import { findContactId, readContact, readRuns, readTimeline } from "../store/scenario/read.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";

const WORDS = ["a", "b", "c"];
const REENTRY = ["restart", "skip", "parallel", "once"];

/**
 * A step of some kind, its exits to any later step: no circles, so every run ends or waits. Without stop_automations, which
 * drops what has not been sent yet and so depends on when the sender comes by.
 */
function stepOf(index: number, last: number): fc.Arbitrary<object> {
  const id = `s${index}`;
  // One beyond the last step is no step: that exit ends its path.
  const next = fc.integer({ min: index + 1, max: last + 1 }).map((to) => (to > last ? undefined : `s${to}`));
  const exits = (...names: string[]) =>
    fc
      .tuple(...names.map(() => next))
      .map((targets) => Object.fromEntries(names.flatMap((name, i) => (targets[i] === undefined ? [] : [[name, targets[i]]]))));
  const step = (type: string, config: object, ...names: string[]) => exits(...names).map((out) => ({ id, type, config, exits: out }));
  return fc.oneof(
    step("send_message", { kind: "text", text: `${id} {{ reply.text }}` }, "next"),
    step("add_tag", { tags: [`t${index % 3}`] }, "next"),
    step("remove_tag", { tags: [`t${(index + 1) % 3}`] }, "next"),
    step("add_to_list", { lists: ["L"] }, "next"),
    step("remove_from_list", { lists: ["L"] }, "next"),
    step("fill_field", { field: "N", value: `{{ contact.fields.N | default: 0 | plus: ${index + 1} }}` }, "next"),
    step("customer_response", { timeout: { hours: 1 }, cases: [{ id: "a", phrases: ["a"] }] }, "replied", "a", "timeout"),
    step("delay", { for: { minutes: 30 } }, "next"),
    step("if_else", { if: { field: "contact.tags", op: "has_any", value: ["t0", "t1"] } }, "then", "else"),
    step("branch", { mode: "parallel", paths: [{ id: "x" }, { id: "y" }] }, "x", "y"),
  );
}

const automation = (index: number): fc.Arbitrary<object> =>
  fc.integer({ min: 1, max: 6 }).chain((count) =>
    fc.record({
      name: fc.constant(`A${index}`),
      settings: fc.record({ reentry: fc.constantFrom(...REENTRY) }),
      triggers: fc.constant([
        index === 2
          ? { id: "t", type: "list", config: { lists: ["L"] }, next: "s0" }
          : { id: "t", type: "customer_message", config: { phrases: [WORDS[index]] }, next: "s0" },
      ]),
      steps: fc.tuple(...Array.from({ length: count }, (_, i) => stepOf(i, count - 1))),
    }),
  );

const story = fc.record({
  automations: fc.tuple(automation(0), automation(1), automation(2)),
  messages: fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(...WORDS)), { minLength: 4, maxLength: 25 }),
});

async function play(world: World, messages: [number, string][], oneByOne: boolean): Promise<object> {
  const everyone = people(4);
  for (const [who, text] of messages) {
    await write(world, everyone[who] as string, text);
    if (oneByOne) await world.settle();
  }
  await world.settle();
  await world.advanceTo(world.clock.now() + 40 * 60_000);
  await world.advanceTo(world.clock.now() + 3 * 3_600_000);
  const summary: Record<string, object> = {};
  const runs = await readRuns(world);
  const timeline = await readTimeline(world);
  for (const person of everyone) {
    const id = await findContactId(world, person);
    if (id === null) continue;
    const { tags, lists, fields } = await readContact(world, id);
    summary[person] = {
      tags: tags.sort(),
      lists,
      fields,
      sent: world.graph.accepted.filter(({ to }) => `+${to}` === person).map(({ body }) => (body["text"] as { body: string }).body),
      runs: runs
        .filter(({ contact }) => contact === person)
        .map(({ automation: name, status, reason, at }) => ({ name, status, reason, at })),
      steps: timeline
        .filter(({ contact }) => contact === person)
        .map(({ automation: name, step, exit, error }) => [name, step, exit, error]),
    };
  }
  return summary;
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("a batch does what its events would do one after the other", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ automations, messages }) => {
      const yaml = stringify({ workspace: { fields: { N: "number" }, lists: ["L"], tags: ["t0", "t1", "t2"] }, automations });
      const results: object[] = [];
      for (const oneByOne of [true, false]) {
        const world = await worldOf(database.url, yaml);
        try {
          results.push(await play(world, messages, oneByOne));
        } finally {
          await world.close();
          await emptyDatabase(database.pool);
        }
      }
      expect(results[1]).toEqual(results[0]);
    }),
    { numRuns: inject("propertyRuns"), endOnFailure: true },
  );
}, 300_000);
