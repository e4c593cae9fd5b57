import { expect, test } from "vitest";
import { formatRelative } from "./format.ts";

const NOW = Date.parse("2026-03-02T10:00:00Z");
const DAY = 86_400_000;

test("what comes is rounded, what is past is not over before its time", () => {
  expect(formatRelative(NOW + 7 * DAY - 2000, "en", NOW)).toBe("in 7 days");
  expect(formatRelative(NOW - 2 * DAY + 60_000, "en", NOW)).toBe("yesterday");
  expect(formatRelative(NOW - 30_000, "en", NOW)).toBe("now");
});

test("days are counted up to a month: nobody says next week of a date", () => {
  expect(formatRelative(NOW + 9 * DAY, "en", NOW)).toBe("in 9 days");
  expect(formatRelative(NOW - 20 * DAY, "it", NOW)).toBe("20 gg fa");
});
