import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import { engineFixture, MONDAY_10, messageEvent } from "./scope-fixture.ts";

const registry = await loadRegistry();

/** An automation whose name is what it writes. */
function writes(name: string, type: string, config: object, extra: object = {}) {
  return {
    name,
    triggers: [{ id: "t", type, config, next: "n" }],
    steps: [{ id: "n", type: "add_note", config: { text: name } }],
    ...extra,
  };
}
const phrase = (name: string, config: object) => writes(name, "customer_message", config);
type Engine = ReturnType<typeof engineFixture>;
const notes = (engine: Engine) => engine.effects("add_note").map(({ text }) => text);

test("an exact phrase wins over a part of the text, the longest part over a shorter, the oldest automation over a younger", () => {
  const automations = [
    phrase("any", { match: "any" }),
    phrase("short", { phrases: ["price"], match: "contains" }),
    phrase("long", { phrases: ["price list"], match: "word" }),
    phrase("long, younger", { phrases: ["the price"], match: "starts_with" }),
    phrase("exact", { phrases: ["the price list, please"] }),
  ];
  const answer = (text: string) => {
    const engine = engineFixture(registry, automations);
    engine.write(text);
    return notes(engine);
  };
  expect(answer(" The  PRICE list, please")).toEqual(["exact"]);
  expect(answer("the price list")).toEqual(["long"]);
  expect(answer("the price of it")).toEqual(["long, younger"]);
  expect(answer("prices?")).toEqual(["short"]);
  expect(answer("hello")).toEqual(["any"]);
});

test("among equally long matches the oldest automation starts, and the record says who gave way", () => {
  const engine = engineFixture(registry, [
    phrase("B", { phrases: ["help"], match: "contains" }),
    phrase("A", { phrases: ["help"], match: "word" }),
  ]);
  engine.write("help me");
  expect(notes(engine)).toEqual(["B"]);
  expect(engine.scope.dispatches.at(-1)).toMatchObject({
    started: { automationId: "B", triggerId: "t" },
    passedOver: [{ automationId: "A", triggerId: "t", reason: "another_took_precedence" }],
  });
});

test("a button of that very message wins over an exact phrase; typed, or pressed elsewhere, the phrase does", () => {
  const automations = [phrase("phrase", { phrases: ["yes"] }), writes("button", "button", { template: "offer", button: "Yes" })];
  const press = { type: "button_reply", source: "template", text: "Yes" } as const;
  const answer = (content: Parameters<Engine["write"]>[0], template?: string) => {
    const engine = engineFixture(registry, automations);
    engine.write(content, template === undefined ? {} : { context: { messageId: "out-1", template } });
    return notes(engine);
  };
  expect(answer(press, "offer")).toEqual(["button"]);
  expect(answer(press, "promo")).toEqual(["phrase"]);
  expect(answer(press)).toEqual(["phrase"]);
  expect(answer("yes")).toEqual(["phrase"]);
});

test("a button of a step is meant in the automation that has the step, else in any", () => {
  const menu = {
    name: "Menu",
    triggers: [
      { id: "t", type: "customer_message", config: { phrases: ["menu"] }, next: "ask" },
      { id: "b", type: "button", config: { step: "ask", button: "Yes" }, next: "n" },
    ],
    steps: [
      { id: "ask", type: "send_message", config: { kind: "buttons", text: "?", buttons: [{ id: "yes", title: "Yes" }] } },
      { id: "n", type: "add_note", config: { text: "own" } },
    ],
  };
  const engine = engineFixture(registry, [menu, writes("watcher", "button", { step: "ask", button: "yes", automation: "Menu" })]);
  const press = { type: "button_reply", source: "button", text: "Yes", id: "yes" } as const;
  engine.write(press, { context: { messageId: "out", automationId: "Other", stepId: "ask" } });
  expect(notes(engine)).toEqual([]);
  engine.write(press, { context: { messageId: "out", automationId: "Menu", stepId: "ask" } });
  expect(notes(engine)).toEqual(["own"]);
});

test("a message that resumes a run may also start one, but never a fallback", () => {
  const waits = {
    name: "Waits",
    triggers: [{ id: "t", type: "list", config: { lists: ["Leads"] }, next: "r" }],
    steps: [{ id: "r", type: "customer_response", config: {} }],
  };
  const automations = [waits, phrase("menu", { phrases: ["menu"] }), writes("closed", "non_working_hours", {})];
  const workspace = { workingHours: {} };
  const waiting = () => {
    const engine = engineFixture(registry, automations, { workspace });
    engine.receive({ type: "list_changed", list: "Leads", change: "added" });
    return engine;
  };
  const both = waiting();
  both.write("menu");
  expect(notes(both)).toEqual(["menu"]);
  expect(both.run("Waits").status).toBe("completed");
  const resumed = waiting();
  resumed.write("44");
  expect(notes(resumed)).toEqual([]);
  resumed.write("44");
  expect(notes(resumed)).toEqual(["closed"]);
});

