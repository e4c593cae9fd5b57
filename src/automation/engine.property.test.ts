/** What must hold for every automation and every conversation, found by chance. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import type { Definition } from "./definition.ts";
import { parseDefinition } from "./parse-definition.ts";
import { engineFixture, environmentFixture, MINUTE, workspaceFixture } from "./scope-fixture.ts";
import type { AutomationSnapshot, RunState } from "./state.ts";
import { validateDefinition } from "./validate.ts";

const registry = await loadRegistry();
const IDS = ["s0", "s1", "s2", "s3", "s4", "s5", "s6"];
const anyStep = fc.constantFrom(...IDS);

/** Step types with the exits they can have; what waits, forks, jumps, fails, causes events and changes the contact is in it. */
const STEPS: { type: string; config: object; exits: string[] }[] = [
  { type: "add_note", config: { text: "{{ contact.first_name }} {{ vars.n }}" }, exits: ["next"] },
  { type: "add_tag", config: { tags: ["vip"] }, exits: ["next"] },
  { type: "remove_tag", config: { all: true }, exits: ["next"] },
  { type: "add_to_list", config: { lists: ["Leads"] }, exits: ["next"] },
  { type: "remove_from_list", config: { all: true }, exits: ["next"] },
  { type: "fill_field", config: { field: "SCORE", value: "{{ reply.text }}" }, exits: ["next", "failed"] },
  { type: "fill_field", config: { field: "vars.n", value: "{{ vars.n | default: 0 | plus: 1 }}" }, exits: ["next"] },
  { type: "delay", config: { for: { minutes: 7 } }, exits: ["next"] },
  { type: "delay", config: { for: { seconds: 0 } }, exits: ["next"] },
  {
    type: "customer_response",
    config: { timeout: { minutes: 10 }, cases: [{ id: "one", phrases: ["1"] }] },
    exits: ["one", "replied", "timeout"],
  },
  { type: "customer_response", config: {}, exits: ["replied"] },
  { type: "if_else", config: { if: { field: "contact.tags", op: "has_any", value: ["vip"] } }, exits: ["then", "else"] },
  { type: "branch", config: { mode: "parallel", paths: [{ id: "a" }, { id: "b" }] }, exits: ["a", "b"] },
  { type: "branch", config: { mode: "random", paths: [{ id: "a" }, { id: "b" }] }, exits: ["a", "b"] },
  { type: "send_message", config: { kind: "text", text: "x" }, exits: ["next", "failed"] },
  {
    type: "send_message",
    config: { kind: "buttons", text: "x", buttons: [{ id: "y", title: "Y" }], timeout: { minutes: 5 } },
    exits: ["y", "next", "timeout"],
  },
  { type: "start_automation", config: { automation: "B", passVars: true }, exits: ["next"] },
  { type: "stop_automations", config: {}, exits: ["next"] },
  { type: "open_ticket", config: { title: "x", ifOpen: "reuse" }, exits: ["next"] },
  { type: "update_ticket", config: { status: "resolved" }, exits: ["next", "failed"] },
];

const step = fc.constantFrom(...STEPS).chain(({ type, config, exits }) =>
  fc.tuple(...exits.map(() => fc.option(anyStep, { nil: undefined }))).map((targets) => ({
    type,
    config,
    exits: Object.fromEntries(exits.flatMap((exit, i) => (targets[i] === undefined ? [] : [[exit, targets[i]]]))),
  })),
);
const goTo = anyStep.map((to) => ({ type: "go_to", config: { step: to }, exits: {} }));
const reentry = fc.constantFrom(undefined, "restart", "skip", "parallel", "once");

function document(name: string) {
  return fc
    .record({
      reentry,
      first: anyStep,
      steps: fc.array(fc.oneof({ weight: 12, arbitrary: step }, { weight: 1, arbitrary: goTo }), { minLength: 7, maxLength: 7 }),
    })
    .map(({ reentry, first, steps }) => ({
      name,
      ...(reentry && { settings: { reentry } }),
      triggers: [
        { id: "t", type: "customer_message", config: { phrases: [`go ${name}`] }, next: first },
        { id: "l", type: "list", config: { lists: ["Leads"] }, next: first },
      ],
      steps: steps.map((item, i) => ({ id: IDS[i] as string, ...item })),
    }));
}

const event = fc.oneof(
  fc.constantFrom("go A", "go B", "1", "hello", "stop").map((text) => ({ text })),
  fc.integer({ min: 0, max: 30 }).map((minutes) => ({ minutes })),
  fc.boolean().map((ok) => ({ ok })),
  fc.constant({ press: true }),
);

/** So that documents in which everything starts everything stay small too. */
const SMALL = { stepsPerRun: 40, visitsPerStep: 8, chainDepth: 2 };

function play(
  documents: ReturnType<typeof document> extends fc.Arbitrary<infer D> ? D[] : never,
  events: { text?: string; minutes?: number; ok?: boolean; press?: boolean }[],
  limits = SMALL,
  between: (engine: ReturnType<typeof engineFixture>) => void = () => {},
) {
  const engine = engineFixture(registry, documents, {
    environment: environmentFixture(undefined, 0.4),
    workspace: { limits },
  });
  for (const { text, minutes, ok, press } of events) {
    const last = engine.effects("queue_message").at(-1);
    if (text !== undefined) engine.write(text, { messageId: "in" });
    else if (minutes !== undefined) engine.sleep(minutes * MINUTE);
    else if (last && ok !== undefined) engine.receive({ type: "message_result", key: last.id, ok });
    else if (last && press)
      engine.write({ type: "button_reply", source: "button", id: "y", text: "Y" }, { messageId: "in", context: { messageId: last.id } });
    holds(engine);
    between(engine);
  }
  return engine;
}

