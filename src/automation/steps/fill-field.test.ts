import { expect, test } from "vitest";
import { loadRegistry } from "../../registry.ts";
import { engineFixture, stepFixture } from "../scope-fixture.ts";

const registry = await loadRegistry();
const fill = (config: object, contact: object = {}) => stepFixture(registry, "fill_field", config, ["next", "failed"], { contact });

test.each([
  ["CITY", "Roma", { CITY: "Roma" }],
  ["SCORE", "1.250,5", { SCORE: 1250.5 }],
  ["BIRTHDAY", "29/02/1992", { BIRTHDAY: "1992-02-29" }],
  ["APPOINTMENT", "2026-03-29 10:00", { APPOINTMENT: "2026-03-29T10:00" }],
])("%s takes %j by its type", (field, value, fields) => {
  const engine = fill({ field, value });
  expect(engine.scope.contact.fields).toEqual(fields);
  expect(engine.notes()).toEqual(["next"]);
});

test.each([
  ["SCORE", "many", "invalid_number: SCORE"],
  ["BIRTHDAY", "30/02/2026", "invalid_date: BIRTHDAY"],
  ["email", "not an address", "invalid_value: email"],
  ["language", "Italian", "invalid_value: language"],
  ["time_zone", "Mars/Base", "invalid_value: time_zone"],
  ["GONE", "x", "unknown_object: GONE"],
  ["constructor", "x", "unknown_object: constructor"],
])("%s refuses %j, keeps what was there and takes failed", (field, value, error) => {
  const before = { fields: { SCORE: 1, BIRTHDAY: "2000-01-01" }, email: "a@b.it", language: "it", timeZone: "Europe/Rome" };
  const engine = fill({ field, value }, before);
  expect(engine.scope.contact).toMatchObject(before);
  expect(engine.notes()).toEqual(["failed"]);
  expect(engine.scope.records[0]?.error).toBe(error);
});

test("attributes are normalised, blank texts and clear empty them", () => {
  expect(fill({ field: "language", value: "en-us" }).scope.contact.language).toBe("en_US");
  expect(fill({ field: "first_name", value: "  " }).scope.contact.firstName).toBeNull();
  expect(fill({ field: "CITY", clear: true }, { fields: { CITY: "Roma" } }).scope.contact.fields).toEqual({});
});

test("a new date has its date conditions planned anew; the same date has not", () => {
  expect(fill({ field: "BIRTHDAY", value: "2000-01-01" }).effects("plan_dates")).toEqual([
    { kind: "plan_dates", field: "BIRTHDAY", value: "2000-01-01" },
  ]);
  expect(fill({ field: "BIRTHDAY", value: "01/01/2000" }, { fields: { BIRTHDAY: "2000-01-01" } }).effects("plan_dates")).toEqual([]);
});

test("a variable counts up and keeps texts as they are", () => {
  const document = {
    name: "A",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "f" }],
    steps: [
      {
        id: "f",
        type: "fill_field",
        config: { field: "vars.tries", value: "{{ vars.tries | default: 0 | plus: 1 }}" },
        exits: { next: "c" },
      },
      { id: "c", type: "if_else", config: { if: { field: "vars.tries", op: "gte", value: 3 } }, exits: { then: "n", else: "f" } },
      { id: "n", type: "fill_field", config: { field: "vars.code", value: "007" } },
    ],
  };
  const engine = engineFixture(registry, [document]);
  engine.write("go");
  expect(engine.run().vars).toEqual({ tries: "3", code: "007" });
});

test.each([
  [{ field: "CITY" }],
  [{ field: "CITY", value: "x", clear: true }],
  [{ field: "contact.fields.CITY", value: "x" }],
  [{ field: "vars._drawn", value: "x" }],
])("the config refuses %j", (config) => {
  expect(registry.steps["fill_field"]?.config.safeParse(config).success).toBe(false);
});
