import { expect, test } from "vitest";
import { loadRegistry } from "../../registry.ts";
import { DAY, HOUR, stepFixture } from "../scope-fixture.ts";

const registry = await loadRegistry();
const waiting = (config: object, exits = ["replied", "timeout"], parts = {}) =>
  stepFixture(registry, "customer_response", config, exits, parts);

test("the first reply is taken, whatever it is, and becomes the run's reply", () => {
  const engine = waiting({ timeout: { hours: 24 } });
  engine.write("Yes, tell me");
  expect(engine.notes()).toEqual(["replied"]);
  expect(engine.run().reply).toMatchObject({ text: "Yes, tell me", type: "text", media: null, payload: null });
});

test("silence takes the timeout", () => {
  const engine = waiting({ timeout: "PT24H" });
  engine.sleep(24 * HOUR);
  expect(engine.notes()).toEqual(["timeout"]);
  expect(engine.run().reply).toBeNull();
});

test("days of the timeout are calendar days in the contact's time zone", () => {
  // On 29 March 2026 the clock goes forward in Rome: the day has 23 hours.
  const engine = waiting({ timeout: { days: 27 } });
  engine.sleep(27 * DAY - HOUR - 1);
  expect(engine.at()).toEqual(["s"]);
  engine.sleep(1);
  expect(engine.notes()).toEqual(["timeout"]);
});

test("without a timeout it waits for ever", () => {
  const engine = waiting({});
  engine.sleep(3000 * DAY);
  expect(engine.at()).toEqual(["s"]);
});

const menu = {
  cases: [
    { id: "hours", phrases: ["1", "opening hours"] },
    { id: "prices", match: "contains", phrases: ["price"] },
    { id: "both", match: "contains", phrases: ["hours"] },
  ],
};
const exits = ["hours", "prices", "both", "replied"];

test.each([
  [" 1 ", "hours"],
  ["Opening  HOURS", "hours"],
  ["the price of the hours", "prices"],
  ["which hours", "both"],
  ["11", "replied"],
])("the reply %j takes %s: the first case that matches", (text, exit) => {
  const engine = waiting(menu, exits);
  engine.write(text);
  expect(engine.notes()).toEqual([exit]);
});

test("with attempts, replies that match no case are let pass until that many have come", () => {
  const engine = waiting({ ...menu, attempts: 3 }, exits);
  engine.write("boh");
  engine.write("mah");
  expect(engine.at()).toEqual(["s"]);
  engine.write("eh");
  expect(engine.notes()).toEqual(["replied"]);
  const lucky = waiting({ ...menu, attempts: 3, timeout: { hours: 1 } }, exits);
  lucky.write("boh");
  lucky.sleep(HOUR / 2);
  lucky.write("1");
  expect(lucky.notes()).toEqual(["hours"]);
});

test("attempts do not prolong the timeout", () => {
  const engine = waiting({ ...menu, attempts: 3, timeout: { hours: 1 } }, [...exits, "timeout"]);
  engine.sleep(HOUR / 2);
  engine.write("boh");
  engine.sleep(HOUR / 2);
  expect(engine.notes()).toEqual(["timeout"]);
});

test("a picture matches no phrase, not even any text", () => {
  const engine = waiting({ cases: [{ id: "text", match: "any" }] }, ["text", "replied"]);
  engine.write({ type: "media", mediaType: "image", mediaId: "file", caption: "look" });
  expect(engine.notes()).toEqual(["replied"]);
});

test("the reply is kept in a field by its type, or in a variable of the run", () => {
  const kept = (saveTo: string, reply: Parameters<ReturnType<typeof waiting>["write"]>[0]) => {
    const engine = waiting({ saveTo });
    engine.write(reply);
    return { ...engine.scope.contact.fields, ...engine.run().vars, name: engine.scope.contact.firstName };
  };
  expect(kept("CITY", "Roma")).toMatchObject({ CITY: "Roma" });
  expect(kept("SCORE", "8,5")).toMatchObject({ SCORE: 8.5 });
  expect(kept("vars.age", "44")).toMatchObject({ age: "44" });
  expect(kept("first_name", " Eva ")).toMatchObject({ name: "Eva" });
  expect(kept("vars.photo", { type: "media", mediaType: "image", mediaId: "file-9" })).toMatchObject({ photo: "file-9" });
  expect(kept("vars.place", { type: "location", latitude: 1, longitude: 2 })).toMatchObject({ place: { latitude: 1, longitude: 2 } });
});

test("a reply that does not fit the field keeps the old value and is shown as an error", () => {
  const engine = waiting({ saveTo: "SCORE" }, ["replied"], { contact: { fields: { SCORE: 1 } } });
  engine.write("many");
  expect(engine.scope.contact.fields).toEqual({ SCORE: 1 });
  expect(engine.notes()).toEqual(["replied"]);
  expect(engine.scope.records[0]).toMatchObject({ exit: "replied", error: "invalid_number: SCORE" });
});

test("a case may not be called like an exit of the step", () => {
  const parsed = registry.steps["customer_response"]?.config.safeParse({ cases: [{ id: "timeout", phrases: ["x"] }] });
  expect(parsed?.error?.issues[0]?.message).toContain('"timeout" is taken');
});
