import { expect, test } from "vitest";
import type { ButtonReplyContent } from "../../domain/message-content.ts";
import { loadRegistry } from "../../registry.ts";
import { chatFixture, DAY, engineFixture, HOUR, templateFixture } from "../scope-fixture.ts";

const registry = await loadRegistry();
type Engine = ReturnType<typeof engineFixture>;
type Parts = Parameters<typeof engineFixture>[2];

const note = (id: string) => ({ id, type: "add_note", config: { text: id } });

/** The step entered from a list, with the 24-hour window open, each exit leading to a note of its name. */
function sending(config: object, exits: string[] = [], parts: Parts = {}): Engine {
  const document = {
    name: "A",
    triggers: [{ id: "t", type: "list", config: { lists: ["Leads"] }, next: "s" }],
    steps: [
      { id: "s", type: "send_message", config, exits: Object.fromEntries(exits.map((exit, i) => [exit, `n${i}`])) },
      ...exits.map((exit, i) => ({ ...note(exit), id: `n${i}` })),
    ],
  };
  const engine = engineFixture(registry, [document], {
    ...parts,
    scope: {
      chat: chatFixture({ lastInboundAt: 1_772_442_000_000 - HOUR, windowExpiresAt: 1_772_442_000_000 + 23 * HOUR }),
      ...parts.scope,
    },
  });
  engine.receive({ type: "list_changed", list: "Leads", change: "added" });
  return engine;
}
const notes = (engine: Engine) => engine.effects("add_note").map(({ text }) => text);
const lastMessage = (engine: Engine) => engine.effects("queue_message").at(-1);
const closed = { scope: { chat: chatFixture() } };
const text = (value: string) => ({ kind: "text", text: value });

test("a text is rendered and queued, and the path goes on at once", () => {
  const engine = sending(text("Hi {{ contact.first_name }}{{ vars.none }}!"), ["next"]);
  expect(lastMessage(engine)).toMatchObject({
    content: { type: "text", text: "Hi Ada!" },
    marketing: false,
    awaited: false,
    origin: { automationId: "A", stepId: "s", visit: 1 },
  });
  expect(notes(engine)).toEqual(["next"]);
});

test.each([
  ["the contact is blocked", text("x"), { contact: { blocked: true, reachable: false } }, "blocked"],
  ["the number is not on WhatsApp", text("x"), { contact: { reachable: false }, ...closed }, "invalid_number"],
  ["the contact has no number", text("x"), { contact: { phone: null, waId: null } }, "invalid_number"],
  ["the window is closed", text("x"), closed, "window_closed"],
  ["marketing was refused", { kind: "template", template: "promo" }, { contact: { consent: "unsubscribed" }, ...closed }, "unsubscribed"],
  [
    "strict consent is missing",
    { kind: "template", template: "promo" },
    { workspace: { consentMode: "require_subscribed" } },
    "no_consent",
  ],
  ["there is no such template", { kind: "template", template: "none" }, {}, "template_not_found: none"],
  ["the template has no such language", { kind: "template", template: "offer", language: "fr" }, {}, "template_language_missing: fr"],
  ["nothing is left of the text", text("{{ vars.none }}"), {}, "empty_text"],
  [
    "the text is too long",
    text("{{ contact.fields.CITY }}{{ contact.fields.CITY }}"),
    { contact: { fields: { CITY: "x".repeat(2049) } } },
    "text_too_long",
  ],
  [
    "a variable is too long for its place",
    { kind: "buttons", text: "x", footer: "{{ contact.fields.CITY }}", buttons: [{ id: "a", title: "A" }] },
    { contact: { fields: { CITY: "x".repeat(61) } } },
    "text_too_long: footer",
  ],
  ["a link is none", { kind: "cta_url", text: "x", label: "y", url: "javascript:{{ vars.a }}" }, {}, "invalid_message: url"],
])("is refused when %s, shown in the chat as failed, and takes the failed exit", (_when, config, parts, error) => {
  const engine = sending(config, ["next", "failed"], parts as Parts);
  expect(lastMessage(engine)).toMatchObject({ error, awaited: false });
  expect(notes(engine)).toEqual(["failed"]);
  expect(engine.scope.records[0]).toMatchObject({ exit: "failed", error });
});

