import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import { documentReferences, parseDefinition, renameReferences } from "./parse-definition.ts";

const registry = await loadRegistry();
const trigger = { id: "t1", type: "customer_message", config: { phrases: ["go"] }, next: "s1" };
const parse = (parts: object) => parseDefinition(registry, { name: "A", triggers: [trigger], steps: [], ...parts });
const step = (config: object, type = "send_message", more: object = {}) => ({ steps: [{ id: "s1", type, config, ...more }] });
const found = (parts: object) => parse(parts).problems.map(({ code, path }) => `${code} ${path}`);

test("a document becomes what the engine runs, with defaults filled in", () => {
  const { definition, problems } = parse({
    ...step({ kind: "text", text: "Hi" }, "send_message", { label: "Greeting", position: { x: 1, y: 2 } }),
    settings: { reentry: "skip" },
  });
  expect(problems).toEqual([]);
  expect(definition).toEqual({
    name: "A",
    reentry: "skip",
    stopOnReplyToHuman: true,
    triggers: [{ ...trigger, config: { phrases: ["go"], match: "exact", channels: [] } }],
    steps: {
      s1: {
        id: "s1",
        type: "send_message",
        config: { kind: "text", text: "Hi", previewUrl: false },
        exits: {},
        onError: "continue",
        label: "Greeting",
        position: { x: 1, y: 2 },
      },
    },
    stepOrder: ["s1"],
  });
});

test.each([
  ["in the document", { stpes: [] }, "unknown_key stpes"],
  ["in the settings", { settings: { re_entry: "skip" } }, "unknown_key settings.re_entry"],
  ["in a step", step({ kind: "text", text: "x" }, "send_message", { next: "s2" }), "unknown_key steps.0.next"],
  ["in a config", step({ kind: "text", text: "x", txet: "y" }), "unknown_key steps.0.config.txet"],
  [
    "in one of several forms",
    step({ until: { weekday: "mon", time: "10:00", zone: "x" } }, "delay"),
    "unknown_key steps.0.config.until.zone",
  ],
  [
    "in a button",
    step({ kind: "buttons", text: "x", buttons: [{ id: "a", title: "A", url: "x" }] }),
    "unknown_key steps.0.config.buttons.0.url",
  ],
  ["in a trigger", { triggers: [{ ...trigger, config: { phrases: ["x"], mach: "any" } }] }, "unknown_key triggers.0.config.mach"],
])("an unknown key %s is an error that names its path", (_where, parts, problem) => {
  expect(found(parts)).toEqual([problem]);
});

test.each([
  ["a wrong value", step({ lists: "Leads" }, "add_to_list"), "invalid_config steps.0.config.lists"],
  ["a missing value", step({ kind: "text" }), "invalid_config steps.0.config.text"],
  ["a kind that is none", step({ kind: "fax" }), "invalid_config steps.0.config.kind"],
  ["a wrong duration", step({ for: { hours: -1 } }, "delay"), "invalid_config steps.0.config.for.hours"],
  ["a wrong duration in words", step({ for: "two hours" }, "delay"), "invalid_config steps.0.config.for"],
  [
    "a condition deep inside",
    step({ if: { all: [{ any: [{ field: "contact.email", op: "like", value: "x" }] }] } }, "if_else"),
    "invalid_config steps.0.config.if.all.0.any.0.op",
  ],
  ["no name", { name: " " }, "invalid_config name"],
  ["a bad id", { triggers: [{ ...trigger, id: "a b" }] }, "invalid_config triggers.0.id"],
])("%s is reported where it is", (_what, parts, problem) => {
  expect(found(parts)).toEqual([problem]);
});

test("what is no document at all is refused and not thrown at", () => {
  for (const input of [null, 7, "x", [], { name: "A", steps: {} }]) expect(parseDefinition(registry, input).definition).toBeNull();
  expect(documentReferences(registry, null)).toEqual([]);
  expect(renameReferences(registry, null, (_, name) => name)).toBeNull();
});

