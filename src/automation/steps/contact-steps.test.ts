import { expect, test } from "vitest";
import { loadRegistry } from "../../registry.ts";
import { engineFixture, environmentFixture, stepFixture } from "../scope-fixture.ts";

const registry = await loadRegistry();
const run = (type: string, config: object, contact: object = {}, parts: object = {}) =>
  stepFixture(registry, type, config, ["next"], { contact, ...parts });

test("tags are added once, by name or by category", () => {
  expect(run("add_tag", { tags: ["red", "red"] }, { tags: ["vip"] }).scope.contact.tags).toEqual(["vip", "red"]);
  expect(run("add_tag", { categories: ["status"] }).scope.contact.tags).toEqual(["vip", "lead"]);
  expect(run("add_tag", { tags: ["vip"] }, { tags: ["vip"] }).scope.contactChanged).toBe(false);
});

test("a tag that is gone is shown as an error, the others are added", () => {
  const engine = run("add_tag", { tags: ["vip", "gone"] });
  expect(engine.scope.contact.tags).toEqual(["vip"]);
  expect(engine.scope.records[0]).toMatchObject({ exit: "next", error: "unknown_object: gone" });
});

test("tags are removed by name, by category, or all", () => {
  const tags = ["vip", "lead", "red"];
  expect(run("remove_tag", { tags: ["vip"] }, { tags }).scope.contact.tags).toEqual(["lead", "red"]);
  expect(run("remove_tag", { categories: ["status"] }, { tags }).scope.contact.tags).toEqual(["red"]);
  expect(run("remove_tag", { all: true }, { tags }).scope.contact.tags).toEqual([]);
});

/** An automation that notes every change of the list News. */
const watchers = ["added", "removed"].map((event) => ({
  name: event,
  settings: { reentry: "parallel" },
  triggers: [{ id: "t", type: "list", config: { lists: ["News"], event }, next: "n" }],
  steps: [{ id: "n", type: "add_note", config: { text: event } }],
}));
function changes(type: string, config: object, contact: object): string[] {
  const steps = [{ id: "s", type, config }];
  const engine = engineFixture(
    registry,
    [{ name: "A", triggers: [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "s" }], steps }, ...watchers],
    { contact },
  );
  engine.write("go");
  return engine.effects("add_note").map(({ text }) => text);
}

test("joining and leaving a list is told once; a no-op is told to nobody", () => {
  expect(changes("add_to_list", { lists: ["News"] }, {})).toEqual(["added"]);
  expect(changes("add_to_list", { lists: ["News"] }, { lists: ["News"] })).toEqual([]);
  expect(changes("remove_from_list", { lists: ["News"] }, { lists: ["News"] })).toEqual(["removed"]);
  expect(changes("remove_from_list", { lists: ["News"] }, {})).toEqual([]);
  expect(changes("remove_from_list", { all: true }, { lists: ["News", "Leads"] })).toEqual(["removed"]);
});

test("blocking leaves every list and the run goes on; unblocking restores the flag only", () => {
  expect(changes("block_contact", {}, { lists: ["News"] })).toEqual(["removed"]);
  const blocked = run("block_contact", { reason: "rude" }, { lists: ["News"] });
  expect(blocked.scope.contact).toMatchObject({ blocked: true, lists: [] });
  expect(blocked.notes()).toEqual(["rude", "next"]);
  expect(run("unblock_contact", {}, { blocked: true }).scope.contact).toMatchObject({ blocked: false, lists: [] });
  expect(run("unblock_contact", { reason: "x" }).notes()).toEqual(["next"]);
});

test("consent is logged with what was agreed to; the same state again is not", () => {
  const engine = run("marketing_consent", { state: "subscribed", text: "Yes, {{ contact.first_name }}" });
  expect(engine.effects("log_consent")).toEqual([
    { kind: "log_consent", from: "not_declared", to: "subscribed", source: "automation", text: "Yes, Ada" },
  ]);
  const again = run("marketing_consent", { state: "subscribed" }, { consent: "subscribed" });
  expect(again.effects("log_consent")).toEqual([]);
});

test("the message by which somebody unsubscribed is kept as proof", () => {
  const steps = [{ id: "s", type: "marketing_consent", config: { state: "unsubscribed" } }];
  const engine = engineFixture(registry, [
    { name: "A", triggers: [{ id: "t", type: "customer_message", config: { phrases: ["no more"] }, next: "s" }], steps },
  ]);
  engine.write("no more", { messageId: "in-proof" });
  expect(engine.effects("log_consent")[0]).toMatchObject({ messageId: "in-proof" });
});

test("marking unread changes a read chat only", () => {
  const engine = run("mark_unread", {});
  expect(engine.scope.chat?.unread).toBe(true);
  expect([...engine.scope.touchedChats]).toEqual(["chat"]);
  expect([...run("mark_unread", {}, {}, { scope: { chat: { ...engine.scope.chat, unread: true } } }).scope.touchedChats]).toEqual([]);
});

test("a note that renders empty is not written", () => {
  const engine = run("add_note", { text: " {{ vars.none }} " });
  expect(engine.notes()).toEqual(["next"]);
  expect(engine.scope.records[0]?.error).toBe("empty_text");
});

const pool = ["anna@example.com", "gone@example.com", "luca@example.com"];
const operators = (pick: string, contact: object, environment = environmentFixture()) =>
  run("add_operators", { operators: pool, pick }, contact, { environment }).scope.contact.operators;

test("all operators are added but the disabled ones", () => {
  expect(operators("all", { operators: ["boss@example.com"] })).toEqual(["boss@example.com", "anna@example.com", "luca@example.com"]);
});

test("an empty pool is shown as an error", () => {
  const engine = run("add_operators", { operators: ["gone@example.com"] });
  expect(engine.scope.records[0]).toMatchObject({ exit: "next", error: "no_operator" });
});

test("round robin takes turns over contacts of one batch", () => {
  const environment = environmentFixture();
  expect([1, 2, 3].map(() => operators("round_robin", {}, environment)[0])).toEqual([
    "anna@example.com",
    "luca@example.com",
    "anna@example.com",
  ]);
  expect([...environment.turns]).toEqual([["A/s", 3]]);
});

test("the least busy is the one with the fewest contacts, those of this batch included", () => {
  const environment = environmentFixture();
  environment.operatorLoads.set("anna@example.com", 2);
  expect([1, 2, 3, 4].map(() => operators("least_busy", {}, environment)[0])).toEqual([
    "luca@example.com",
    "luca@example.com",
    "anna@example.com",
    "luca@example.com",
  ]);
});

test("random takes one by chance", () => {
  expect(operators("random", {}, environmentFixture(undefined, 0.99))).toEqual(["luca@example.com"]);
});

test("a contact that has one of the pool keeps that one", () => {
  expect(operators("round_robin", { operators: ["luca@example.com"] })).toEqual(["luca@example.com"]);
});

test("operators are removed by name, or all", () => {
  const contact = { operators: ["anna@example.com", "luca@example.com"] };
  expect(run("remove_operators", { operators: ["anna@example.com"] }, contact).scope.contact.operators).toEqual(["luca@example.com"]);
  expect(run("remove_operators", { all: true }, contact).scope.contact.operators).toEqual([]);
});
