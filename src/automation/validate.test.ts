import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import type { Definition } from "./definition.ts";
import { parseDefinition } from "./parse-definition.ts";
import { claimedPhrases } from "./phrases.ts";
import { automationFixture, templateFixture, workspaceFixture } from "./scope-fixture.ts";
import type { WorkspaceSnapshot } from "./state.ts";
import { type ValidationContext, validateDefinition } from "./validate.ts";

const registry = await loadRegistry();
const written = { id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "a" };
const listed = { id: "t", type: "list", config: { lists: ["Leads"] }, next: "a" };
const note = (id: string, next?: string) => ({ id, type: "add_note", config: { text: id }, exits: next ? { next } : {} });
const say = (id: string, next?: string, config: object = {}) => ({
  id,
  type: "send_message",
  config: { kind: "text", text: id, ...config },
  exits: next ? { next } : {},
});

function parsed(document: object): Definition {
  const { definition, problems } = parseDefinition(registry, { name: "A", triggers: [written], ...document });
  if (!definition) throw new Error(JSON.stringify(problems));
  return definition;
}
function validate(document: object, workspace: Partial<WorkspaceSnapshot> = {}, context: Partial<ValidationContext> = {}) {
  return validateDefinition(registry, parsed(document), workspaceFixture(workspace), { purpose: "publish", taken: new Map(), ...context });
}
const found = (...args: Parameters<typeof validate>) => validate(...args).map(({ severity, code, path }) => `${severity} ${code} ${path}`);

test("a sound document has no problems", () => {
  expect(found({ steps: [say("a", "b"), note("b")] })).toEqual([]);
});

test("every problem has a sentence, a fix and the step it belongs to", () => {
  const [problem] = validate({ steps: [{ id: "a", type: "add_tag", config: { tags: ["nobody"] } }] });
  expect(problem).toEqual({
    code: "unknown_object",
    severity: "error",
    path: "steps.0.config.tags.0",
    message: 'There is no tag "nobody" in this workspace.',
    fix: "Create it, or choose another tag.",
    nodeId: "a",
  });
});

test("an automation that nothing starts", () => {
  expect(found({ triggers: [], steps: [note("a")] })).toEqual(["error no_trigger triggers"]);
});

test("without a workspace, what needs none is said all the same", () => {
  const alone = (document: object) =>
    validateDefinition(registry, parsed(document), null, { purpose: "publish", taken: new Map() }).map(
      ({ code, path }) => `${code} ${path}`,
    );
  expect(alone({ triggers: [], steps: [note("a")] })).toEqual(["no_trigger triggers"]);
  const tag = { id: "a", type: "add_tag", config: { tags: ["nobody"] }, exits: { replied: "b" } };
  const template = { ...say("b"), config: { kind: "template", template: "unknown" }, exits: { YES: "a" } };
  expect(alone({ steps: [tag, template, { ...note("c"), config: { text: "{{ contact.fields.NONE }}" } }] })).toEqual([
    "unknown_exit steps.0.exits.replied",
    "unreachable_step steps.2",
  ]);
  expect(alone({ steps: [note("a", "b"), note("b", "a")] })).toEqual(["cycle_without_wait steps.0"]);
});

test("arrows to steps that are not there", () => {
  expect(
    found({ triggers: [{ ...written, next: "x" }], steps: [note("a", "y"), { id: "g", type: "go_to", config: { step: "z" } }] }).filter(
      (line) => line.startsWith("error"),
    ),
  ).toEqual(["error missing_step triggers.0.next", "error missing_step steps.0.exits.next", "error missing_step steps.1.config"]);
});

test("an exit that the step does not have", () => {
  expect(found({ steps: [{ ...note("a"), exits: { replied: "b" } }, note("b")] })).toEqual(["error unknown_exit steps.0.exits.replied"]);
});

