import { describe, expect, it } from "vitest";
import { matches, pairsOff, unseen } from "./matching.ts";

describe("matches", () => {
  it("leaves keys free that are not expected", () => {
    expect(matches({ a: 1 }, { a: 1, b: 2 })).toBe(true);
    expect(matches({ a: 1, b: 3 }, { a: 1, b: 2 })).toBe(false);
  });

  it("takes a number for the same number written as text", () => {
    expect(matches("80", 80)).toBe(true);
    expect(matches("80", 8)).toBe(false);
  });

  it("wants lists whole and in order", () => {
    expect(matches(["a"], ["a", "b"])).toBe(false);
    expect(matches(["b", "a"], ["a", "b"])).toBe(false);
  });

  it("takes null for a key that is missing", () => {
    expect(matches({ a: null }, {})).toBe(true);
    expect(matches({ a: null }, { a: 0 })).toBe(false);
  });
});

describe("pairsOff", () => {
  const fits = (expected: { a?: number }, found: { a: number }) => matches(expected, found);

  it("gives vague expectations what the exact ones leave", () => {
    expect(pairsOff([{}, { a: 1 }], [{ a: 1 }, { a: 2 }], fits)).toBe(true);
    expect(pairsOff([{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: 2 }], fits)).toBe(false);
  });

  it("wants as many as there are", () => {
    expect(pairsOff([], [{ a: 1 }], fits)).toBe(false);
    expect(pairsOff([{ a: 1 }], [], fits)).toBe(false);
  });
});

describe("unseen", () => {
  it("gives each item once", () => {
    const seen = new Map<string, number>();
    expect(unseen(seen, "k", [1, 2])).toEqual([1, 2]);
    expect(unseen(seen, "k", [1, 2, 3])).toEqual([3]);
    expect(unseen(seen, "other", [1])).toEqual([1]);
  });
});
