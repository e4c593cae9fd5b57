import { expect, test } from "vitest";
import { nestsTooDeep } from "./json-depth.ts";

test("depth is counted in lists and objects, not in texts", () => {
  expect(nestsTooDeep(JSON.stringify([[{ a: [1, 2] }], [[]]]), 4)).toBe(false);
  expect(nestsTooDeep(JSON.stringify([[{ a: [1, 2] }]]), 3)).toBe(true);
  expect(nestsTooDeep(JSON.stringify({ a: '[[[[[[\\"[[[', b: "{{{{" }), 1)).toBe(false);
  expect(nestsTooDeep("[".repeat(1_000_000))).toBe(true);
  expect(nestsTooDeep('"never closed [[[[')).toBe(false);
});