test("a template's buttons are exits in any of its languages", () => {
  const asks = templateFixture("asks", {
    buttons: [{ type: "quick_reply", text: "Sì" }],
    also: [{ language: "en", buttons: [{ type: "quick_reply", text: "Yes" }] }],
  });
  const document = (exit: string, template = "asks") => ({
    steps: [{ id: "a", type: "send_message", config: { kind: "template", template }, exits: { [exit]: "b" } }, note("b")],
  });
  const workspace = { templates: { asks } };
  expect(found(document("Sì"), workspace)).toEqual([]);
  expect(found(document("Yes"), workspace)).toEqual([]);
  expect(found(document("Oui"), workspace)).toEqual(["error unknown_exit steps.0.exits.Oui"]);
  expect(found(document("Oui", "gone"), workspace)).toEqual(["error unknown_object steps.0.config.template"]);
});

test("a step that no start step leads to is a warning", () => {
  expect(found({ steps: [note("a"), note("b", "c"), note("c")] })).toEqual([
    "warning unreachable_step steps.1",
    "warning unreachable_step steps.2",
  ]);
});

test.each([
  ["tag", { type: "add_tag", config: { tags: ["x"] } }, "unknown_object steps.0.config.tags.0"],
  ["tag category", { type: "add_tag", config: { categories: ["x"] } }, "unknown_object steps.0.config.categories.0"],
  ["list", { type: "add_to_list", config: { lists: ["constructor"] } }, "unknown_object steps.0.config.lists.0"],
  ["field", { type: "fill_field", config: { field: "X", value: "1" } }, "unknown_object steps.0.config.field"],
  ["operator", { type: "add_operators", config: { operators: ["x@y.z"] } }, "unknown_object steps.0.config.operators.0"],
  ["automation", { type: "start_automation", config: { automation: "x" } }, "unknown_object steps.0.config.automation"],
  ["ticket status", { type: "update_ticket", config: { status: "x" } }, "unknown_object steps.0.config.status"],
])("an unknown %s is an error", (_kind, step, problem) => {
  expect(found({ steps: [{ id: "a", ...step }] })).toEqual([`error ${problem}`]);
});

test("an unknown ticket category is none: it is made on first use", () => {
  expect(found({ steps: [{ id: "a", type: "open_ticket", config: { title: "x", category: "New" } }] })).toEqual([]);
});

test("a shop that is not connected is a missing connection", () => {
  const trigger = { ...written, type: "shop", config: { event: "order_created", shops: ["shop"] } };
  expect(found({ triggers: [trigger], steps: [note("a")] })).toEqual(["error missing_connection triggers.0.config.shops.0"]);
  expect(found({ triggers: [trigger], steps: [note("a")] }, { connections: { shop: { id: "1", kind: "woocommerce" } } })).toEqual([]);
});

test("an automation that is a draft or paused may be named, with a warning", () => {
  const document = { steps: [{ id: "a", type: "start_automation", config: { automation: "B" } }] };
  const b = (state: "active" | "paused") => ({ automations: { b: { ...automationFixture(registry, { name: "B" }), state } } });
  expect(found(document, b("active"))).toEqual([]);
  expect(found(document, b("paused"))).toEqual(["warning automation_not_active steps.0.config.automation"]);
  expect(found(document, {}, { automations: ["B"] })).toEqual(["warning automation_not_active steps.0.config.automation"]);
});

test("an automation may not start itself, nor a step go to itself", () => {
  expect(found({ steps: [{ id: "a", type: "start_automation", config: { automation: "A" } }] })).toEqual([
    "error starts_itself steps.0.config.automation",
  ]);
  expect(found({ steps: [{ id: "a", type: "go_to", config: { step: "a" } }] })).toContain("error go_to_self steps.0.config.step");
});

const circle = (...between: object[]) => ({ steps: [note("a", "w"), ...between, { id: "g", type: "go_to", config: { step: "a" } }] });
const wait = (type: string, config: object, exit: string) => ({ id: "w", type, config, exits: { [exit]: "g" } });

