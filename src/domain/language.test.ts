import { expect, it } from "vitest";
import { baseLanguage, normalizeLanguage, sameBaseLanguage, sameLanguage } from "./language.ts";

it.each([
  ["it", "it"],
  ["IT", "it"],
  ["it-IT", "it_IT"],
  ["IT_it", "it_IT"],
  ["zh-hant-tw", "zh_Hant_TW"],
  ["es-419", "es_419"],
  ["iw", "he"],
  [" pt_BR ", "pt_BR"],
])("spells %s as %s", (input, expected) => expect(normalizeLanguage(input)).toBe(expected));

it.each(["", "italiano!", "i", "it-", "1t", "italian language"])('finds no language in "%s"', (input) => {
  expect(normalizeLanguage(input)).toBeNull();
  expect(baseLanguage(input)).toBeNull();
  expect(sameLanguage(input, input)).toBe(false);
});

it("compares with and without the country", () => {
  expect(sameLanguage("it-IT", "IT_it")).toBe(true);
  expect(sameLanguage("it", "it_IT")).toBe(false);
  expect(sameBaseLanguage("it", "it_IT")).toBe(true);
  expect(sameBaseLanguage("it", "en")).toBe(false);
});
