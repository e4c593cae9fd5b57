import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { Definition } from "./automation/definition.ts";
import { ID_PATTERN } from "./automation/definition.ts";
import type { EngineEvent } from "./automation/event.ts";
import { configJsonSchema, documentJsonSchema } from "./automation/json-schema.ts";
import { parseDefinition } from "./automation/parse-definition.ts";
import {
  automationFixture,
  DAY,
  engineFixture,
  environmentFixture,
  MONDAY_10,
  messageEvent,
  scopeFixture,
  workspaceFixture,
} from "./automation/scope-fixture.ts";
import { STEP_GROUPS } from "./automation/step.ts";
import { validateDefinition } from "./automation/validate.ts";
import { loadRegistry } from "./registry.ts";

const registry = await loadRegistry();
const steps = Object.values(registry.steps);
const triggers = Object.values(registry.triggers);

async function sources(folder: string): Promise<string[]> {
  const files = await readdir(new URL(`./automation/${folder}/`, import.meta.url));
  return files.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
}

test("every file of steps and triggers is a type", async () => {
  expect(steps.length).toBe((await sources("steps")).length);
  expect(triggers.length).toBe((await sources("triggers")).length);
  expect(steps.length).toBeGreaterThan(20);
  expect(triggers.length).toBeGreaterThan(10);
});

const everyEvent: EngineEvent[] = [
  messageEvent("hello"),
  { type: "start", automationId: "A" },
  { type: "list_changed", list: "Leads", change: "added" },
  { type: "consent_changed", from: "not_declared", to: "subscribed", source: "api" },
  { type: "message_result", key: "m", ok: true },
  { type: "request_result", key: "r", ok: true },
  {
    type: "ticket_changed",
    change: "created",
    ticket: { id: "1", reference: "T-1", title: "", status: "open", priority: "low", category: null },
  },
  { type: "date_reached", automationId: "A", triggerId: "t", field: "BIRTHDAY", value: "2000-01-01", occurrence: MONDAY_10 },
  { type: "shop", shop: "shop", event: "order_created" },
  { type: "call_ended", key: "c", outcome: "success", direction: "inbound" },
  { type: "payment", key: "p", status: "paid" },
  { type: "ai_result", key: "a", outcome: "done" },
  { type: "run_control", runId: "r", action: "stop" },
];

/** A document in which the step is entered at once and each exit leads to a note. */
function documentWith(type: string, config: object, exits: string[]) {
  return {
    name: "Example",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "s" }],
    steps: [
      { id: "s", type, config, exits: Object.fromEntries(exits.map((exit) => [exit, "after"])) },
      { id: "after", type: "add_note", config: { text: "left" } },
      { id: "menu", type: "add_note", config: { text: "menu" } },
    ],
  };
}

describe.each(steps.map((step) => [step.type, step] as const))("the step %s", (_type, step) => {
  test("has a title, a summary and a group", () => {
    expect(step.title).not.toBe("");
    expect(step.summary.length).toBeGreaterThan(20);
    expect(STEP_GROUPS).toContain(step.group);
  });

  test("has a config that JSON Schema can say", () => {
    expect(configJsonSchema(step.config)).toMatchObject({});
    expect(step.examples.length).toBeGreaterThan(0);
  });

  test("refuses an unknown key by its path", () => {
    const { problems } = parseDefinition(registry, documentWith(step.type, { ...step.examples[0]?.config, nonsense: 1 }, []));
    expect(problems).toContainEqual(expect.objectContaining({ code: "unknown_key", path: "steps.0.config.nonsense" }));
  });

  test.each(step.examples.map((example) => [example.title, example.config] as const))("runs its example: %s", (_title, config) => {
    const parsed = step.config.parse(config);
    const exits = step.exits(parsed);
    for (const { name } of exits) expect(name).toMatch(ID_PATTERN);
    expect(new Set(exits.map(({ name }) => name)).size).toBe(exits.length);
    // The parsed form is stored nowhere, but parsing twice must not change what a document means.
    expect(step.config.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);

    const engine = engineFixture(registry, [
      documentWith(
        step.type,
        config,
        exits.map(({ name }) => name),
      ),
    ]);
    engine.write("go");
    engine.sleep(400 * DAY);
    const left = engine.scope.records.find(({ stepId }) => stepId === "s");
    if (left)
      expect(
        left.exit === null ||
          step.exits(parsed).length === 0 ||
          left.exit.split(",").every((exit) => exits.some(({ name }) => name === exit)),
      ).toBe(true);
    else expect(step.resume, "a step that waits can be resumed").toBeTypeOf("function");
  });
});

