import { expect, test } from "vitest";
import { loadRegistry } from "../../registry.ts";
import type { EngineEvent } from "../event.ts";
import { engineFixture, HOUR, MONDAY_10 } from "../scope-fixture.ts";

const registry = await loadRegistry();

/** What an automation with this start step writes when these events come. */
function started(type: string, config: object, text: string, events: EngineEvent[], contact: object = {}): string[] {
  const document = {
    name: "A",
    settings: { reentry: "parallel" },
    triggers: [{ id: "t", type, config, next: "n" }],
    steps: [{ id: "n", type: "add_note", config: { text } }],
  };
  const engine = engineFixture(registry, [document], { contact, workspace: { lists: { Leads: { id: "1" }, News: { id: "2" } } } });
  for (const event of events) engine.receive(event);
  return engine.effects("add_note").map((effect) => effect.text);
}

test("list: joining or leaving one of its lists", () => {
  const events: EngineEvent[] = [
    { type: "list_changed", list: "Leads", change: "added" },
    { type: "list_changed", list: "News", change: "added" },
    { type: "list_changed", list: "Leads", change: "removed" },
  ];
  expect(started("list", { lists: ["Leads"] }, "{{ trigger.list.name }} {{ trigger.list.event }}", events)).toEqual(["Leads added"]);
  expect(started("list", { lists: ["Leads"], event: "removed" }, "{{ trigger.list.event }}", events)).toEqual(["removed"]);
});

test("marketing_consent: from and to", () => {
  const events: EngineEvent[] = [
    { type: "consent_changed", from: "not_declared", to: "subscribed", source: "api" },
    { type: "consent_changed", from: "subscribed", to: "unsubscribed", source: "provider" },
    { type: "consent_changed", from: "unsubscribed", to: "subscribed", source: "operator" },
  ];
  const text = "{{ trigger.consent.from }} {{ trigger.consent.to }} {{ trigger.consent.source }}";
  expect(started("marketing_consent", { to: ["unsubscribed"] }, text, events)).toEqual(["subscribed unsubscribed provider"]);
  expect(started("marketing_consent", { from: ["unsubscribed"], to: ["subscribed"] }, text, events)).toEqual([
    "unsubscribed subscribed operator",
  ]);
  expect(started("marketing_consent", {}, "x", events).length).toBe(3);
});

const reached = (parts: object = {}): EngineEvent => ({
  type: "date_reached",
  automationId: "A",
  triggerId: "t",
  field: "BIRTHDAY",
  value: "1992-02-29",
  occurrence: MONDAY_10,
  ...parts,
});

test("date_condition: its own plan, and only while the field still has that value", () => {
  const fields = { BIRTHDAY: "1992-02-29" };
  const run = (events: EngineEvent[], contact: object = { fields }) =>
    started("date_condition", { field: "BIRTHDAY" }, "{{ trigger.date.field }} {{ trigger.date.value }}", events, contact);
  expect(run([reached()])).toEqual(["BIRTHDAY 1992-02-29"]);
  expect(run([reached({ automationId: "B" }), reached({ triggerId: "u" })])).toEqual([]);
  expect(run([reached()], { fields: { BIRTHDAY: "1992-03-01" } })).toEqual([]);
  expect(run([reached()], {})).toEqual([]);
});

test("voice: outcome, direction and agent", () => {
  const call = (outcome: "success" | "no_answer", direction: "inbound" | "outbound", agent?: string): EngineEvent => ({
    type: "call_ended",
    key: "c",
    outcome,
    direction,
    ...(agent && { agent }),
  });
  const events = [call("no_answer", "inbound"), call("no_answer", "outbound", "Eva"), call("success", "inbound", "Eva")];
  const text = "{{ trigger.call.outcome }} {{ trigger.call.direction }}";
  expect(started("voice", { outcomes: ["no_answer"], directions: ["inbound"] }, text, events)).toEqual(["no_answer inbound"]);
  expect(started("voice", { agents: ["Eva"] }, text, events)).toEqual(["no_answer outbound", "success inbound"]);
});

test("shop: event, shop, and a timer meant for one start step only", () => {
  const event = (parts: object): EngineEvent => ({ type: "shop", shop: "Woo", event: "order_created", order: { number: "7" }, ...parts });
  expect(
    started("shop", { event: "order_created" }, "{{ trigger.order.number }} {{ trigger.shop }}", [
      event({}),
      event({ event: "order_updated" }),
    ]),
  ).toEqual(["7 Woo"]);
  expect(started("shop", { event: "order_created", shops: ["Magento"] }, "x", [event({})])).toEqual([]);
  const timer = (automationId: string, triggerId: string) => event({ event: "cart_abandoned", automationId, triggerId });
  expect(
    started("shop", { event: "cart_abandoned", after: { hours: 1 } }, "x", [timer("A", "t"), timer("A", "u"), timer("B", "t")]),
  ).toEqual(["x"]);
});

test("an order ends the recoveries of its cart, and drops what they queued", () => {
  const recovery = {
    name: "Recovery",
    triggers: [{ id: "t", type: "shop", config: { event: "cart_abandoned" }, next: "d" }],
    steps: [{ id: "d", type: "delay", config: { for: { hours: 2 } } }],
  };
  const engine = engineFixture(registry, [recovery]);
  for (const cartKey of ["c1", "c2"]) engine.receive({ type: "shop", shop: "Woo", event: "cart_abandoned", cartKey, cart: {} });
  engine.sleep(HOUR);
  const [first] = engine.scope.runs;
  engine.receive({ type: "shop", shop: "Woo", event: "order_created", cartKey: "c1", order: {} });
  expect(engine.scope.runs.map(({ status, reason }) => reason ?? status)).toEqual(["purchased", "waiting"]);
  expect(engine.effects("drop_queued")).toEqual([{ kind: "drop_queued", runIds: [first?.id] }]);
});

test("non_working_hours: only while the workspace is closed", () => {
  const document = {
    name: "Closed",
    triggers: [{ id: "t", type: "non_working_hours", config: {}, next: "n" }],
    steps: [{ id: "n", type: "add_note", config: { text: "closed" } }],
  };
  const answers = (workingHours: object | undefined) => {
    const engine = engineFixture(registry, [document], { workspace: { workingHours: workingHours as never } });
    engine.write("hello");
    return engine.effects("add_note").length;
  };
  expect(answers({ mon: ["09:00-18:00"] })).toBe(0);
  expect(answers({ mon: ["14:00-18:00"] })).toBe(1);
  expect(answers(undefined)).toBe(0);
});