test.each([
  ["a jump", circle(note("w", "g"))],
  ["arrows alone", { steps: [note("a", "b"), note("b", "a")] }],
  ["a delay of nothing", circle(wait("delay", { for: { seconds: 0 } }, "next"))],
  ["a date that may be past", circle(wait("delay", { until: { date: "{{ vars.x }}" } }, "next"))],
  ["a timeout of nothing", circle(wait("customer_response", { timeout: { hours: 0 } }, "timeout"))],
  ["the failed exit of a message", circle(wait("send_message", { kind: "text", text: "x" }, "failed"))],
  [
    "the next exit of a message with buttons",
    circle(wait("send_message", { kind: "buttons", text: "x", buttons: [{ id: "b", title: "B" }] }, "next")),
  ],
])("a circle by %s never waits and is refused", (_what, document) => {
  expect(found(document)).toEqual(["error cycle_without_wait steps.0"]);
});

test.each([
  ["a reply", circle(wait("customer_response", {}, "replied"))],
  ["a timeout", circle(wait("customer_response", { timeout: { hours: 1 } }, "timeout"))],
  ["a delay", circle(wait("delay", { for: { hours: 1 } }, "next"))],
  ["a weekday", circle(wait("delay", { until: { weekday: "mon", time: "10:00" } }, "next"))],
  ["a button", circle(wait("send_message", { kind: "buttons", text: "x", buttons: [{ id: "b", title: "B" }] }, "b"))],
])("a circle with %s in it waits and is fine", (_what, document) => {
  expect(found(document)).toEqual([]);
});

test("a circle is told once, by the names of its steps", () => {
  const problems = validate({ steps: [note("a", "b"), { ...note("b", "c"), label: "Second" }, note("c", "a"), note("d", "b")] });
  expect(problems.filter(({ code }) => code === "cycle_without_wait").map(({ message }) => message)).toEqual([
    "These steps turn in a circle without ever waiting: a → Second → c → a.",
  ]);
});

test("a circle of two thousand steps is found", () => {
  const steps = Array.from({ length: 2000 }, (_, i) => note(i === 0 ? "a" : `s${i}`, i === 1999 ? "a" : `s${i + 1}`));
  expect(found({ steps })).toEqual(["error cycle_without_wait steps.0"]);
});

const window = (triggers: object[], steps: object[]) => found({ triggers, steps }).filter((line) => line.includes("window"));
const delay = (id: string, next: string, config: object) => ({ id, type: "delay", config, exits: { next } });

test.each([
  ["at once after a message", [written], [say("a")], []],
  ["after a list", [listed], [say("a")], ["steps.0"]],
  ["23 hours later", [written], [delay("a", "b", { for: { hours: 23 } }), say("b")], []],
  [
    "twice 12 hours later",
    [written],
    [delay("a", "b", { for: { hours: 12 } }), delay("b", "c", { for: { hours: 12 } }), say("c")],
    ["steps.2"],
  ],
  ["on some date", [written], [delay("a", "b", { until: { date: "2030-01-01" } }), say("b")], ["steps.1"]],
  [
    "after a reply however late",
    [listed],
    [{ id: "a", type: "customer_response", config: { timeout: { days: 3 } }, exits: { replied: "b" } }, say("b")],
    [],
  ],
  [
    "after no reply in a day",
    [written],
    [{ id: "a", type: "customer_response", config: { timeout: { days: 1 } }, exits: { timeout: "b" } }, say("b")],
    ["steps.1"],
  ],
  ["with a fallback", [listed], [say("a", undefined, { fallbackTemplate: { template: "offer" } })], []],
  [
    "on the short way and the long way",
    [written],
    [
      { id: "a", type: "if_else", config: { if: { field: "contact.blocked", op: "eq", value: true } }, exits: { then: "d", else: "s" } },
      delay("d", "s", { for: { days: 2 } }),
      say("s"),
    ],
    ["steps.2"],
  ],
  ["in a circle that adds an hour each turn", [written], [say("a", "b"), delay("b", "a", { for: { hours: 1 } })], ["steps.0"]],
])("a free message %s is warned about only if the window may have closed", (_when, triggers, steps, paths) => {
  expect(window(triggers, steps)).toEqual(paths.map((path) => `warning window_may_be_closed ${path}.config`));
});

