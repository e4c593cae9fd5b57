import { expect, it } from "vitest";
import { zonedToInstant } from "./calendar.ts";
import { campaignStart, recipientDueAt, shareOf, variantOf } from "./campaign-schedule.ts";

const NOW = zonedToInstant("2026-03-02T10:00", "Europe/Rome");
const HOUR = 3_600_000;

it("starts now without a time, never in the past, and at its instant otherwise", () => {
  expect(campaignStart({}, NOW)).toBe(NOW);
  expect(campaignStart({ at: "2026-03-01T10:00:00+01:00" }, NOW)).toBe(NOW);
  expect(campaignStart({ at: "2026-03-02T12:00:00.000Z" }, NOW)).toBe(zonedToInstant("2026-03-02T12:00", "UTC"));
  expect(() => campaignStart({ at: "tomorrow" }, NOW)).toThrow(RangeError);
});

it("reaches each contact at its own local time, and at once where that has passed", () => {
  const schedule = { at: "2026-03-02T18:00", inContactTimeZone: true };
  const start = campaignStart(schedule, NOW);
  expect(start).toBe(NOW);
  expect(recipientDueAt(schedule, start, "Europe/Rome", 0)).toBe(zonedToInstant("2026-03-02T18:00", "Europe/Rome"));
  expect(recipientDueAt(schedule, start, "America/New_York", 0)).toBe(zonedToInstant("2026-03-02T18:00", "America/New_York"));
  expect(recipientDueAt(schedule, start, "Asia/Tokyo", 0)).toBe(NOW);
});

it("begins to look when the first place on earth has that time", () => {
  const at = "2026-03-05T18:00";
  expect(campaignStart({ at, inContactTimeZone: true }, NOW)).toBe(zonedToInstant(at, "Pacific/Kiritimati"));
});

it("takes no time without an offset for an instant, nor an instant for a local time", () => {
  for (const at of ["2026-03-05T18:00", "2026-03-05 18:00:30", "2026-03-05", "05/03/2026 18:00"])
    expect(() => campaignStart({ at }, NOW)).toThrow(RangeError);
  expect(campaignStart({ at: "2026-03-05T18:00+01:00" }, NOW)).toBe(zonedToInstant("2026-03-05T18:00", "Europe/Rome"));
  expect(() => campaignStart({ at: "2026-03-05T18:00:00Z", inContactTimeZone: true }, NOW)).toThrow(RangeError);
});

it("sends at the first moment after a gap of the clock, at the first of two equal times, and spreads by elapsed time", () => {
  const due = (at: string, zone: string, start = 0) =>
    new Date(recipientDueAt({ at, inContactTimeZone: true }, start, zone, 0)).toISOString();
  // 29 March 2026: Rome has no 02:30. 25 October: it has two.
  expect(due("2026-03-29T02:30", "Europe/Rome")).toBe("2026-03-29T01:00:00.000Z");
  expect(due("2026-03-29T02:30", "America/New_York")).toBe("2026-03-29T06:30:00.000Z");
  expect(due("2026-10-25T02:30", "Europe/Rome")).toBe("2026-10-25T00:30:00.000Z");
  const start = Date.parse("2026-03-29T00:30:00Z");
  expect(recipientDueAt({ spreadMinutes: 120 }, start, "Europe/Rome", 0.5) - start).toBe(HOUR);
});

it("spreads contacts over the time, each at its own share", () => {
  const schedule = { spreadMinutes: 120 };
  expect(recipientDueAt(schedule, NOW, "UTC", 0)).toBe(NOW);
  expect(recipientDueAt(schedule, NOW, "UTC", 0.5)).toBe(NOW + HOUR);
  expect(recipientDueAt(schedule, NOW, "UTC", 0.999999)).toBeLessThan(NOW + 2 * HOUR);
});

it("takes share and variant from the random end of an id", () => {
  expect(shareOf("019c0000-0000-7000-8000-000180000000")).toBe(0.5);
  expect(shareOf("019c0000-0000-7000-8000-0001ffffffff")).toBeLessThan(1);
  expect(variantOf("019c0000-0000-7000-8000-000180000000", 2)).toBe(1);
  expect(variantOf("019c0000-0000-7000-8000-000280000000", 2)).toBe(0);
  expect(variantOf("019c0000-0000-7000-8000-000180000000", 1)).toBe(0);
});
