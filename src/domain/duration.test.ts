import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantToIso, zonedToInstant } from "./calendar.ts";
import { addDuration, durationMs, durationSchema, formatDuration, parseIsoDuration } from "./duration.ts";

const ROME = "Europe/Rome";
const add = (local: string, duration: object, direction: 1 | -1 = 1, zone = ROME) =>
  instantToIso(addDuration(zonedToInstant(local, zone), duration, zone, direction), zone);

describe("durationSchema", () => {
  it.each([
    [{ hours: 2 }, { hours: 2 }],
    [
      { days: 1, hours: 2, minutes: 3, seconds: 4 },
      { days: 1, hours: 2, minutes: 3, seconds: 4 },
    ],
    [{ seconds: 0 }, { seconds: 0 }],
    ["PT2H", { hours: 2 }],
    ["P1DT2H", { days: 1, hours: 2 }],
    ["P2W", { days: 14 }],
    ["P1W1DT90M", { days: 8, minutes: 90 }],
    ["pt30s", { seconds: 30 }],
  ])("accepts %j", (input, expected) => expect(durationSchema.parse(input)).toEqual(expected));

  it.each([
    {},
    { hours: -1 },
    { hours: 1.5 },
    { hours: "2" },
    { months: 1 },
    { days: 5000 },
    "P1M",
    "P1Y",
    "PT",
    "P",
    "2h",
    "PT1.5H",
    "P5000D",
    24,
    null,
  ])("refuses %j", (input) => expect(durationSchema.safeParse(input).success).toBe(false));

  it("names the unknown key and says what to write", () => {
    expect(durationSchema.safeParse({ hour: 2 }).error?.issues[0]?.message).toContain("hour");
    expect(durationSchema.safeParse("P1M").error?.issues[0]?.message).toContain("no months or years");
  });
});

describe("addDuration", () => {
  it("keeps the wall-clock time over days and counts hours as they pass", () => {
    expect(add("2026-03-28T10:00", { days: 1 })).toBe("2026-03-29T10:00:00+02:00");
    expect(add("2026-03-28T10:00", { hours: 24 })).toBe("2026-03-29T11:00:00+02:00");
    expect(add("2026-10-24T10:00", { days: 1 })).toBe("2026-10-25T10:00:00+01:00");
    expect(add("2026-10-24T10:00", { hours: 24 })).toBe("2026-10-25T09:00:00+01:00");
  });

  it("lands after the gap, and on the first of two", () => {
    expect(add("2026-03-28T02:30", { days: 1 })).toBe("2026-03-29T03:00:00+02:00");
    expect(add("2026-10-24T02:30", { days: 1 })).toBe("2026-10-25T02:30:00+02:00");
    expect(add("2026-10-03T02:15", { days: 1 }, 1, "Australia/Lord_Howe")).toBe("2026-10-04T02:30:00+11:00");
  });

  it("counts the days first, then the rest", () => {
    expect(add("2026-03-28T02:00", { days: 1, hours: 1 })).toBe("2026-03-29T04:00:00+02:00");
    expect(add("2026-03-30T01:00", { days: 1, hours: 1 }, -1)).toBe("2026-03-29T00:00:00+01:00");
  });

  it("goes back", () => {
    expect(add("2026-03-29T10:00", { days: 1 }, -1)).toBe("2026-03-28T10:00:00+01:00");
    expect(add("2026-03-29T10:00", { hours: 24 }, -1)).toBe("2026-03-28T09:00:00+01:00");
  });

  it("keeps the milliseconds, and without days the very instant", () => {
    const second = Date.parse("2026-10-25T01:30:00.123Z");
    expect(addDuration(second, { minutes: 1 }, ROME)).toBe(second + 60_000);
    expect(addDuration(second, { days: 1 }, ROME) % 1000).toBe(123);
  });
});

describe("formatDuration", () => {
  it("writes ISO 8601", () => {
    expect(formatDuration({ days: 1, hours: 12 })).toBe("P1DT12H");
    expect(formatDuration({ minutes: 90 })).toBe("PT90M");
    expect(formatDuration({})).toBe("PT0S");
  });

  it("is read back", () => {
    const part = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(fc.record({ days: part, hours: part, minutes: part, seconds: part }), (duration) => {
        expect(durationMs(parseIsoDuration(formatDuration(duration)) ?? {})).toBe(durationMs(duration));
      }),
    );
  });
});