test("a template that is not approved refuses the activation, not the publication", () => {
  const workspace = { templates: { draft: templateFixture("draft", { status: "pending" }) } };
  const document = { steps: [{ id: "a", type: "send_message", config: { kind: "template", template: "draft" } }] };
  expect(found(document, workspace)).toEqual(["activation template_not_approved steps.0.config.template"]);
  expect(found(document, workspace, { purpose: "activate" })).toEqual(["error template_not_approved steps.0.config.template"]);
});

test("a template's values are checked, in the fallback too", () => {
  const wordy = templateFixture("wordy", { body: "{{first_name}} {{city}} {{what}}", header: { type: "image" } });
  const document = { steps: [say("a", undefined, { fallbackTemplate: { template: "wordy", variables: { waht: "x" } } })] };
  expect(found(document, { templates: { wordy } })).toEqual([
    "error missing_value steps.0.config.fallbackTemplate.variables.what",
    "error missing_value steps.0.config.fallbackTemplate.headerMedia",
    "warning unknown_variable steps.0.config.fallbackTemplate.variables.waht",
  ]);
});

test("a marketing template without a way out is a warning", () => {
  const document = { steps: [{ id: "a", type: "send_message", config: { kind: "template", template: "promo" } }] };
  const promo = (parts: object) => ({ templates: { promo: templateFixture("promo", { category: "marketing", ...parts }) } });
  expect(found(document, promo({}))).toEqual(["warning no_unsubscribe steps.0.config.template"]);
  expect(found(document, promo({ buttons: [{ type: "quick_reply", text: "Disiscriviti" }] }))).toEqual([]);
  expect(found(document, promo({ footer: "Reply STOP to opt out" }))).toEqual([]);
});

test("texts whose variables cannot be read are errors, fields that nobody has are warnings", () => {
  expect(found({ steps: [{ id: "a", type: "add_note", config: { text: "{{ contact.first_name | shout }}" } }] })).toEqual([
    "error invalid_template steps.0.config.text",
  ]);
  expect(found({ steps: [{ id: "a", type: "add_note", config: { text: "%%CITY%% %%CTIY%%" } }] })).toEqual([
    "warning unknown_field steps.0.config.text",
  ]);
  expect(
    found({ steps: [{ id: "a", type: "send_message", config: { kind: "template", template: "offer", variables: { x: "{{ oops" } } }] }),
  ).toContain("error invalid_template steps.0.config.variables.x");
});

test("a text too long for WhatsApp is an error before it is sent", () => {
  const footer = "x".repeat(61);
  expect(
    found({
      steps: [{ id: "a", type: "send_message", config: { kind: "buttons", text: "x", footer, buttons: [{ id: "b", title: "B" }] } }],
    }),
  ).toEqual(["error invalid_config steps.0.config.footer"]);
});

test("a phrase of another active automation refuses the activation and names it", () => {
  const document = { triggers: [{ ...written, config: { phrases: ["Promo  Estate"] } }], steps: [note("a")] };
  const taken = new Map([["promo estate", "First"]]);
  expect(found(document, {}, { taken })).toEqual(["activation phrase_taken triggers.0.config.phrases"]);
  const [problem] = validate(document, {}, { taken, purpose: "activate" });
  expect(problem).toMatchObject({ severity: "error", message: expect.stringContaining('"First"') });
});