test("a refusal goes on by next where failed is not connected", () => {
  expect(notes(sending(text("x"), ["next"], closed))).toEqual(["next"]);
});

test("without any channel nothing is queued", () => {
  const engine = sending(text("x"), ["next", "failed"], { scope: { chat: null } });
  expect(engine.effects("queue_message")).toEqual([]);
  expect(engine.scope.records[0]).toMatchObject({ error: "no_channel" });
});

test("utility templates need neither window nor consent", () => {
  const engine = sending({ kind: "template", template: "offer" }, ["failed"], { contact: { consent: "unsubscribed" }, ...closed });
  expect(lastMessage(engine)).toMatchObject({
    content: { type: "template", template: "offer", language: "it", renderedText: "Body of offer" },
    marketing: false,
  });
});

test("outside the window the fallback template is sent, with its own checks", () => {
  const config = { ...text("x"), fallbackTemplate: { template: "promo" } };
  expect(sending(config).sent()).toEqual(["x"]);
  expect(sending(config, [], closed).sent()).toEqual(["promo"]);
  expect(sending(config, [], { ...closed, contact: { consent: "unsubscribed" } }).sent()).toEqual(["promo (unsubscribed)"]);
});

const wordy = templateFixture("wordy", {
  body: "Ciao {{first_name}}, a {{city}}: {{what}}",
  header: { type: "text", text: "Per {{first_name}}" },
  buttons: [
    { type: "quick_reply", text: "Sì" },
    { type: "url", text: "Vedi", url: "https://a.b/{{1}}" },
  ],
});
const withWordy = { workspace: { templates: { wordy } } };

test("template variables are rendered; those without a value take the contact's field of that name", () => {
  const config = {
    kind: "template",
    template: "wordy",
    variables: { what: "{{ vars.none | default: 'novità' }}", first_name: "{{ contact.first_name }}" },
    buttonParameters: [{ index: 1, text: "x/{{ contact.id }}" }],
  };
  const engine = sending(config, [], { ...withWordy, contact: { fields: { CITY: "Roma\n\nCentro" } } });
  expect(lastMessage(engine)).toMatchObject({
    content: {
      variables: { first_name: "Ada", city: "Roma Centro", what: "novità" },
      headerText: "Ada",
      headerVariable: "first_name",
      renderedText: "Ciao Ada, a Roma Centro: novità",
      buttons: ["Sì", "Vedi"],
      buttonParameters: [{ index: 1, subType: "url", text: "x/contact" }],
    },
  });
  expect(lastMessage(engine)?.error).toBeUndefined();
});

test("a template variable without a value fails with the name of what is missing", () => {
  const failing = (variables: object) =>
    lastMessage(sending({ kind: "template", template: "wordy", variables, buttonParameters: [{ index: 1, text: "x" }] }, [], withWordy))
      ?.error;
  expect(failing({ what: "x" })).toBe("missing_variable: CITY");
  expect(failing({ city: "%%CITY%%", what: "x" })).toBe("missing_variable: CITY");
  expect(failing({ city: "Roma" })).toBe("missing_variable: what");
  expect(failing({ city: "Roma", what: "{{ vars.crm_id }}" })).toBe("missing_variable: vars.crm_id");
});

test("the template goes out in the contact's language, else by prefix, else the workspace's; never in one that is not approved", () => {
  const many = templateFixture("many", {
    language: "it",
    body: "Ciao",
    also: [
      { language: "en_US", body: "Hello" },
      { language: "de", body: "Hallo" },
    ],
  });
  if (many.languages["de"]) many.languages["de"].status = "pending";
  const language = (contact: object, config: object = {}) => {
    const content = lastMessage(
      sending({ kind: "template", template: "many", ...config }, [], { workspace: { templates: { many } }, contact }),
    )?.content;
    return content?.type === "template" ? content.language : undefined;
  };
  expect(language({ language: "it" })).toBe("it");
  expect(language({ language: "en-GB" })).toBe("en_US");
  expect(language({ language: "de" })).toBe("it");
  expect(language({ language: null, phone: "+14155550100" })).toBe("en_US");
  expect(language({ language: "it" }, { language: "en_US" })).toBe("en_US");
});

const buttons = {
  kind: "buttons",
  text: "Shall we?",
  buttons: [
    { id: "yes", title: "Yes" },
    { id: "no", title: "No" },
  ],
  timeout: { hours: 2 },
};
const press = (title: string, id: string): ButtonReplyContent => ({ type: "button_reply", source: "button", text: title, id });

