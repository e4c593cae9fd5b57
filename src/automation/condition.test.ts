import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateCondition, explainCondition } from "./condition.ts";
import { CONDITION_OPS, type ConditionOp } from "./condition-fields.ts";
import type { Condition, ConditionValue } from "./condition-schema.ts";

/** A Monday in winter time. */
const NOW = Date.parse("2026-03-02T10:00:00+01:00");
const ENVIRONMENT = { now: NOW, timezone: "Europe/Rome" };
const HOUR = 3_600_000;

const holds = (actual: unknown, op: ConditionOp, value?: ConditionValue, field = "vars.x") =>
  evaluateCondition({ field, op, value }, () => actual, ENVIRONMENT);

describe("a comparison", () => {
  it.each<[unknown, ConditionOp, ConditionValue, boolean]>([
    // text: trimmed and case-folded
    [" nuovo ", "eq", "Nuovo", true],
    ["it", "eq", "IT", true],
    ["a\u00a0 b", "eq", "A b", true],
    ["perche\u0301", "eq", "PERCHÉ", true],
    ["si", "eq", "sì", false],
    ["si", "ne", "sì", true],
    ["00123", "eq", "123", false],
    ["x@acme.com", "ends_with", "@ACME.com", true],
    ["Via Roma 1", "starts_with", " via", true],
    ["Via Roma 1", "contains", "ROMA", true],
    ["Via Roma 1", "not_contains", "Milano", true],
    ["Via Roma 1", "not_contains", "roma", false],
    ["ORD-77", "matches", "^ord-\\d+$", true],
    ["ORD-x", "matches", "^ord-\\d+$", false],
    // numbers, with a decimal comma
    [80, "gte", "80,0", true],
    ["80,0", "gte", 80, true],
    ["80,5", "gt", "80.4", true],
    [80, "eq", "80,0", true],
    ["3", "gte", 3, true],
    ["10", "lt", "9", false],
    [79.9, "gte", "80,0", false],
    [5, "between", [1, 5], true],
    ["1,5", "between", ["1,5", "2"], true],
    [6, "between", [1, 5], false],
    ["many", "gt", 3, false],
    ["many", "lte", 3, false],
    [0, "eq", 0, true],
    [2, "in", ["1", "2,0"], true],
    // booleans
    [true, "eq", "sì", true],
    [false, "eq", false, true],
    ["yes", "eq", true, true],
    [true, "ne", false, true],
    ["perhaps", "eq", true, false],
    // lists
    [["vip", "new"], "has_any", ["VIP ", "x"], true],
    [["vip"], "has_any", ["x"], false],
    [["vip", "new"], "has_all", ["new", "vip"], true],
    [["vip"], "has_all", ["vip", "new"], false],
    [["vip"], "has_none", ["x"], true],
    [["vip"], "has_none", ["Vip"], false],
    [["vip"], "contains", "vip", true],
    [["vip room"], "contains", "vip", false],
    [["vip"], "not_contains", "x", true],
    [["a", "b"], "eq", ["B", "A"], true],
    [["a", "b"], "eq", ["a"], false],
    ["vip", "has_any", ["vip"], true],
    ["vip", "has_any", "vip", true],
    ["a", "in", ["A", "b"], true],
    ["c", "not_in", ["A", "b"], true],
    ["c", "in", "c", true],
    [["a", "z"], "in", ["z"], true],
    // dates and times
    ["2026-03-01", "before", "02/03/2026", true],
    ["2026-03-02", "before", "2026-03-02", false],
    ["2026-03-02", "after", "2026-03-02", false],
    ["2026-03-02T23:59", "after", "2026-03-02", false],
    ["2026-03-03T00:00", "after", "2026-03-02", true],
    ["2026-03-02T23:30:00Z", "after", "2026-03-02", true],
    ["2026-03-02T10:00", "before", "2026-03-02T10:01", true],
    ["2026-03-02T10:00", "before", "2026-03-02T09:01:00Z", true],
    ["2026-03-02T10:00", "on", "2026-03-02", true],
    ["2026-03-01T23:30:00Z", "on", "2/3/2026", true],
    [NOW, "on", "2026-03-02", true],
    [NOW, "before", "2026-03-02T10:01", true],
    ["2026-03-05", "between", ["2026-03-01", "05/03/2026"], true],
    ["2026-03-06", "between", ["2026-03-01", "2026-03-05"], false],
    ["2026-03-05", "gte", "2026-03-05", true],
    ["soon", "before", "2026-03-05", false],
    ["soon", "on", "2026-03-05", false],
    // durations around now
    ["2026-03-02T09:00", "within_last", { hours: 1 }, true],
    ["2026-03-02T08:59", "within_last", { hours: 1 }, false],
    ["2026-03-02T10:01", "within_last", { hours: 1 }, false],
    ["2026-03-02T11:00", "within_next", "PT1H", true],
    ["2026-03-02T11:01", "within_next", "PT1H", false],
    [NOW - HOUR, "within_last", { hours: 1 }, true],
    ["2026-03-02", "within_last", { hours: 1 }, true],
    ["2026-03-02", "within_next", { hours: 1 }, true],
    ["2026-02-23", "within_last", { days: 7 }, true],
    ["2026-02-22", "within_last", { days: 7 }, false],
    ["2026-03-09", "within_next", { days: 7 }, true],
    ["2026-03-10", "within_next", { days: 7 }, false],
    ["soon", "within_next", { days: 7 }, false],
  ])("%j %s %j: %s", (actual, op, value, expected) => expect(holds(actual, op, value)).toBe(expected));

  it("counts days over a clock change as days", () => {
    const night = { now: Date.parse("2026-03-29T10:00:00+02:00"), timezone: "Europe/Rome" };
    const yesterday = (op: ConditionOp, value: ConditionValue) =>
      evaluateCondition({ field: "vars.x", op, value }, () => "2026-03-28T10:00", night);
    expect(yesterday("within_last", { days: 1 })).toBe(true);
    expect(yesterday("within_last", { hours: 23 })).toBe(true);
    expect(yesterday("within_last", { hours: 22 })).toBe(false);
  });

  it("compares languages by country only where both name one", () => {
    const language = (actual: string, op: ConditionOp, value: ConditionValue) => holds(actual, op, value, "contact.language");
    expect(language("it", "eq", "IT")).toBe(true);
    expect(language("it_IT", "eq", "it")).toBe(true);
    expect(language("it", "in", ["en", "it-IT"])).toBe(true);
    expect(language("pt_BR", "eq", "pt_PT")).toBe(false);
    expect(language("it", "ne", "en")).toBe(true);
  });

  it("reads phone numbers without their spaces", () => {
    expect(holds("+393330000001", "eq", "+39 333 000-0001", "contact.phone")).toBe(true);
    expect(holds("+393330000001", "starts_with", "+39 ", "contact.phone")).toBe(true);
  });

  it("compares how long ago somebody wrote with durations", () => {
    const ago = (op: ConditionOp, value: ConditionValue) => holds(25 * HOUR, op, value, "chat.last_inbound_ago");
    expect(ago("gt", { hours: 24 })).toBe(true);
    expect(ago("gt", "P2D")).toBe(false);
    expect(ago("between", ["PT1H", "P2D"])).toBe(true);
    expect(ago("within_last", { days: 2 })).toBe(true);
    expect(ago("within_last", { hours: 24 })).toBe(false);
  });

  it.each<unknown>([undefined, null, "", " \u00a0", []])("with a missing value (%j) holds only for five operators", (actual) => {
    const values: Partial<Record<ConditionOp, ConditionValue>> = {
      between: [0, 1],
      within_last: { days: 1 },
      within_next: { days: 1 },
      on: "2026-03-02",
    };
    const satisfied = CONDITION_OPS.filter((op) => holds(actual, op, values[op] ?? "x"));
    expect(new Set(satisfied)).toEqual(new Set(["is_empty", "ne", "not_contains", "not_in", "has_none"]));
  });

  it.each<unknown>(["x", 0, false, ["a"], { a: 1 }])("finds %j not empty", (actual) => {
    expect(holds(actual, "is_empty")).toBe(false);
    expect(holds(actual, "not_empty")).toBe(true);
  });

  it("is the opposite of its opposite", () => {
    const opposites: [ConditionOp, ConditionOp][] = [
      ...([
        ["eq", "ne"],
        ["contains", "not_contains"],
        ["in", "not_in"],
        ["has_any", "has_none"],
        ["is_empty", "not_empty"],
      ] as [ConditionOp, ConditionOp][]),
    ];
    const scalar = fc.oneof(fc.string(), fc.integer({ min: -3, max: 3 }), fc.boolean(), fc.constantFrom("80,0", "a", "A ", "2026-03-02"));
    fc.assert(
      fc.property(
        fc.oneof(scalar, fc.array(scalar), fc.constant(null)),
        scalar,
        fc.constantFrom(...opposites),
        (actual, value, [op, opposite]) => {
          expect(holds(actual, op, value)).toBe(!holds(actual, opposite, value));
        },
      ),
    );
  });

  it("never fails, whatever is compared", () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.constantFrom(...CONDITION_OPS),
        fc.oneof(fc.string(), fc.double(), fc.array(fc.string()), fc.constant(null)),
        (actual, op, value) => {
          expect(typeof holds(JSON.parse(JSON.stringify(actual) ?? "null"), op, value)).toBe("boolean");
        },
      ),
    );
  });
});

