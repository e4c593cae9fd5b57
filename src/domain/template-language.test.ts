import { expect, test } from "vitest";
import { normaliseTemplateLanguage } from "./template-language.ts";

test.each([
  ["en-US", "en_US"],
  ["EN_us", "en_US"],
  ["it", "it"],
  ["fil", "fil"],
  ["es-419", "es_419"],
  [" zh_CN ", "zh_CN"],
  ["something else", "something else"],
])("%s is %s", (code, expected) => {
  expect(normaliseTemplateLanguage(code)).toBe(expected);
});