test("with no exit but next connected it does not wait", () => {
  expect(notes(sending(buttons, ["next"]))).toEqual(["next"]);
});

test("a connected button is waited for, and only a press on this very message counts", () => {
  const engine = sending(buttons, ["yes", "no", "next"]);
  const id = lastMessage(engine)?.id as string;
  expect(engine.at()).toEqual(["s"]);
  engine.write("Yes");
  engine.write(press("Yes", "yes"), { context: { messageId: "another" } });
  expect(notes(engine)).toEqual([]);
  engine.write(press("No", "no"), { context: { messageId: id } });
  expect(notes(engine)).toEqual(["no"]);
  expect(engine.run().reply).toMatchObject({ text: "No", payload: "no", type: "button_reply" });
});

test("a press without its context counts by the id of the button", () => {
  const engine = sending(buttons, ["yes"]);
  engine.write(press("Yes", "other"));
  expect(engine.at()).toEqual(["s"]);
  engine.write(press("Yes", "yes"));
  expect(notes(engine)).toEqual(["yes"]);
});

test("a button whose exit is not connected ends the path", () => {
  const engine = sending(buttons, ["yes", "next"]);
  engine.write(press("No", "no"), { context: { messageId: lastMessage(engine)?.id as string } });
  expect(engine.run().status).toBe("completed");
  expect(notes(engine)).toEqual([]);
});

test("the wait for a button ends by its timeout, counted from sending", () => {
  const engine = sending(buttons, ["yes", "timeout"]);
  engine.receive({ type: "message_result", key: lastMessage(engine)?.id as string, ok: true });
  engine.sleep(2 * HOUR);
  expect(notes(engine)).toEqual(["timeout"]);
});

test("with failed connected an unknown outcome is waited for two days, then the path goes on and says so", () => {
  const engine = sending(text("x"), ["next", "failed"]);
  engine.sleep(DAY);
  engine.receive({ type: "message_result", key: lastMessage(engine)?.id as string, ok: null });
  engine.sleep(2 * DAY - HOUR);
  expect(engine.at()).toEqual(["s"]);
  engine.sleep(2 * HOUR);
  expect(notes(engine)).toEqual(["next"]);
  expect(engine.scope.records[0]).toMatchObject({ exit: "next", error: "unknown" });
});

test("a status settles an unknown outcome in time", () => {
  const outcome = (ok: boolean) => {
    const engine = sending(text("x"), ["next", "failed"]);
    const key = lastMessage(engine)?.id as string;
    engine.receive({ type: "message_result", key, ok: null });
    engine.sleep(DAY);
    engine.receive({ type: "message_result", key, ok });
    engine.sleep(3 * DAY);
    return notes(engine);
  };
  expect(outcome(true)).toEqual(["next"]);
  expect(outcome(false)).toEqual(["failed"]);
});

test("an unknown outcome leaves the wait for a button as it is", () => {
  const engine = sending(buttons, ["yes", "timeout"]);
  engine.receive({ type: "message_result", key: lastMessage(engine)?.id as string, ok: null });
  engine.sleep(2 * HOUR);
  expect(notes(engine)).toEqual(["timeout"]);
});

test("a refusal by the provider ends the wait for a button", () => {
  const engine = sending(buttons, ["yes", "next"]);
  expect(lastMessage(engine)?.awaited).toBe(true);
  engine.receive({ type: "message_result", key: lastMessage(engine)?.id as string, ok: false, code: "undeliverable" });
  expect(notes(engine)).toEqual(["next"]);
  expect(engine.scope.records[0]).toMatchObject({ error: "undeliverable" });
});

test("with failed connected the path waits for the provider: accepted, or refused", () => {
  const outcome = (ok: boolean) => {
    const engine = sending(text("x"), ["next", "failed"]);
    expect(engine.at()).toEqual(["s"]);
    engine.sleep(30 * DAY);
    engine.write("hello");
    engine.receive({ type: "message_result", key: "another", ok: false });
    expect(engine.at()).toEqual(["s"]);
    engine.receive({ type: "message_result", key: lastMessage(engine)?.id as string, ok });
    return notes(engine);
  };
  expect(outcome(true)).toEqual(["next"]);
  expect(outcome(false)).toEqual(["failed"]);
});

