import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import { engineFixture } from "./scope-fixture.ts";

const registry = await loadRegistry();

function waiting(reentry?: string) {
  return {
    name: "A",
    ...(reentry && { settings: { reentry } }),
    triggers: [
      { id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "w" },
      { id: "l", type: "list", config: { lists: ["Leads"] }, next: "w" },
      { id: "i", type: "integration", config: {}, next: "w" },
    ],
    steps: [{ id: "w", type: "delay", config: { for: { hours: 1 } } }],
  };
}
const states = (engine: ReturnType<typeof engineFixture>) => engine.scope.runs.map(({ status, reason }) => reason ?? status);

test.each([
  ["restart", ["restarted", "waiting"]],
  ["skip", ["waiting"]],
  ["parallel", ["waiting", "waiting"]],
  ["once", ["waiting"]],
])("re-entry %s while a run is active", (reentry, expected) => {
  const engine = engineFixture(registry, [waiting(reentry)]);
  engine.write("go");
  engine.write("go");
  expect(states(engine)).toEqual(expected);
});

test("once means never again, also after the run has ended and in another batch", () => {
  const engine = engineFixture(registry, [waiting("once")], { scope: { ranBefore: new Set(["A"]) } });
  engine.write("go");
  expect(engine.scope.runs).toEqual([]);
  expect(engine.scope.dispatches.at(-1)?.passedOver).toEqual([{ automationId: "A", triggerId: "t", reason: "already_ran_once" }]);
});

test("without a setting messages restart, lists skip and integrations run in parallel", () => {
  const engine = engineFixture(registry, [waiting()]);
  engine.write("go");
  engine.receive({ type: "list_changed", list: "Leads", change: "added" });
  expect(states(engine)).toEqual(["waiting"]);
  engine.receive({ type: "start", automationId: "A", triggerId: "i" });
  expect(states(engine)).toEqual(["waiting", "waiting"]);
  engine.write("go");
  expect(states(engine)).toEqual(["restarted", "restarted", "waiting"]);
});

test("two runs keep their own trigger and variables", () => {
  const orders = {
    name: "Orders",
    triggers: [{ id: "i", type: "integration", config: {}, next: "w" }],
    steps: [
      { id: "w", type: "delay", config: { for: { hours: 1 } }, exits: { next: "n" } },
      { id: "n", type: "add_note", config: { text: "order {{ trigger.payload.order }}" } },
    ],
  };
  const engine = engineFixture(registry, [orders]);
  for (const order of ["1", "2"])
    engine.receive({ type: "start", automationId: "Orders", triggerId: "i", context: { payload: { order } } });
  engine.sleep(3_600_000);
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["order 1", "order 2"]);
});

test("started by hand it begins at the first start step and says so", () => {
  const engine = engineFixture(registry, [waiting()]);
  engine.receive({ type: "start", automationId: "A" });
  expect(engine.run().trigger).toMatchObject({ type: "manual", id: null });
  expect(engine.at()).toEqual(["w"]);
});

test("an automation that is not active does not start", () => {
  const engine = engineFixture(registry, [waiting()]);
  Object.assign(engine.scope.workspace.automations["A"] ?? {}, { state: "paused" });
  engine.receive({ type: "start", automationId: "A" });
  expect(engine.scope.runs).toEqual([]);
});
