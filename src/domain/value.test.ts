import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "./number-text.ts";
import { FIELD_TYPES, type FieldType, formatFieldValue, parseFieldValue } from "./value.ts";

const options = { timezone: "Europe/Rome", choices: ["Nuovo", "Attivo"] };

describe("parseNumber", () => {
  it.each([
    ["80", 80],
    ["80,0", 80],
    ["80.5", 80.5],
    ["-3,25", -3.25],
    ["\u22123", -3],
    ["1.234,56", 1234.56],
    ["1,234.56", 1234.56],
    ["1.234.567", 1_234_567],
    ["1,234,567", 1_234_567],
    ["1 234,5", 1234.5],
    ["1\u00a0234\u202f567", 1_234_567],
    ["1'234.50", 1234.5],
    ["1.234", 1.234],
    ["1,234", 1.234],
    [".5", 0.5],
    ["1e3", 1000],
    [" 7 ", 7],
  ])("reads %s", (text, expected) => expect(parseNumber(text)).toBe(expected));

  it.each([
    "",
    " ",
    "abc",
    "1,2,3",
    "1.2.3",
    "12 34",
    "1..2",
    "80%",
    "0x10",
    "Infinity",
    "NaN",
    "1e999",
    "29.03.2026",
    "--1",
    "9".repeat(100),
  ])('refuses "%s"', (text) => expect(parseNumber(text)).toBeNull());

  it("reads every number as the language writes it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(String(value))).toBe(value + 0);
      }),
    );
  });
});

describe("parseFieldValue", () => {
  it.each<[FieldType, unknown, unknown]>([
    ["text", " nuovo ", " nuovo "],
    ["text", 42, "42"],
    ["text", "a\0b", "ab"],
    ["number", "80,0", 80],
    ["number", 80.5, 80.5],
    ["date", "29/03/2026", "2026-03-29"],
    ["date", "2026-03-29T23:30:00Z", "2026-03-30"],
    ["datetime", "29/03/2026 10:00", "2026-03-29T10:00"],
    ["datetime", "2026-03-29T08:00:00Z", "2026-03-29T10:00:00+02:00"],
    ["boolean", "Sì", true],
    ["boolean", "si", true],
    ["boolean", "0", false],
    ["boolean", 1, true],
    ["boolean", false, false],
    ["choice", " NUOVO ", "Nuovo"],
    ["json", '{"a": [1]}', { a: [1] }],
    ["json", { a: 1 }, { a: 1 }],
    ["json", "null", null],
  ])("reads %s %j", (type, raw, value) => expect(parseFieldValue(type, raw, options)).toEqual({ ok: true, value }));

  it.each(FIELD_TYPES)("clears %s on nothing and on blank text", (type) => {
    for (const raw of [null, undefined, "", "  \n"]) expect(parseFieldValue(type, raw, options)).toEqual({ ok: true, value: null });
  });

  it.each<[FieldType, unknown, string]>([
    ["text", { a: 1 }, "invalid_text"],
    ["text", "x".repeat(4097), "too_long"],
    ["long_text", "x".repeat(65_537), "too_long"],
    ["number", "ottanta", "invalid_number"],
    ["number", Number.NaN, "invalid_number"],
    ["number", true, "invalid_number"],
    ["date", "31/02/2026", "invalid_date"],
    ["date", 20_260_329, "invalid_date"],
    ["datetime", "domani", "invalid_datetime"],
    ["boolean", "forse", "invalid_boolean"],
    ["boolean", 2, "invalid_boolean"],
    ["choice", "Vecchio", "invalid_choice"],
    ["choice", ["Nuovo"], "invalid_choice"],
    ["json", "{a}", "invalid_json"],
    ["json", "x".repeat(70_000), "too_long"],
    ["json", '"\\u0000"', "invalid_json"],
  ])("refuses %s %j", (type, raw, code) => expect(parseFieldValue(type, raw, options)).toEqual({ ok: false, code }));

  it("reads back what it formatted", () => {
    const raws = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom("1/2/2026", "2026-03-29T08:00Z", "Nuovo", '[1, "a"]'));
    fc.assert(
      fc.property(fc.constantFrom(...FIELD_TYPES), raws, (type, raw) => {
        const parsed = parseFieldValue(type, raw, options);
        if (parsed.ok) expect(parseFieldValue(type, formatFieldValue(type, parsed.value), options)).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });
});