test("a list's rows are exits like buttons", () => {
  const config = {
    kind: "list",
    text: "?",
    button: "Open",
    sections: [
      { title: "A", rows: [{ id: "a1", title: "One" }] },
      { title: "B", rows: [{ id: "b1", title: "Two" }] },
    ],
  };
  const engine = sending(config, ["b1"]);
  engine.write(
    { type: "button_reply", source: "list", text: "Two", id: "b1" },
    { context: { messageId: lastMessage(engine)?.id as string } },
  );
  expect(notes(engine)).toEqual(["b1"]);
});

const asks = templateFixture("asks", {
  language: "it",
  buttons: [
    { type: "quick_reply", text: "Confermo" },
    { type: "quick_reply", text: "next" },
  ],
  also: [
    {
      language: "en",
      buttons: [
        { type: "quick_reply", text: "Confirm" },
        { type: "quick_reply", text: "Cancel" },
      ],
    },
  ],
});

test("a template's quick replies are exits by their title, whichever language was sent", () => {
  const pressed = (language: string, title: string, exits: string[]) => {
    const engine = sending({ kind: "template", template: "asks" }, exits, { workspace: { templates: { asks } }, contact: { language } });
    engine.write(
      { type: "button_reply", source: "template", text: title, id: title },
      { context: { messageId: lastMessage(engine)?.id as string, template: "asks" } },
    );
    return notes(engine);
  };
  expect(pressed("it", "Confermo", ["Confermo"])).toEqual(["Confermo"]);
  expect(pressed("en", "Confirm", ["Confermo"])).toEqual(["Confermo"]);
  expect(pressed("it", "Confermo", ["Confirm"])).toEqual(["Confirm"]);
  expect(pressed("it", "next", ["button next"])).toEqual(["button next"]);
  const exits = registry.steps["send_message"]?.exits(
    { kind: "template", template: "asks" },
    { templates: { asks }, defaultLanguage: "it" },
  );
  expect(exits?.map(({ name }) => name)).toEqual(["Confermo", "button next", "next", "failed", "timeout"]);
});

test("a fallback template's quick reply stands for the button of the same title", () => {
  const fallback = templateFixture("fallback", { buttons: [{ type: "quick_reply", text: "YES" }] });
  const engine = sending({ ...buttons, fallbackTemplate: { template: "fallback" } }, ["yes"], {
    ...closed,
    workspace: { templates: { fallback } },
  });
  engine.write({ type: "button_reply", source: "template", text: "YES" }, { context: { messageId: lastMessage(engine)?.id as string } });
  expect(notes(engine)).toEqual(["yes"]);
});

test.each([
  [
    "two buttons of one id",
    {
      kind: "buttons",
      text: "x",
      buttons: [
        { id: "a", title: "A" },
        { id: "a", title: "B" },
      ],
    },
  ],
  ["a button called like an exit of the step", { kind: "buttons", text: "x", buttons: [{ id: "next", title: "A" }] }],
  ["four buttons", { kind: "buttons", text: "x", buttons: ["a", "b", "c", "d"].map((id) => ({ id, title: id })) }],
  ["a title of 21 characters", { kind: "buttons", text: "x", buttons: [{ id: "a", title: "x".repeat(21) }] }],
  [
    "eleven rows in two sections",
    {
      kind: "list",
      text: "x",
      button: "y",
      sections: [1, 2].map((s) => ({ title: `${s}`, rows: Array.from({ length: 6 }, (_, i) => ({ id: `r${s}${i}`, title: "r" })) })),
    },
  ],
  [
    "one row id in two sections",
    { kind: "list", text: "x", button: "y", sections: [1, 2].map((s) => ({ title: `${s}`, rows: [{ id: "r", title: "r" }] })) },
  ],
  ["a file given twice", { kind: "media", mediaType: "image", url: "https://a.b", asset: "m" }],
])("the config refuses %s", (_what, config) => {
  expect(registry.steps["send_message"]?.config.safeParse(config).success).toBe(false);
});

test("a title of 20 emoji fits", () => {
  expect(
    registry.steps["send_message"]?.config.safeParse({ kind: "buttons", text: "x", buttons: [{ id: "a", title: "😀".repeat(20) }] })
      .success,
  ).toBe(true);
});
