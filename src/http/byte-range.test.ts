import { expect, it } from "vitest";
import { byteRange } from "./byte-range.ts";

it.each([
  ["bytes=0-", { start: 0, end: 100 }],
  ["bytes=10-19", { start: 10, end: 20 }],
  ["bytes=90-200", { start: 90, end: 100 }],
  ["bytes=-10", { start: 90, end: 100 }],
  ["bytes=-200", { start: 0, end: 100 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  [undefined, null],
  ["bytes=-", null],
  ["bytes=20-10", null],
  ["bytes=0-1,5-6", null],
  ["lines=1-2", null],
] as const)("%s of 100 bytes", (header, expected) => {
  expect(byteRange(header, 100)).toEqual(expected);
});