test("an id used twice is an error, also between a start step and a step", () => {
  const parts = {
    steps: [
      { id: "t1", type: "mark_unread" },
      { id: "s1", type: "mark_unread" },
      { id: "s1", type: "mark_unread" },
    ],
  };
  expect(found(parts)).toEqual(["duplicate_id steps.0.id", "duplicate_id steps.2.id"]);
});

test.each(["teleport", "constructor", "__proto__"])("the step type %s is unknown", (type) => {
  expect(found(step({}, type))).toEqual(["unknown_type steps.0.type"]);
  expect(found({ triggers: [{ ...trigger, type }] })).toEqual(["unknown_type triggers.0.type"]);
});

test("onError is accepted in every config and on the step", () => {
  const onError = (parts: object) => parse(parts).definition?.steps["s1"]?.onError;
  expect(onError(step({ onError: "stop" }, "mark_unread"))).toBe("stop");
  expect(onError(step({}, "mark_unread", { onError: "stop" }))).toBe("stop");
  expect(onError(step({}, "mark_unread"))).toBe("continue");
  expect(found(step({ onError: "explode" }, "mark_unread"))).toEqual(["invalid_config steps.0.config.onError"]);
});

test("problems say which step they belong to, in a sentence", () => {
  const { problems } = parse(step({ kind: "text", text: "x", txet: "y" }));
  expect(problems[0]).toEqual({
    code: "unknown_key",
    severity: "error",
    path: "steps.0.config.txet",
    nodeId: "s1",
    message: 'There is no setting called "txet" here.',
    fix: "Remove it, or correct its spelling.",
  });
});

const referring = {
  name: "A",
  triggers: [{ id: "t1", type: "list", config: { lists: ["Leads"] }, next: "s1" }],
  steps: [
    { id: "s1", type: "send_message", config: { kind: "text", text: "x", fallbackTemplate: { template: "offer" } }, exits: { next: "s2" } },
    {
      id: "s2",
      type: "if_else",
      config: {
        if: {
          any: [
            { field: "contact.tags", op: "has_any", value: ["vip", "red"] },
            { not: { field: "contact.fields.CITY", op: "eq", value: "Leads" } },
          ],
        },
      },
    },
    { id: "s3", type: "stop_automations", config: { which: ["B"] } },
    { id: "s4", type: "stop_automations", config: { which: "all_others" } },
    { id: "s5", type: "fill_field", config: { field: "CITY", value: "vip", onError: "stop" } },
    { id: "s6", type: "fill_field", config: { field: "vars.x", value: "1" } },
    { id: "s7", type: "branch", config: { mode: "value", field: "contact.fields.CITY", cases: [{ id: "a", values: ["vip"] }] } },
  ],
};

test("references are found with their kind and full path", () => {
  expect(documentReferences(registry, referring).map(({ kind, name, path }) => `${kind} ${name} ${path.join(".")}`)).toEqual([
    "list Leads triggers.0.config.lists.0",
    "template offer steps.0.config.fallbackTemplate.template",
    "tag vip steps.1.config.if.any.0.value.0",
    "tag red steps.1.config.if.any.0.value.1",
    "field CITY steps.1.config.if.any.1.not.field",
    "automation B steps.2.config.which.0",
    "field CITY steps.4.config.field",
    "field CITY steps.6.config.field",
  ]);
});

test("renaming changes references and nothing else, and leaves the input as it is", () => {
  const before = structuredClone(referring);
  const renamed = renameReferences(registry, referring, (kind, name) =>
    `${kind} ${name}` === "tag vip" ? "gold" : name === "CITY" ? "TOWN" : name,
  ) as typeof referring;
  expect(referring).toEqual(before);
  expect(JSON.stringify(renamed)).toBe(
    JSON.stringify(before)
      .replace('["vip","red"]', '["gold","red"]')
      .replaceAll('"contact.fields.CITY"', '"contact.fields.TOWN"')
      .replace('"field":"CITY"', '"field":"TOWN"'),
  );
  expect(renameReferences(registry, referring, (_, name) => name)).toBe(referring);
});

