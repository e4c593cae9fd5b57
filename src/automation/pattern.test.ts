import { expect, it } from "vitest";
import { checkPattern, matchesPattern } from "./pattern.ts";

it.each([
  ["^ord-\\d+$", "ORD-77", true],
  ["ord-\\d+", "il mio ORD-77!", true],
  ["^ord", "il mio ord", false],
  ["\\bsì\\b|^ok$", "ok", true],
  ["^\\p{Lu}", "École", true],
  ["[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}", "scrivi a anna@example.com", true],
  ["caffè", "CAFFÈ", true],
])('%s on "%s": %s', (pattern, text, expected) => expect(matchesPattern(pattern, text)).toBe(expected));

it.each([
  ["", "empty"],
  ["x".repeat(201), "200"],
  ["(", "missing"],
  ["(?=a)", "RE2"],
  ["(a)\\1", "RE2"],
  ["a{1000}", "repeats too much"],
  ["((a{9}){9}){9}", "repeats too much"],
])("refuses %.20s", (pattern, message) => {
  expect(checkPattern(pattern)).toContain(message);
  expect(matchesPattern(pattern, "aaaa")).toBe(false);
});

it("is not caught in patterns that would keep a backtracking engine busy for ever", () => {
  const text = "a".repeat(2000);
  for (const pattern of ["(a+)+$b", "^(a|a)*b", "(a*)*(a*)*(a*)*b", "(.*)(.*)(.*)(.*)(.*)b", "(x+x+)+y"]) {
    expect(checkPattern(pattern)).toBeNull();
    expect(matchesPattern(pattern, text)).toBe(false);
  }
});

it("looks at the first 2,000 characters", () => {
  expect(matchesPattern("b", `${"a".repeat(1999)}b`)).toBe(true);
  expect(matchesPattern("b", `${"a".repeat(2000)}b`)).toBe(false);
});
