import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import { advance } from "./advance.ts";
import { automationFixture, engineFixture, HOUR, MINUTE, MONDAY_10, messageEvent } from "./scope-fixture.ts";

const registry = await loadRegistry();

const survey = {
  name: "Survey",
  triggers: [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "ask" }],
  steps: [
    { id: "ask", type: "send_message", config: { kind: "text", text: "Age?" }, exits: { next: "wait" } },
    { id: "wait", type: "customer_response", config: { timeout: { hours: 1 } }, exits: { replied: "thanks", timeout: "late" } },
    { id: "thanks", type: "add_note", config: { text: "thanks" } },
    { id: "late", type: "add_note", config: { text: "late" } },
  ],
};

test.each([
  ["received at the deadline wins", HOUR, "thanks"],
  ["received one millisecond later loses", HOUR + 1, "late"],
])("a reply %s, however late both are handled", (_name, after, note) => {
  const engine = engineFixture(registry, [survey]);
  engine.write("go");
  engine.environment.now += 5 * HOUR;
  advance(registry, engine.scope, [{ event: messageEvent("44"), receivedAt: MONDAY_10 + after }], engine.environment);
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual([note]);
  expect(engine.run().status).toBe("completed");
});

test("deadlines fire in the order of their time, also between two events of one batch", () => {
  const delayed = (name: string, phrase: string, minutes: number) => ({
    name,
    settings: { reentry: "parallel" },
    triggers: [{ id: "t", type: "customer_message", config: { phrases: [phrase] }, next: "d" }],
    steps: [
      { id: "d", type: "delay", config: { for: { minutes } }, exits: { next: "n" } },
      { id: "n", type: "add_note", config: { text: name } },
    ],
  });
  const echo = {
    name: "Echo",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: ["echo"] }, next: "n" }],
    steps: [{ id: "n", type: "add_note", config: { text: "echo" } }],
  };
  const engine = engineFixture(registry, [delayed("thirty", "a", 30), delayed("ten", "b", 10), echo]);
  engine.write("a");
  engine.write("b");
  engine.environment.now += HOUR;
  const events = [{ event: messageEvent("echo"), receivedAt: MONDAY_10 + 20 * MINUTE }];
  advance(registry, engine.scope, events, engine.environment);
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["ten", "echo", "thirty"]);
});

test("a deadline does not fire early", () => {
  const engine = engineFixture(registry, [survey]);
  engine.write("go");
  engine.sleep(HOUR - 1);
  expect(engine.at()).toEqual(["wait"]);
  engine.sleep(1);
  expect(engine.run().status).toBe("completed");
});

test("what a step causes is handled before the next event", () => {
  const joins = {
    name: "Joins",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: ["join"] }, next: "l" }],
    steps: [
      { id: "l", type: "add_to_list", config: { lists: ["Leads"] }, exits: { next: "n" } },
      { id: "n", type: "add_note", config: { text: "joined" } },
    ],
  };
  const welcomes = {
    name: "Welcomes",
    triggers: [{ id: "t", type: "list", config: { lists: ["Leads"] }, next: "n" }],
    steps: [{ id: "n", type: "add_note", config: { text: "welcome to {{ trigger.list.name }}" } }],
  };
  const engine = engineFixture(registry, [joins, welcomes]);
  engine.write("join");
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["joined", "welcome to Leads"]);
  expect(engine.run("Welcomes").depth).toBe(1);
});