test("only exact phrases are claimed, each once, and not twice in one automation", () => {
  const trigger = (id: string, config: object) => ({ id, type: "customer_message", config, next: "a" });
  const definition = parsed({
    triggers: [trigger("x", { phrases: ["Hi", " hi "] }), trigger("y", { phrases: ["hello"], match: "contains" })],
    steps: [note("a")],
  });
  expect(claimedPhrases(registry, definition)).toEqual([{ triggerId: "x", phrase: "hi" }]);
  expect(found({ triggers: [trigger("x", { phrases: ["hi"] }), trigger("y", { phrases: ["Hi"] })], steps: [note("a")] })).toEqual([
    "error phrase_taken triggers.1.config.phrases",
  ]);
});

const consent = (trigger: object, ...states: string[]) =>
  found({
    triggers: [{ ...written, type: "marketing_consent", config: trigger }],
    steps: states.map((state, i) => ({
      id: i === 0 ? "a" : `s${i}`,
      type: "marketing_consent",
      config: { state },
      exits: i + 1 < states.length ? { next: `s${i + 1}` } : {},
    })),
  });

test("an automation whose own step starts it again is refused; one whose step changes nothing is not", () => {
  expect(consent({ to: ["unsubscribed"] }, "unsubscribed")).toEqual([]);
  expect(consent({ to: ["unsubscribed"] }, "subscribed")).toEqual([]);
  expect(consent({ to: ["unsubscribed"] }, "subscribed", "unsubscribed")).toEqual(["error starts_itself steps.1"]);
  expect(consent({ to: ["subscribed", "unsubscribed"] }, "subscribed")).toEqual(["error starts_itself steps.0"]);
  expect(consent({}, "subscribed")).toEqual(["error starts_itself steps.0"]);
  expect(consent({ from: ["not_declared"] }, "subscribed")).toEqual(["error starts_itself steps.0"]);
});

const ticket = (trigger: object, type: string, config: object) =>
  found({ triggers: [{ ...written, type: "ticket", config: trigger }], steps: [{ id: "a", type, config }] });

test("tickets that open or change tickets for ever are refused", () => {
  expect(ticket({ event: "created" }, "open_ticket", { title: "x" })).toEqual(["error starts_itself steps.0"]);
  expect(ticket({ event: "created" }, "open_ticket", { title: "x", ifOpen: "reuse" })).toEqual([]);
  expect(ticket({ event: "created", categories: ["A"] }, "open_ticket", { title: "x", category: "B" })).toEqual([]);
  expect(ticket({ event: "created", categories: ["A"] }, "open_ticket", { title: "x" })).toEqual([]);
  expect(ticket({ event: "created", categories: ["A"] }, "open_ticket", { title: "x", category: "A" })).toEqual([
    "error starts_itself steps.0",
  ]);
  expect(ticket({ event: "status_changed" }, "update_ticket", { status: "resolved" })).toEqual(["error starts_itself steps.0"]);
  expect(ticket({ event: "status_changed", to: ["resolved"] }, "update_ticket", { status: "closed" })).toEqual([]);
  expect(ticket({ event: "status_changed", to: ["resolved"] }, "update_ticket", { priority: "low" })).toEqual([]);
});

test("holidays of which there are none, or of a country without", () => {
  const holidays = (config: object) => found({ triggers: [{ ...written, type: "holidays", config }], steps: [note("a")] });
  expect(holidays({})).toEqual(["warning no_holidays triggers.0.config"]);
  expect(holidays({ countries: ["IT", "UK", "DE-BY"] })).toEqual(["warning unknown_country triggers.0.config.countries.1"]);
  expect(holidays({ periods: [{ from: "12-24", everyYear: true }] })).toEqual([]);
});

test("a date condition on a field that holds no dates", () => {
  const trigger = { ...written, type: "date_condition", config: { field: "CITY" } };
  expect(found({ triggers: [trigger], steps: [note("a")] })).toEqual(["error not_a_date triggers.0.config.field"]);
});