test("holidays answer before working hours, and both only what nothing else did", () => {
  const automations = [
    writes("closed", "non_working_hours", {}),
    writes("holiday {{ trigger.holiday.name }}", "holidays", {}),
    phrase("menu", { phrases: ["menu"] }),
  ];
  const workspace = {
    workingHours: {},
    holidays: { periods: [{ from: "2026-03-02", to: "2026-03-02", name: "Carnival" }], countries: [] },
  };
  const engine = engineFixture(registry, automations, { workspace });
  engine.write("menu");
  engine.write("hello");
  engine.write({ type: "media", mediaType: "image", mediaId: "m" });
  expect(notes(engine)).toEqual(["menu", "holiday Carnival", "holiday Carnival"]);
});

test("a cooldown keeps the fallback silent for the contact", () => {
  const engine = engineFixture(registry, [writes("closed", "non_working_hours", { cooldown: { hours: 4 } })], {
    workspace: { workingHours: {} },
  });
  engine.write("a");
  engine.sleep(4 * 3_600_000 - 1);
  engine.write("b");
  engine.sleep(1);
  engine.write("c");
  expect(notes(engine)).toEqual(["closed", "closed"]);
});

test("a cooldown remembers the last start of an earlier batch", () => {
  const engine = engineFixture(registry, [writes("closed", "non_working_hours", { cooldown: { hours: 4 } })], {
    workspace: { workingHours: {} },
    scope: { lastStarts: { closed: MONDAY_10 - 1000 } },
  });
  engine.write("a");
  expect(notes(engine)).toEqual([]);
});

test("media resume a wait but match no phrase; reactions and unsupported types do nothing", () => {
  const waits = {
    name: "Waits",
    triggers: [{ id: "t", type: "customer_message", config: { match: "any" }, next: "r" }],
    steps: [
      { id: "r", type: "customer_response", config: {}, exits: { replied: "n" } },
      { id: "n", type: "add_note", config: { text: "{{ reply.type }} {{ reply.media }}" } },
    ],
  };
  const engine = engineFixture(registry, [waits, writes("closed", "non_working_hours", {})], { workspace: { workingHours: {} } });
  const picture = { type: "media", mediaType: "image", mediaId: "file-1", caption: "go" } as const;
  engine.write(picture);
  expect(notes(engine)).toEqual(["closed"]);
  engine.write("go");
  engine.write({ type: "reaction", emoji: "👍", providerMessageId: "x" });
  engine.write({ type: "unsupported", raw: {} });
  expect(engine.scope.dispatches.slice(-2).map(({ ignored }) => ignored)).toEqual(["reaction", "unsupported"]);
  expect(engine.at("Waits")).toEqual(["r"]);
  engine.write(picture);
  expect(notes(engine)).toEqual(["closed", "image file-1"]);
});

test("STOP unsubscribes by itself, and automations that listen to consent start", () => {
  const engine = engineFixture(registry, [writes("bye", "marketing_consent", { to: ["unsubscribed"] })]);
  engine.write("Stop");
  engine.write("stop");
  expect(engine.scope.contact.consent).toBe("unsubscribed");
  expect(engine.effects("log_consent")).toEqual([
    { kind: "log_consent", from: "not_declared", to: "unsubscribed", source: "stop_word", messageId: expect.any(String), text: "Stop" },
  ]);
  expect(notes(engine)).toEqual(["bye"]);
});

test("a blocked contact's phrases still start automations", () => {
  const engine = engineFixture(registry, [phrase("unblock", { phrases: ["unblock me"] })], { contact: { blocked: true } });
  engine.write("unblock me");
  expect(notes(engine)).toEqual(["unblock"]);
});

test("what nothing answered goes to the AI operator, unless it is off, the contact blocked or a person has the chat", () => {
  const asked = (contact: object, humanSince: number | null = null) => {
    const engine = engineFixture(registry, [phrase("menu", { phrases: ["menu"] })], {
      contact: { aiEnabled: true, ...contact },
      workspace: { agents: { Assistant: { id: "a", kind: "ai", isDefault: true } } },
    });
    if (engine.scope.chat) engine.scope.chat.humanSince = humanSince;
    engine.write("menu");
    engine.write("hello");
    return engine.effects("ask_ai").length;
  };
  expect(asked({})).toBe(1);
  expect(asked({ aiEnabled: false })).toBe(0);
  expect(asked({ blocked: true })).toBe(0);
  expect(asked({}, MONDAY_10)).toBe(0);
});

test("orders from the catalogue and questions about a product start shop automations", () => {
  const engine = engineFixture(registry, [
    writes("order {{ trigger.order.total }} {{ trigger.order.currency }}", "shop", { event: "catalog_order" }),
    writes("asks {{ trigger.product.sku }}", "shop", { event: "product_message" }),
  ]);
  engine.write({
    type: "order",
    items: [
      { sku: "A", quantity: 2, price: 9.99, currency: "EUR" },
      { sku: "B", quantity: 1, price: 5, currency: "EUR" },
    ],
  });
  engine.write("is it blue?", { referredProduct: { catalogId: "c", sku: "S-1" } });
  expect(notes(engine)).toEqual(["order 24.98 EUR", "asks S-1"]);
});

test.each([
  ["its name", "Support"],
  ["its id", "two"],
])("messages are told apart by the number they were written to, by %s", (_by, channel) => {
  const engine = engineFixture(registry, [phrase("second", { phrases: ["hi"], channels: [channel] })]);
  engine.write("hi");
  expect(notes(engine)).toEqual([]);
  engine.receive(messageEvent("hi", { channelId: "two" }));
  expect(notes(engine)).toEqual(["second"]);
});