test("a chain of automations that start each other ends at the limit", () => {
  const ping = (name: string, other: string, phrase: string) => ({
    name,
    settings: { reentry: "parallel" },
    triggers: [{ id: "t", type: "customer_message", config: { phrases: [phrase] }, next: "s" }],
    steps: [{ id: "s", type: "start_automation", config: { automation: other } }],
  });
  const engine = engineFixture(registry, [ping("Ping", "Pong", "ping"), ping("Pong", "Ping", "pong")]);
  engine.write("ping");
  expect(engine.scope.runs.map(({ depth }) => depth)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(engine.scope.runs.map(({ status, reason }) => reason ?? status)).toEqual([...Array(6).fill("completed"), "chain_limit"]);
});

test("automations that start more and more of each other are stopped in their breadth too", () => {
  const breeds = (name: string, other: string) => ({
    name,
    settings: { reentry: "parallel" },
    triggers: [{ id: "t", type: "customer_message", config: { phrases: [name] }, next: "s0" }],
    steps: Array.from({ length: 12 }, (_, i) => ({
      id: `s${i}`,
      type: "start_automation",
      config: { automation: other },
      exits: { next: `s${i + 1}` },
    })),
  });
  const engine = engineFixture(registry, [breeds("Ping", "Pong"), breeds("Pong", "Ping")]);
  engine.write("ping");
  expect(engine.scope.runs.length).toBe(1001);
  expect(engine.scope.pending).toEqual([]);
  engine.write("ping");
  expect(engine.scope.runs.length).toBe(2002);
});

test("publishing moves waiting runs: they wait on with their deadline where the step is still there", () => {
  const engine = engineFixture(registry, [survey]);
  engine.write("go");
  const deadline = engine.run().paths[0]?.wait?.deadline;
  const changed = {
    ...survey,
    steps: survey.steps.map((step) => (step.id === "late" ? { ...step, config: { text: "very late" } } : step)),
  };
  const next = automationFixture(registry, changed, { versionId: "Survey-2" });
  engine.scope.workspace.automations["Survey"] = next;
  engine.sleep(MINUTE);
  expect(engine.run()).toMatchObject({ versionId: "Survey-2", status: "waiting", paths: [{ step: "wait", wait: { deadline } }] });
  engine.sleep(HOUR);
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["very late"]);
});

test("publishing without the step where a run waits lets it go on at once at what followed", () => {
  const engine = engineFixture(registry, [survey]);
  engine.write("go");
  const changed = { ...survey, steps: [{ ...survey.steps[0], exits: { next: "thanks" } }, survey.steps[2]] };
  engine.scope.workspace.automations["Survey"] = automationFixture(registry, changed, {
    versionId: "Survey-2",
    successors: { wait: "thanks", late: null },
  });
  engine.sleep(1);
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["thanks"]);
  expect(engine.run()).toMatchObject({ status: "completed", versionId: "Survey-2" });
  expect(engine.scope.records).toContainEqual(expect.objectContaining({ stepId: "wait", error: "step_deleted" }));
});

test("a step that became one that never waits is left by its next exit", () => {
  const engine = engineFixture(registry, [survey]);
  engine.write("go");
  const steps = survey.steps.map((step) =>
    step.id === "wait" ? { id: "wait", type: "add_tag", config: { tags: ["vip"] }, exits: { next: "thanks" } } : step,
  );
  engine.scope.workspace.automations["Survey"] = automationFixture(registry, { ...survey, steps }, { versionId: "Survey-2" });
  engine.sleep(1);
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["thanks"]);
});

test("runs of a paused automation do not move, and wait for nobody", () => {
  const engine = engineFixture(registry, [survey]);
  engine.write("go");
  const automation = engine.scope.workspace.automations["Survey"];
  if (automation) automation.state = "paused";
  engine.sleep(2 * HOUR);
  engine.write("44");
  expect(engine.run()).toMatchObject({ status: "paused", paths: [{ step: "wait" }] });
  expect(engine.effects("add_note")).toEqual([]);
});

test("a run whose automation is unknown neither moves nor hangs the engine", () => {
  const engine = engineFixture(registry, [survey]);
  engine.write("go");
  delete engine.scope.workspace.automations["Survey"];
  engine.sleep(2 * HOUR);
  expect(engine.run()).toMatchObject({ status: "waiting", paths: [{ step: "wait" }] });
});

test("an operator stops a run, ends its wait, or begins again at a step", () => {
  const engine = engineFixture(registry, [survey]);
  engine.write("go");
  engine.receive({ type: "run_control", runId: engine.run().id, action: "restart_here", stepId: "ask" });
  expect(engine.sent()).toEqual(["Age?", "Age?"]);
  expect(engine.scope.records.map(({ stepId, exit }) => [stepId, exit])).toEqual([
    ["ask", "next"],
    ["wait", null],
    ["ask", "next"],
  ]);
  expect(engine.scope.records[1]?.result).toEqual({ nextStepId: "ask" });
  engine.receive({ type: "run_control", runId: engine.run().id, action: "skip_wait" });
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["late"]);
  engine.write("go");
  engine.receive({ type: "run_control", runId: engine.run().id, action: "stop" });
  expect(engine.run()).toMatchObject({ status: "stopped", reason: "stopped_by_operator" });
  expect(engine.scope.records.at(-1)).toMatchObject({ stepId: "wait", stepType: "customer_response", exit: null, error: null });
});
