import { expect, test } from "vitest";
import { sanitiseTemplateValue } from "./template-value.ts";

test.each([
  ["a\nb", "a b"],
  ["a \r\n\r\n  b", "a b"],
  ["a\tb", "a b"],
  ["a\u2028b", "a b"],
  ["a    b", "a b"],
  ["a   b", "a   b"],
  ["  a  ", "a"],
  ["già 😀", "già 😀"],
])("%j becomes %j", (value, expected) => {
  expect(sanitiseTemplateValue(value)).toBe(expected);
});

test("a long run of blanks takes no time to speak of", () => {
  expect(sanitiseTemplateValue(`a${" ".repeat(100_000)}b`)).toBe("a b");
});
