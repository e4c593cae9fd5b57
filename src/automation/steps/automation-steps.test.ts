import { expect, test } from "vitest";
import { loadRegistry } from "../../registry.ts";
import { engineFixture } from "../scope-fixture.ts";

const registry = await loadRegistry();
const nurture = (name: string) => ({
  name,
  settings: { reentry: "parallel" },
  triggers: [{ id: "t", type: "list", config: { lists: ["Leads"] }, next: "d" }],
  steps: [{ id: "d", type: "delay", config: { for: { days: 3 } } }],
});
const stops = (config: object) => ({
  name: "Stops",
  settings: { reentry: "parallel" },
  triggers: [
    { id: "w", type: "list", config: { lists: ["Leads"] }, next: "d" },
    { id: "t", type: "customer_message", config: { phrases: ["bought"] }, next: "x" },
  ],
  steps: [
    { id: "d", type: "delay", config: { for: { days: 3 } } },
    { id: "x", type: "stop_automations", config, exits: { next: "n" } },
    { id: "n", type: "add_note", config: { text: "thanks" } },
  ],
});

function after(config: object) {
  const engine = engineFixture(registry, [nurture("A"), nurture("B"), stops(config)]);
  engine.receive({ type: "list_changed", list: "Leads", change: "added" });
  const [a, b] = engine.scope.runs;
  engine.write("bought");
  return {
    engine,
    states: engine.scope.runs.map(({ automationId, status, reason }) => `${automationId} ${reason ?? status}`),
    ids: [a?.id, b?.id],
  };
}

test("all others end now, and their queued messages are dropped; this run goes on", () => {
  const { engine, states, ids } = after({});
  expect(states).toEqual(["A stopped_by_automation", "B stopped_by_automation", "Stops waiting", "Stops completed"]);
  expect(engine.effects("drop_queued")).toEqual([{ kind: "drop_queued", runIds: ids }]);
  expect(engine.effects("add_note").length).toBe(1);
});

test("only those named end", () => {
  expect(after({ which: ["B"] }).states).toEqual(["A waiting", "B stopped_by_automation", "Stops waiting", "Stops completed"]);
});

test("with itself included the run ends there too, and so do its other runs", () => {
  const { engine, states } = after({ which: ["A"], includeSelf: true });
  expect(states).toEqual(["A stopped_by_automation", "B waiting", "Stops stopped_by_automation", "Stops stopped_by_automation"]);
  expect(engine.effects("add_note")).toEqual([]);
});

test("an automation with nothing running drops nothing", () => {
  const engine = engineFixture(registry, [stops({})]);
  engine.write("bought");
  expect(engine.effects("drop_queued")).toEqual([]);
});

test("another automation starts with a copy of the variables, without the engine's own", () => {
  const parent = {
    name: "Parent",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "r" }],
    steps: [
      { id: "r", type: "branch", config: { mode: "random", paths: [{ id: "a" }, { id: "b" }] }, exits: { a: "f", b: "f" } },
      { id: "f", type: "fill_field", config: { field: "vars.x", value: "1" }, exits: { next: "s" } },
      { id: "s", type: "start_automation", config: { automation: "Child", passVars: true }, exits: { next: "f2" } },
      { id: "f2", type: "fill_field", config: { field: "vars.x", value: "2" } },
    ],
  };
  const child = { ...nurture("Child"), triggers: [{ id: "t", type: "customer_message", config: { phrases: ["child"] }, next: "d" }] };
  const engine = engineFixture(registry, [parent, child]);
  engine.write("go");
  expect(engine.run("Child")).toMatchObject({ vars: { x: "1" }, depth: 1, status: "waiting", trigger: { type: "manual" } });
  expect(engine.run("Child").vars).not.toHaveProperty("_drawn");
  expect(engine.run("Parent")).toMatchObject({ status: "completed", vars: { x: "2" } });
});

test("an automation that is not active, or gone, is shown as an error and the path goes on", () => {
  const parent = (automation: string) => ({
    name: "Parent",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "s" }],
    steps: [
      { id: "s", type: "start_automation", config: { automation }, exits: { next: "n" } },
      { id: "n", type: "add_note", config: { text: "on" } },
    ],
  });
  const error = (automation: string) => {
    const engine = engineFixture(registry, [parent(automation), nurture("Child")]);
    Object.assign(engine.scope.workspace.automations["Child"] ?? {}, { state: "paused" });
    engine.write("go");
    expect(engine.effects("add_note").length).toBe(1);
    return engine.scope.records[0]?.error;
  };
  expect(error("Child")).toBe("automation_not_active: Child");
  // Never published, or gone by now: publishing has checked that there was one of the name.
  expect(error("Nobody")).toBe("automation_not_active: Nobody");
});
