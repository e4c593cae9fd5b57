import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countryOfPhone, languageOfPhone, normalizePhone, phoneToWaId, waIdToPhone } from "./phone.ts";

describe("normalizePhone", () => {
  it.each([
    ["+393330000001", undefined, "+393330000001"],
    ["+39 333 000 0001", undefined, "+393330000001"],
    ["00393330000001", undefined, "+393330000001"],
    ["0039 333-000.0001", "IT", "+393330000001"],
    ["393330000001", undefined, "+393330000001"],
    ["393330000001", "IT", "+393330000001"],
    ["3330000001", "IT", "+393330000001"],
    ["(333) 000 0001", "it", "+393330000001"],
    [" +39\u00a0333\u202f0000001 ", undefined, "+393330000001"],
    ["＋３９３３３００００００１", undefined, "+393330000001"],
    ["06 12345678", "IT", "+390612345678"],
    ["+1 (415) 555-2671", "IT", "+14155552671"],
    ["07911 123456", "GB", "+447911123456"],
    ["4917612345678", "IT", "+4917612345678"],
    ["+393330000001", "XX", "+393330000001"],
  ])('reads "%s" (default country %s)', (input, country, expected) => expect(normalizePhone(input, country)).toBe(expected));

  it.each([
    ["12", "IT"],
    ["12", undefined],
    ["", "IT"],
    ["+", "IT"],
    ["call me", "IT"],
    ["call +393330000001", "IT"],
    ["3330000001x", "IT"],
    ["0333000", undefined],
    ["+39333000000112345678", "IT"],
    ["+999123456789", "IT"],
    ["IT.1349301939", "IT"],
    ["1".repeat(100_000), "IT"],
  ])('refuses "%.20s" (default country %s)', (input, country) => expect(normalizePhone(input, country)).toBeNull());

  it("leaves its own results as they are", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^3[2-9]\d{8}$/), fc.constantFrom("IT", "US", undefined), (national, country) => {
        const phone = normalizePhone(national, "IT") as string;
        expect(normalizePhone(phone, country)).toBe(phone);
        expect(waIdToPhone(phoneToWaId(phone))).toBe(phone);
      }),
    );
  });

  it("never fails on any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => normalizePhone(text, "IT") === null || text.length > 0));
  });
});

describe("waIdToPhone", () => {
  it("puts the plus back", () => expect(waIdToPhone("393330000001")).toBe("+393330000001"));
  it("drops the 1 of Mexican mobiles and adds the 9 of Brazilian ones", () => {
    expect(waIdToPhone("5215512345678")).toBe("+525512345678");
    expect(waIdToPhone("551198765432")).toBe("+5511998765432");
    expect(waIdToPhone("5511998765432")).toBe("+5511998765432");
    expect(waIdToPhone("551133334444")).toBe("+551133334444");
  });
  it.each(["IT.1349301939", "", "12", "0123456789", "+393330000001"])('has none for "%s"', (id) => expect(waIdToPhone(id)).toBeNull());
});

it.each([
  ["+393330000001", "IT", "it"],
  ["+390612345678", "IT", "it"],
  ["+390669812345", "VA", "it"],
  ["+447400123456", "GB", "en"],
  ["+447911123456", "GG", "en"],
  ["+5511998765432", "BR", "pt"],
  ["+525512345678", "MX", "es"],
  ["+14155552671", "US", "en"],
  ["+41446681800", "CH", undefined],
])("%s is from %s, where people write %s", (phone, country, language) => {
  expect(countryOfPhone(phone)).toBe(country);
  expect(languageOfPhone(phone)).toBe(language);
});

it("has no country for what is no number", () => {
  expect(countryOfPhone("hello")).toBeUndefined();
  expect(languageOfPhone("")).toBeUndefined();
});