describe.each(triggers.map((trigger) => [trigger.type, trigger] as const))("the start step %s", (_type, trigger) => {
  test("has a title, a summary and examples that parse", () => {
    expect(trigger.title).not.toBe("");
    expect(trigger.summary.length).toBeGreaterThan(20);
    expect(trigger.examples.length).toBeGreaterThan(0);
    for (const { config } of trigger.examples)
      expect(trigger.config.parse(trigger.config.parse(config))).toEqual(trigger.config.parse(config));
    expect(configJsonSchema(trigger.config)).toMatchObject({});
  });

  test("is not started by events that it does not listen to", () => {
    const automation = automationFixture(registry, { name: "A", triggers: [], steps: [] });
    const scope = scopeFixture();
    for (const { config: example } of trigger.examples) {
      const config = trigger.config.parse(example);
      const node = { id: "t", type: trigger.type, config, next: "s" };
      for (const event of everyEvent.filter(({ type }) => type !== trigger.on)) {
        expect(
          trigger.match(config, event, { environment: environmentFixture(), scope, automation, node, timeZone: "Europe/Rome" }),
        ).toBeNull();
      }
    }
  });
});

test("the document's JSON Schema accepts what the parser accepts and names what it refuses", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, discriminator: true });
  const validate = ajv.compile(documentJsonSchema(registry));
  for (const step of steps) {
    for (const { config } of step.examples) {
      expect(
        validate(documentWith(step.type, { ...config, onError: "stop" }, [])),
        `${step.type}: ${JSON.stringify(validate.errors)}`,
      ).toBe(true);
    }
  }
  expect(validate(documentWith("add_tag", { tags: ["a"], txet: 1 }, []))).toBe(false);
  expect(validate(documentWith("no_such_step", {}, []))).toBe(false);
});

test("examples name objects, and validation says which of them a workspace lacks", () => {
  const { definition } = parseDefinition(registry, documentWith("add_tag", { tags: ["nobody has it"] }, []));
  const problems = validateDefinition(registry, definition as Definition, workspaceFixture(), { purpose: "publish", taken: new Map() });
  expect(problems).toContainEqual(expect.objectContaining({ code: "unknown_object", path: "steps.0.config.tags.0", nodeId: "s" }));
});

test("a new step costs one file: it is found, parsed, validated, run and in the JSON Schema", async () => {
  const folder = await mkdtemp(new URL("../node_modules/.registry-test-", import.meta.url).pathname);
  await writeFile(
    `${folder}/say-moo.ts`,
    `import { z } from ${JSON.stringify(import.meta.resolve("zod"))};
export const step = {
  type: "say_moo", group: "message", title: "Say moo", summary: "Writes moo into the chat as a note.",
  config: z.strictObject({ times: z.number().default(1) }), exits: () => [{ name: "next" }],
  enter: ({ times }, { emit, origin }) => { emit({ kind: "add_note", id: "moo", text: "moo ".repeat(times).trim(), origin }); return { type: "exit", exit: "next" }; },
  examples: [{ title: "Twice", config: { times: 2 } }],
};`,
  );
  try {
    const { loadTypes } = await import("./registry.ts");
    const found = await loadTypes<(typeof steps)[number]>(new URL(`file://${folder}/`), "step");
    const extended = { ...registry, steps: { ...registry.steps, ...found } };
    const document = documentWith("say_moo", { times: 2 }, ["next"]);
    const { definition } = parseDefinition(extended, document);
    expect((definition as Definition).steps["s"]?.config).toEqual({ times: 2 });
    expect(
      validateDefinition(extended, definition as Definition, workspaceFixture(), { purpose: "activate", taken: new Map() }).filter(
        ({ severity }) => severity === "error",
      ),
    ).toEqual([]);
    const engine = engineFixture(extended, [document]);
    engine.write("go");
    expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["moo moo", "left"]);
    expect(documentJsonSchema(extended)).toHaveProperty(["$defs", "steps.say_moo", "title"], "Say moo");
  } finally {
    await rm(folder, { recursive: true });
  }
});
