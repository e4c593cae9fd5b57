import { expect, test } from "vitest";
import { loadRegistry } from "../../registry.ts";
import { engineFixture, environmentFixture, stepFixture } from "../scope-fixture.ts";

const registry = await loadRegistry();
const byValue = (source: object, contact: object) => {
  const cases = [
    { id: "new", values: ["Nuovo", 7] },
    { id: "old", values: ["Attivo", "vip"] },
    { id: "late", values: ["nuovo"] },
  ];
  return stepFixture(registry, "branch", { mode: "value", cases, ...source }, ["new", "old", "late", "otherwise"], { contact }).notes();
};

test("by value the first equal case is taken: capitals, outer spaces and decimal commas do not count", () => {
  expect(byValue({ field: "contact.fields.CITY" }, { fields: { CITY: " nuovo " } })).toEqual(["new"]);
  expect(byValue({ field: "contact.fields.SCORE" }, { fields: { SCORE: 7 } })).toEqual(["new"]);
  expect(byValue({ on: "{{ contact.fields.CITY }}o" }, { fields: { CITY: "attiv" } })).toEqual(["old"]);
  expect(byValue({ field: "contact.tags" }, { tags: ["red", "vip"] })).toEqual(["old"]);
});

test("no equal case, and no value at all, take otherwise", () => {
  expect(byValue({ field: "contact.fields.CITY" }, { fields: { CITY: "Nuovissimo" } })).toEqual(["otherwise"]);
  expect(byValue({ field: "contact.fields.CITY" }, {})).toEqual(["otherwise"]);
});

const weights = {
  mode: "random",
  paths: [
    { id: "a", weight: 1 },
    { id: "never", weight: 0 },
    { id: "b", weight: 3 },
  ],
};
test.each([
  [0, "a"],
  [0.2499, "a"],
  [0.25, "b"],
  [0.9999999, "b"],
])("chance %d takes %s in proportion to the weights", (chance, exit) => {
  const engine = stepFixture(registry, "branch", weights, ["a", "never", "b"], { environment: environmentFixture(undefined, chance) });
  expect(engine.notes()).toEqual([exit]);
});

test("a run that comes by again takes the same way; another run draws anew", () => {
  const environment = environmentFixture();
  const draws = [0.1, 0.9, 0.9, 0.9];
  environment.random = () => draws.shift() ?? 0;
  const document = {
    name: "A",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "s" }],
    steps: [
      { id: "s", type: "branch", config: weights, exits: { a: "na", b: "nb" } },
      { id: "na", type: "add_note", config: { text: "a" }, exits: { next: "r" } },
      { id: "nb", type: "add_note", config: { text: "b" }, exits: { next: "r" } },
      { id: "r", type: "customer_response", config: {}, exits: { replied: "s" } },
    ],
  };
  const engine = engineFixture(registry, [document], { environment });
  for (const text of ["go", "again", "again"]) engine.write(text);
  engine.receive({ type: "run_control", runId: engine.run().id, action: "stop" });
  for (const text of ["go", "again"]) engine.write(text);
  expect(engine.effects("add_note").map(({ text }) => text)).toEqual(["a", "a", "a", "b", "b"]);
});

test.each([
  [{ mode: "value", cases: [{ id: "a", values: ["x"] }] }],
  [{ mode: "value", field: "contact.email", on: "x", cases: [{ id: "a", values: ["x"] }] }],
  [{ mode: "value", field: "contact.email", cases: [{ id: "otherwise", values: ["x"] }] }],
  [{ mode: "parallel", paths: [{ id: "a" }] }],
  [{ mode: "parallel", paths: [{ id: "a" }, { id: "a" }] }],
  [
    {
      mode: "random",
      paths: [
        { id: "a", weight: 0 },
        { id: "b", weight: 0 },
      ],
    },
  ],
])("the config refuses %j", (config) => {
  expect(registry.steps["branch"]?.config.safeParse(config).success).toBe(false);
});