describe("groups", () => {
  const values: Record<string, unknown> = { "vars.a": 1, "vars.b": 2 };
  const lookup = (field: string) => values[field];
  const a: Condition = { field: "vars.a", op: "eq", value: 1 };
  const notB: Condition = { field: "vars.b", op: "eq", value: 1 };
  const missing: Condition = { field: "vars.c", op: "eq", value: 1 };

  it.each<[Condition, boolean]>([
    [{ all: [a, notB] }, false],
    [{ any: [notB, a] }, true],
    [{ not: notB }, true],
    [{ not: missing }, true],
    [{ any: [{ all: [a, { not: missing }] }, notB] }, true],
  ])("%j: %s", (condition, expected) => expect(evaluateCondition(condition, lookup, ENVIRONMENT)).toBe(expected));

  it("look no further than they must", () => {
    const seen: string[] = [];
    const spy = (field: string) => {
      seen.push(field);
      return values[field];
    };
    evaluateCondition({ any: [a, notB] }, spy, ENVIRONMENT);
    evaluateCondition({ all: [notB, a] }, spy, ENVIRONMENT);
    expect(seen).toEqual(["vars.a", "vars.b"]);
  });

  it("say what settled them", () => {
    expect(explainCondition({ all: [a, { not: { any: [missing, a] } }] }, lookup, ENVIRONMENT)).toEqual({
      result: false,
      decidedBy: { ...a, actual: 1 },
    });
    expect(explainCondition({ all: [a, notB, missing] }, lookup, ENVIRONMENT)).toEqual({
      result: false,
      decidedBy: { ...notB, actual: 2 },
    });
    expect(explainCondition({ any: [notB, missing] }, lookup, ENVIRONMENT)).toEqual({
      result: false,
      decidedBy: { ...missing, actual: undefined },
    });
  });

  it("are explained as they are evaluated", () => {
    const leaves = fc.constantFrom(a, notB, missing);
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 4 },
        leaves,
        fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
        fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
        tie("condition").map((not) => ({ not })),
      ),
    }));
    fc.assert(
      fc.property(condition, (tree) => explainCondition(tree, lookup, ENVIRONMENT).result === evaluateCondition(tree, lookup, ENVIRONMENT)),
    );
  });
});
