import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CONDITION_FIELDS, CONDITION_OPS, conditionField, OPS_BY_TYPE } from "./condition-fields.ts";
import { conditionSchema } from "./condition-schema.ts";

const leaf = { field: "vars.x", op: "eq", value: 1 };
const problems = (condition: unknown) => {
  const result = z.strictObject({ if: conditionSchema }).safeParse({ if: condition });
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join("/")}: ${issue.message}`);
};

describe("conditionSchema", () => {
  it.each([
    leaf,
    { any: [{ all: [leaf, { field: "contact.tags", op: "has_any", value: ["vip"] }] }, { not: leaf }] },
    { field: "contact.fields.SCORE", op: "gte", value: "80,0" },
    { field: "contact.fields.CITY", op: "is_empty" },
    { field: "contact.fields.D", op: "within_next", value: { days: 7 } },
    { field: "contact.fields.D", op: "within_last", value: "PT2H" },
    { field: "contact.fields.D", op: "before", value: "29/03/2026" },
    { field: "contact.fields.D", op: "between", value: ["2026-01-01", "2026-12-31"] },
    { field: "chat.last_inbound_ago", op: "gt", value: { hours: 24 } },
    { field: "chat.last_inbound_ago", op: "between", value: ["PT1H", "P1D"] },
    { field: "now.weekday", op: "in", value: ["sat", "SUN"] },
    { field: "trigger.payload.order.lines.0.sku-code", op: "eq", value: "x" },
    { field: "contact.consent", op: "eq", value: "subscribed" },
    { field: "chat.window_open", op: "eq", value: true },
    { field: "contact.tags", op: "has_none", value: "vip" },
  ])("accepts %j", (condition) => expect(problems(condition)).toEqual([]));

  it("takes ISO durations as they are", () => {
    const condition = { field: "vars.x", op: "within_last", value: "PT2H" };
    expect(conditionSchema.parse(condition)).toEqual(condition);
  });

  it.each([
    [3, "if: a condition is"],
    [{}, "if: a condition is"],
    [[leaf], "if: a condition is"],
    [{ all: leaf }, "if/all: must be a list"],
    [{ any: [] }, "if/any: add at least one"],
    [{ all: [leaf, { any: [leaf, 7] }] }, "if/all/1/any/1: a condition is"],
    [{ all: [leaf], any: [leaf] }, 'if: Unrecognized key: "any"'],
    [{ all: Array.from({ length: 101 }, () => leaf) }, "if/all: at most 100"],
    [{ not: { not: null } }, "if/not/not: a condition is"],
    [{ ...leaf, extra: 1 }, 'if: Unrecognized key: "extra"'],
    [{ ...leaf, op: "equals" }, "if/op: "],
    [{ op: "eq", value: 1 }, "if/field: "],
    [{ ...leaf, field: "contact.frist_name" }, 'if/field: there is no field "contact.frist_name"'],
    [{ ...leaf, field: "vars." }, "if/field: there is no field"],
    [{ ...leaf, field: "vars.a b" }, "if/field: there is no field"],
    [{ ...leaf, field: "contact.fields" }, "if/field: there is no field"],
    [{ field: "vars.x", op: "eq" }, 'if/value: "eq" needs a value'],
    [{ field: "vars.x", op: "ne", value: null }, 'if/value: "ne" needs a value'],
    [{ field: "vars.x", op: "between", value: [1] }, "if/value: must be a list of two"],
    [{ field: "vars.x", op: "in", value: [] }, "if/value: needs at least one"],
    [{ field: "vars.x", op: "matches", value: "(?=a)" }, "if/value: not a regular expression"],
    [{ field: "vars.x", op: "matches", value: 3 }, "if/value: must be a regular expression"],
    [{ field: "vars.x", op: "on", value: "30/02/2026" }, "if/value: must be a date"],
    [{ field: "vars.x", op: "within_last", value: 7 }, "if/value: must be a duration"],
    [{ field: "vars.x", op: "within_last", value: "P1M" }, "if/value: must be a duration"],
    [{ field: "vars.x", op: "eq", value: { days: 1 } }, "if/value: a duration does not fit"],
    [{ field: "chat.last_inbound_ago", op: "gt", value: 24 }, "if/value: is compared with a duration"],
    [{ field: "now.weekday", op: "eq", value: "caturday" }, 'if/value: "caturday" is none of mon'],
    [{ field: "contact.consent", op: "in", value: ["subscribed", "yes"] }, 'if/value: "yes" is none of'],
    [{ field: "vars.x", op: "contains", value: ["a"] }, "if/value: must be one value"],
  ])("refuses %j with %s", (condition, message) => {
    expect(problems(condition)).toEqual([expect.stringContaining(message)]);
  });

  it("names every wrong line at once", () => {
    expect(problems({ all: [{ ...leaf, op: "x" }, leaf, { ...leaf, field: "x" }] }).map((problem) => problem.split(":")[0])).toEqual([
      "if/all/0/op",
      "if/all/2/field",
    ]);
  });

  it("goes ten levels deep", () => {
    const nested = (depth: number): unknown => (depth === 1 ? leaf : { not: nested(depth - 1) });
    expect(problems(nested(10))).toEqual([]);
    expect(problems(nested(11))).toEqual([expect.stringContaining("deeper than 10")]);
    expect(problems(nested(5000))).toHaveLength(1);
  });

  it("has a JSON Schema", () => {
    const schema = z.toJSONSchema(conditionSchema, { io: "input" });
    expect(JSON.stringify(schema)).toContain('"#/$defs/Condition"');
  });
});

describe("condition fields", () => {
  it("offer existing operators, and each operator for some type", () => {
    expect(new Set(Object.values(OPS_BY_TYPE).flat())).toEqual(new Set(CONDITION_OPS));
    expect(new Set(CONDITION_OPS).size).toBe(24);
  });
  it("are found by name, open ones by their beginning", () => {
    for (const { field, open } of CONDITION_FIELDS) expect(conditionField(open ? `${field}x` : field)).toBeDefined();
    expect(conditionField("reply.text")?.type).toBe("text");
    expect(conditionField("reply.payload.id")?.type).toBe("any");
    expect(conditionField("now.minute")).toBeUndefined();
    expect(conditionField("")).toBeUndefined();
  });
});
