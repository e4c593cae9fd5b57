import { expect, it } from "vitest";
import { cutText, storableJson } from "./storable.ts";

it("JSON is as ever, but for what PostgreSQL refuses", () => {
  for (const value of [{ a: "x", b: ["é😀"], c: null }, "\\ud83d", "\\u0000", 1, null]) {
    expect(storableJson(value)).toBe(JSON.stringify(value));
  }
  expect(JSON.parse(storableJson({ a: "x\u0000y", b: ["\ud83d"], "k\udc00": 1 }))).toEqual({ a: "xy", b: ["\ufffd"], "k\ufffd": 1 });
});

it("a text is cut before an emoji, not through it", () => {
  expect(cutText("ab😀cd", 3)).toBe("ab");
  expect(cutText("ab😀cd", 4)).toBe("ab😀");
  expect(cutText("ab😀", 4)).toBe("ab😀");
  expect(cutText("abcdef", 3)).toBe("abc");
});
