import { expect, it } from "vitest";
import { entryPointWindowOpen, windowClosesAt, windowOpen } from "./session-window.ts";

const HOUR = 3_600_000;

it("is open for 24 hours and closed exactly then", () => {
  expect(windowOpen(0, 0)).toBe(true);
  expect(windowOpen(0, 24 * HOUR - 1)).toBe(true);
  expect(windowOpen(0, 24 * HOUR)).toBe(false);
  expect(windowOpen(null, 0)).toBe(false);
});

it("stays open for a message the provider stamped a little ahead of our clock", () => {
  expect(windowOpen(2000, 0)).toBe(true);
});

it("says when it closes", () => {
  expect(windowClosesAt(HOUR, 2 * HOUR)).toBe(25 * HOUR);
  expect(windowClosesAt(HOUR, 25 * HOUR)).toBeNull();
  expect(windowClosesAt(null, 0)).toBeNull();
});

it("is free of charge for 72 hours after an ad", () => {
  expect(entryPointWindowOpen(0, 72 * HOUR - 1)).toBe(true);
  expect(entryPointWindowOpen(0, 72 * HOUR)).toBe(false);
  expect(entryPointWindowOpen(null, 0)).toBe(false);
});