/** What another worker finds of a contact: what JSON keeps of it. */
function reload({ scope }: ReturnType<typeof engineFixture>): void {
  const { contact, chats, runs, tickets } = scope;
  Object.assign(scope, JSON.parse(JSON.stringify({ contact, chats, runs, tickets })));
}

/** After every event a run has ended, or each of its paths waits for something. */
function holds({ scope, environment }: ReturnType<typeof engineFixture>): void {
  const { limits } = scope.workspace;
  expect(scope.pending).toEqual([]);
  for (const { id, definition } of Object.values(scope.workspace.automations)) {
    const runs = scope.runs.filter(({ automationId }) => automationId === id);
    const active = runs.filter(({ endedAt }) => endedAt === null);
    // Of the start steps here none is parallel by itself.
    if (definition.reentry !== "parallel") expect(active.length).toBeLessThanOrEqual(1);
    if (definition.reentry === "once") expect(runs.length).toBeLessThanOrEqual(1);
  }
  for (const run of scope.runs) {
    expect(run.status).not.toBe("running");
    expect(run.paths.length === 0).toBe(run.endedAt !== null);
    expect(run.depth).toBeLessThanOrEqual(limits.chainDepth + 1);
    expect(run.steps).toBeLessThanOrEqual(limits.stepsPerRun + 1);
    expect(new Set(run.paths.map(({ id }) => id)).size).toBe(run.paths.length);
    for (const path of run.paths) {
      expect(path.wait).not.toBeNull();
      expect(path.wait?.deadline ?? environment.now + 1).toBeGreaterThan(environment.now);
    }
  }
}

const documents = fc.tuple(document("A"), document("B")).map((pair) => [...pair]);
const events = fc.array(event, { maxLength: 12 });

test("a run has ended or waits, within its limits, whatever the automations and the conversation", () => {
  fc.assert(
    fc.property(documents, events, (documents, events) => {
      play(documents, events);
    }),
    { numRuns: 300 },
  );
});

test("the same conversation gives the same result", () => {
  fc.assert(
    fc.property(documents, events, (documents, events) => {
      const result = () => {
        const { runs, effects, records, counts } = play(documents, events).scope;
        return JSON.stringify({ runs, effects, records, counts });
      };
      expect(result()).toBe(result());
    }),
    { numRuns: 60 },
  );
});

test("a worker that read everything anew goes on as the one before would have", () => {
  const result = ({ scope }: ReturnType<typeof engineFixture>) => {
    const { contact, runs, tickets, effects, records, counts, dispatches } = scope;
    return JSON.stringify({ contact, runs, tickets, effects, records, counts, dispatches });
  };
  fc.assert(
    fc.property(documents, events, (documents, events) => {
      expect(result(play(documents, events, SMALL, reload))).toBe(result(play(documents, events)));
    }),
    { numRuns: 60 },
  );
});

test("a new version leaves waits as they are where their step still waits, and moves every other path on", () => {
  let kept = 0;
  fc.assert(
    fc.property(
      documents,
      events,
      document("A"),
      fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
      (documents, events, other, same) => {
        const engine = play(documents, [{ text: "go A" }, ...events]);
        const { scope } = engine;
        const steps = other.steps.map((step, i) => (same[i] ? documents[0]?.steps[i] : step));
        const { definition } = parseDefinition(registry, { ...other, steps });
        const before = structuredClone(scope.runs.filter(({ automationId, endedAt }) => automationId === "A" && endedAt === null));
        const published = scope.workspace.automations["A"] as AutomationSnapshot;
        // Those whom the old rule of re-entry let in side by side stay so.
        const { reentry } = published.definition;
        scope.workspace.automations["A"] = { ...published, definition: { ...(definition as Definition), reentry }, versionId: "A-v2" };
        engine.sleep(0);
        holds(engine);
        for (const old of before) {
          const run = scope.runs.find(({ id }) => id === old.id) as RunState;
          // A path that moves on may stop the run or start it anew: then there is nothing to compare.
          if (run.endedAt !== null) continue;
          expect(run.versionId).toBe("A-v2");
          for (const path of old.paths) {
            if (!registry.steps[definition?.steps[path.step]?.type ?? ""]?.resume) continue;
            const now = run.paths.find(({ id }) => id === path.id);
            expect(now).toEqual(path);
            kept++;
          }
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(kept).toBeGreaterThan(10);
});

test("a document that validation lets through does not turn in a circle within one event", () => {
  let checked = 0;
  fc.assert(
    fc.property(document("A"), fc.constantFrom("go A"), (document, text) => {
      const { definition } = parseDefinition(registry, document);
      const problems = definition
        ? validateDefinition(registry, definition, workspaceFixture(), { purpose: "publish", taken: new Map(), automations: ["B"] })
        : [];
      fc.pre(definition !== null && problems.every(({ severity }) => severity !== "error"));
      checked++;
      const engine = play([document], [{ text }], workspaceFixture().limits);
      for (const run of engine.scope.runs) expect(String(run.reason)).not.toMatch(/loop_limit|step_limit/);
    }),
    { numRuns: 120 },
  );
  expect(checked).toBeGreaterThan(40);
});