test.each([
  ["a text that YAML read as a number", step({ kind: "text", text: 5 }), { text: "5" }],
  ["a phrase that is one", { ...step({}, "customer_response"), triggers: [{ ...trigger, config: { phrases: [1, true] } }] }, {}],
  ["a weekday by its name", step({ until: { weekday: "Monday", time: "09:00" } }, "delay"), { until: { weekday: "mon", time: "09:00" } }],
  [
    "weekdays of a window",
    step({ onlyBetween: { from: "09:00", to: "18:00", weekdays: ["MON", "friday"] } }, "delay"),
    { onlyBetween: { from: "09:00", to: "18:00", weekdays: ["mon", "fri"] } },
  ],
  [
    "a priority with a capital",
    step({ title: "T", priority: "High", status: "In progress" }, "open_ticket"),
    { priority: "high", status: "in_progress" },
  ],
  [
    "a weekday of a condition",
    step({ if: { all: [{ field: "now.weekday", op: "in", value: ["Monday", "sun"] }] } }, "if_else"),
    { if: { all: [{ field: "now.weekday", op: "in", value: ["mon", "sun"] }] } },
  ],
  [
    "a header that is a line of text",
    step({ kind: "buttons", text: "x", header: "Top", buttons: [{ id: "a", title: "A" }] }),
    { header: { text: "Top" } },
  ],
])("what is meant well is taken: %s", (_what, parts, config) => {
  const { definition, problems } = parse(parts);
  expect(problems).toEqual([]);
  expect(definition?.steps["s1"]?.config).toMatchObject(config);
});

test("what nobody can mean is still an error with its place", () => {
  expect(found(step({ until: { weekday: "Caturday", time: "09:00" } }, "delay"))).toEqual(["invalid_config steps.0.config.until.weekday"]);
  expect(found(step({ kind: "text", text: 5, colour: "red" }))).toEqual(["unknown_key steps.0.config.colour"]);
  expect(found(step({ kind: "text", text: { en: "x" } }))).toEqual(["invalid_config steps.0.config.text"]);
});

test("a part of a JSON field names the field, and keeps its place when the field is renamed", () => {
  const document = {
    name: "A",
    triggers: [trigger],
    ...step({ if: { field: "contact.fields.DATA.level.n", op: "gt", value: 1 } }, "if_else"),
  };
  expect(documentReferences(registry, document)).toMatchObject([{ kind: "field", name: "DATA" }]);
  const renamed = renameReferences(registry, document, (kind, name) => (kind === "field" ? `${name}_2` : name));
  expect(renamed).toMatchObject({ steps: [{ config: { if: { field: "contact.fields.DATA_2.level.n" } } }] });
});

test("a webhook's body may be the JSON it is, with Liquid's own quotes in it", () => {
  const { definition, problems } = parse(
    step({ url: "https://example.com", body: { name: '{{ contact.first_name | default: "you" }}', list: [1] } }, "send_webhook"),
  );
  expect(problems).toEqual([]);
  expect((definition?.steps["s1"]?.config as { body: string } | undefined)?.body.replace(/\s+/g, " ")).toBe(
    '{ "name": "{{ contact.first_name | default: "you" }}", "list": [ 1 ] }',
  );
});

test("what is wrong inside the steps is told along with what is wrong around them", () => {
  const parts = {
    colour: "red",
    triggers: [{ ...trigger, next: "not an id!", config: { phrases: "go" } }],
    steps: [
      { id: "s1", type: "send_message", config: { kind: "text" } },
      { id: "s2", type: "send_fax", config: {} },
      { type: "add_note", config: { txt: "x" } },
      { id: "s4", type: "add_note", config: 5 },
      null,
    ],
  };
  expect(found(parts)).toEqual([
    "invalid_config triggers.0.next",
    "invalid_config steps.2.id",
    "invalid_config steps.3.config",
    "invalid_config steps.4",
    "unknown_key colour",
    "invalid_config triggers.0.config.phrases",
    "invalid_config steps.0.config.text",
    "unknown_type steps.1.type",
    "invalid_config steps.2.config.text",
    "unknown_key steps.2.config.txt",
  ]);
  expect(found({ ...parts, triggers: 7, steps: { s1: {} } })).toEqual([
    "invalid_config triggers",
    "invalid_config steps",
    "unknown_key colour",
  ]);
});
