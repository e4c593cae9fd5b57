import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import { DAY, engineFixture, HOUR } from "./scope-fixture.ts";
import type { WorkspaceSnapshot } from "./state.ts";

const registry = await loadRegistry();
const trigger = (next: string) => [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next }];
const note = (id: string, next?: string) => ({ id, type: "add_note", config: { text: id }, exits: next ? { next } : {} });
const notes = (engine: ReturnType<typeof engineFixture>) => engine.effects("add_note").map(({ text }) => text);

test("parallel paths wait each for themselves, and the run ends with the last", () => {
  const document = {
    name: "A",
    triggers: trigger("p"),
    steps: [
      {
        id: "p",
        type: "branch",
        config: { mode: "parallel", paths: [{ id: "one" }, { id: "two" }, { id: "three" }] },
        exits: { one: "d1", two: "d2" },
      },
      { id: "d1", type: "delay", config: { for: { hours: 1 } }, exits: { next: "n1" } },
      { id: "d2", type: "delay", config: { for: { hours: 2 } }, exits: { next: "n2" } },
      note("n1"),
      note("n2"),
    ],
  };
  const engine = engineFixture(registry, [document]);
  engine.write("go");
  expect(engine.at()).toEqual(["d1", "d2"]);
  expect(new Set(engine.run().paths.map(({ id }) => id)).size).toBe(2);
  engine.sleep(HOUR);
  expect(notes(engine)).toEqual(["n1"]);
  expect(engine.run().status).toBe("waiting");
  engine.sleep(HOUR);
  expect(notes(engine)).toEqual(["n1", "n2"]);
  expect(engine.run().status).toBe("completed");
});

test("one path goes on to its wait before the next begins, so messages leave in the order the steps ran", () => {
  const say = (id: string, next?: string) => ({
    id,
    type: "send_message",
    config: { kind: "text", text: id },
    exits: next ? { next } : {},
  });
  const document = {
    name: "A",
    triggers: trigger("p"),
    steps: [
      { id: "p", type: "branch", config: { mode: "parallel", paths: [{ id: "a" }, { id: "b" }] }, exits: { a: "a1", b: "b1" } },
      say("a1", "a2"),
      say("a2"),
      say("b1"),
    ],
  };
  const engine = engineFixture(registry, [document]);
  engine.write("go");
  expect(engine.sent()).toEqual(["a1", "a2", "b1"]);
});

test("a path that begins to wait because of a message does not take that same message", () => {
  const ask = (id: string, next?: string) => ({ id, type: "customer_response", config: {}, exits: next ? { replied: next } : {} });
  const engine = engineFixture(registry, [{ name: "A", triggers: trigger("r1"), steps: [ask("r1", "r2"), ask("r2", "n"), note("n")] }]);
  engine.write("go");
  expect(engine.at()).toEqual(["r1"]);
  engine.write("first");
  expect(engine.at()).toEqual(["r2"]);
  engine.write("second");
  expect(notes(engine)).toEqual(["n"]);
});

test("one reply resumes every path that waits, in all runs", () => {
  const ask = (name: string) => ({
    name,
    triggers: [{ id: "t", type: "list", config: { lists: ["Leads"] }, next: "r" }],
    steps: [
      { id: "r", type: "customer_response", config: {}, exits: { replied: "n" } },
      { id: "n", type: "add_note", config: { text: `${name} {{ reply.text }}` } },
    ],
  });
  const engine = engineFixture(registry, [ask("A"), ask("B")]);
  engine.receive({ type: "list_changed", list: "Leads", change: "added" });
  engine.write("yes");
  expect(notes(engine)).toEqual(["A yes", "B yes"]);
  expect(engine.scope.dispatches.at(-1)?.resumed.map(({ automationId, stepId }) => [automationId, stepId])).toEqual([
    ["A", "r"],
    ["B", "r"],
  ]);
});

const circle = (limits: Partial<WorkspaceSnapshot["limits"]>) =>
  engineFixture(
    registry,
    [{ name: "A", triggers: trigger("a"), steps: [note("a", "g"), { id: "g", type: "go_to", config: { step: "a" } }] }],
    {
      workspace: { limits: { stepsPerRun: 1000, visitsPerStep: 100, chainDepth: 5, ...limits } },
    },
  );

test("a run fails at the limit of visits of a step", () => {
  const engine = circle({ visitsPerStep: 7 });
  engine.write("go");
  expect(engine.run()).toMatchObject({ status: "failed", reason: "loop_limit", paths: [] });
  expect(notes(engine).length).toBe(7);
});

test("a run fails at the limit of steps", () => {
  const engine = circle({ stepsPerRun: 9 });
  engine.write("go");
  expect(engine.run()).toMatchObject({ status: "failed", reason: "step_limit" });
  expect(engine.scope.records.length).toBe(9);
});

test("an error takes the failed exit, else goes on by next, else stops the run where the step says so", () => {
  const fill = (exits: object, onError?: string) => ({
    name: "A",
    triggers: trigger("f"),
    steps: [
      { id: "f", type: "fill_field", config: { field: "SCORE", value: "many", ...(onError && { onError }) }, exits },
      note("ok"),
      note("bad"),
    ],
  });
  const outcome = (exits: object, onError?: string) => {
    const engine = engineFixture(registry, [fill(exits, onError)]);
    engine.write("go");
    return [...notes(engine), engine.run().reason ?? engine.run().status];
  };
  expect(outcome({ next: "ok", failed: "bad" })).toEqual(["bad", "completed"]);
  expect(outcome({ next: "ok" })).toEqual(["ok", "completed"]);
  expect(outcome({ next: "ok" }, "stop")).toEqual(["invalid_number"]);
  expect(outcome({ next: "ok", failed: "bad" }, "stop")).toEqual(["bad", "completed"]);
});

test("a text that cannot be rendered fails its step and not the engine", () => {
  const text = "{% for i in (1..100000) %}{% for j in (1..100000) %}xxxxxxxxxxxxxxxx{% endfor %}{% endfor %}";
  const engine = engineFixture(registry, [
    { name: "A", triggers: trigger("n"), steps: [{ id: "n", type: "add_note", config: { text }, exits: { next: "ok" } }, note("ok")] },
  ]);
  engine.write("go");
  expect(engine.scope.records[0]).toMatchObject({ stepId: "n", exit: "next", error: expect.stringContaining("template_error") });
  expect(notes(engine)).toEqual(["ok"]);
});

test("every step left is one line of the record and one count per exit", () => {
  const engine = engineFixture(registry, [
    { name: "A", triggers: trigger("a"), steps: [note("a", "d"), { id: "d", type: "delay", config: { for: { hours: 1 } } }] },
  ]);
  engine.write("go");
  expect(engine.scope.records.map(({ stepId, exit, visit }) => [stepId, exit, visit])).toEqual([["a", "next", 1]]);
  engine.sleep(DAY);
  const record = engine.scope.records[1];
  expect(record).toMatchObject({ stepId: "d", stepType: "delay", exit: "next", error: null });
  expect((record?.leftAt ?? 0) - (record?.enteredAt ?? 0)).toBe(DAY);
  expect(engine.scope.counts.map(({ nodeId, what }) => `${nodeId} ${what}`)).toEqual([
    "t entered",
    "a entered",
    "a next",
    "d entered",
    "d next",
  ]);
});

test("an exit to a step that is gone ends the path", () => {
  const engine = engineFixture(registry, [{ name: "A", triggers: trigger("a"), steps: [note("a", "nowhere")] }]);
  engine.write("go");
  expect(engine.run().status).toBe("completed");
});
