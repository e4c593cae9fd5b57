import { describe, expect, it } from "vitest";
import { z } from "zod";
import { durationSchema } from "../../../domain/duration.ts";
import { choicesOf, emptyValue, fieldSchema, humanise, isDurationSchema, isTimeSchema, matchingOption, numberLimits } from "./schema.ts";

describe("fieldSchema", () => {
  it("looks through wrappers and keeps what they say", () => {
    const field = fieldSchema(z.string().meta({ liquid: true }).nullable().default(null).describe("Words"));
    expect(field).toMatchObject({ type: "string", optional: true, nullable: true, fallback: null, description: "Words" });
    expect(field.marks["liquid"]).toBe(true);
  });

  it("looks behind a preprocess and before a transform", () => {
    expect(fieldSchema(z.preprocess((value) => value, z.number())).type).toBe("number");
    expect(fieldSchema(z.string().transform(Number)).type).toBe("string");
  });
});

it("recognises durations and times of day", () => {
  expect(isDurationSchema(fieldSchema(durationSchema.optional()))).toBe(true);
  expect(isTimeSchema(fieldSchema(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)))).toBe(true);
  expect(isTimeSchema(fieldSchema(z.string()))).toBe(false);
});

it("lists the choices of enums and of unions of literals", () => {
  expect(choicesOf(fieldSchema(z.enum(["a", "b"])))).toEqual(["a", "b"]);
  expect(choicesOf(fieldSchema(z.union([z.literal("x"), z.literal("y")])))).toEqual(["x", "y"]);
  expect(choicesOf(fieldSchema(z.string()))).toBeNull();
});

it("reads the bounds of numbers", () => {
  expect(numberLimits(fieldSchema(z.int().min(1).max(20)))).toEqual({ min: 1, max: 20, whole: true });
  expect(numberLimits(fieldSchema(z.number()))).toEqual({ min: undefined, max: undefined, whole: false });
});

it("makes new items of the required parts only", () => {
  expect(emptyValue(z.object({ id: z.string(), weight: z.number().default(1), note: z.string().optional() }))).toEqual({ id: "" });
});

it("finds the alternative that an unfinished value nearly is", () => {
  const field = fieldSchema(
    z.union([z.strictObject({ kind: z.literal("a"), text: z.string().min(1) }), z.strictObject({ kind: z.literal("b"), url: z.url() })]),
  );
  expect(matchingOption(field, { kind: "b", url: "" })).toBe(1);
  expect(matchingOption(field, { kind: "a", text: "" })).toBe(0);
});

it("makes words of keys", () => {
  expect(humanise("saveTo")).toBe("Save to");
  expect(humanise("first_name")).toBe("First name");
});
