import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  datetimeToInstant,
  instantToIso,
  instantToZoned,
  nextWeekday,
  occurrenceOn,
  parseDate,
  parseDateTime,
  zonedToInstant,
} from "./calendar.ts";
import { isTimezone, localToInstant, offsetAt } from "./zone-offset.ts";

const ROME = "Europe/Rome";
const at = (iso: string) => Temporal.Instant.from(iso).epochMilliseconds;
const iso = (ms: number | null, zone = ROME) => (ms === null ? null : instantToIso(ms, zone));

const ZONES = [
  "Europe/Rome",
  "Australia/Lord_Howe",
  "America/New_York",
  "America/Sao_Paulo",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "UTC",
];
const anyInstant = fc.integer({ min: at("1960-01-01T00:00Z"), max: at("2060-01-01T00:00Z") });

describe("zonedToInstant", () => {
  it.each([
    ["an ordinary time", "2026-03-28T10:00", "2026-03-28T10:00:00+01:00"],
    ["a date alone as midnight", "2026-03-28", "2026-03-28T00:00:00+01:00"],
    ["seconds", "2026-07-01T10:00:30", "2026-07-01T10:00:30+02:00"],
    ["the last minute before the gap", "2026-03-29T01:59", "2026-03-29T01:59:00+01:00"],
    ["a time in the gap as the first instant after it", "2026-03-29T02:30", "2026-03-29T03:00:00+02:00"],
    ["the end of the gap", "2026-03-29T03:00", "2026-03-29T03:00:00+02:00"],
    ["a time that comes twice as the first", "2026-10-25T02:30", "2026-10-25T02:30:00+02:00"],
    ["the end of the overlap", "2026-10-25T03:00", "2026-10-25T03:00:00+01:00"],
  ])("reads %s", (_, local, expected) => {
    expect(zonedToInstant(local, ROME)).toBe(at(expected));
  });

  it("knows half-hour clock changes", () => {
    expect(zonedToInstant("2026-10-04T02:15", "Australia/Lord_Howe")).toBe(at("2026-10-04T02:30:00+11:00"));
    expect(zonedToInstant("2026-04-05T01:45", "Australia/Lord_Howe")).toBe(at("2026-04-05T01:45:00+11:00"));
  });

  it("gives the first instant of the next day where a whole day is missing", () => {
    expect(zonedToInstant("2011-12-30T12:00", "Pacific/Apia")).toBe(at("2011-12-31T00:00:00+14:00"));
  });

  it.each(["2026-02-30T10:00", "2026-03-29T24:00", "2026-03-29 ", "tomorrow", ""])('refuses "%s"', (text) => {
    expect(() => zonedToInstant(text, ROME)).toThrow(RangeError);
  });

  it("refuses an unknown zone", () => {
    expect(() => zonedToInstant("2026-03-29T10:00", "Europe/Atlantis")).toThrow(RangeError);
    expect(isTimezone("Europe/Atlantis")).toBe(false);
    expect(isTimezone("")).toBe(false);
    expect(isTimezone(ROME)).toBe(true);
  });

  it("agrees with Temporal on offsets and, outside gaps, on every local time", () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...ZONES), (instant, zone) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        expect(offsetAt(instant, zone)).toBe(zoned.offsetNanoseconds / 1e6);
        const earliest = zoned.toPlainDateTime().toZonedDateTime(zone, { disambiguation: "earlier" }).epochMilliseconds;
        expect(localToInstant(instant + offsetAt(instant, zone), zone)).toBe(earliest);
      }),
      { numRuns: 500 },
    );
  });

  it("never lets a later wall-clock time be an earlier instant", () => {
    const minutes = fc.integer({ min: at("2026-01-01T00:00Z") / 60_000, max: at("2027-01-01T00:00Z") / 60_000 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 3000 }), fc.constantFrom(...ZONES), (start, later, zone) => {
        expect(localToInstant((start + later) * 60_000, zone)).toBeGreaterThanOrEqual(localToInstant(start * 60_000, zone));
      }),
    );
  });
});

describe("instantToZoned", () => {
  it("shows date, time and weekday of the zone", () => {
    expect(instantToZoned(at("2026-03-29T23:30:05Z"), ROME)).toEqual({
      ...{ date: "2026-03-30", time: "01:30", weekday: "mon" },
      ...{ year: 2026, month: 3, day: 30, hour: 1, minute: 30, second: 5 },
    });
  });

  it("shows both halves of the repeated hour", () => {
    expect(instantToZoned(at("2026-10-25T00:30:00Z"), ROME).time).toBe("02:30");
    expect(instantToZoned(at("2026-10-25T01:30:00Z"), ROME).time).toBe("02:30");
  });

  it("agrees with Temporal", () => {
    const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...ZONES), (instant, zone) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        const mine = instantToZoned(instant, zone);
        expect(mine.date).toBe(zoned.toPlainDate().toString());
        expect([mine.hour, mine.minute, mine.second]).toEqual([zoned.hour, zoned.minute, zoned.second]);
        expect(mine.weekday).toBe(weekdays[zoned.dayOfWeek - 1]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("nextWeekday", () => {
  const monday = at("2026-03-02T10:00:00+01:00");
  it("is today when the time is ahead", () => {
    expect(iso(nextWeekday(monday, "mon", "10:01", ROME))).toBe("2026-03-02T10:01:00+01:00");
  });
  it("is next week when the time is now or past", () => {
    expect(iso(nextWeekday(monday, "mon", "10:00", ROME))).toBe("2026-03-09T10:00:00+01:00");
    expect(iso(nextWeekday(monday, "mon", "09:00", ROME))).toBe("2026-03-09T09:00:00+01:00");
  });
  it("is the coming day otherwise", () => {
    expect(iso(nextWeekday(monday, "sun", "09:00", ROME))).toBe("2026-03-08T09:00:00+01:00");
    expect(iso(nextWeekday(monday, "tue", "9:00", ROME))).toBe("2026-03-03T09:00:00+01:00");
  });
  it("counts in the zone, not in UTC", () => {
    expect(iso(nextWeekday(at("2026-03-01T23:30:00Z"), "mon", "08:00", ROME))).toBe("2026-03-02T08:00:00+01:00");
  });
  it("moves a time in the gap to its end", () => {
    expect(iso(nextWeekday(at("2026-03-28T10:00:00+01:00"), "sun", "02:30", ROME))).toBe("2026-03-29T03:00:00+02:00");
  });
});

describe("parseDate", () => {
  it.each([
    ["2026-03-29", "2026-03-29"],
    ["29/03/2026", "2026-03-29"],
    ["9/3/2026", "2026-03-09"],
    ["29-03-2026", "2026-03-29"],
    ["29.03.2026", "2026-03-29"],
    [" 2026/3/9 ", "2026-03-09"],
    ["29/02/2024", "2024-02-29"],
  ])("reads %s", (text, expected) => expect(parseDate(text)).toBe(expected));

  it.each(["29/02/2026", "31/04/2026", "03/29/2026", "2026-13-01", "0/1/2026", "29/03-2026", "29/03/26", "2026-03-29T10:00", "x", ""])(
    'refuses "%s"',
    (text) => expect(parseDate(text)).toBeNull(),
  );
});

describe("parseDateTime", () => {
  it.each([
    ["2026-03-29T10:00", "2026-03-29T10:00"],
    ["2026-03-29 10:00", "2026-03-29T10:00"],
    ["2026-03-29T10:00:00", "2026-03-29T10:00"],
    ["2026-03-29T10:00:30.5", "2026-03-29T10:00:30"],
    ["29/03/2026 10:00", "2026-03-29T10:00"],
    ["29/3/2026, 9:05", "2026-03-29T09:05"],
    ["29.03.2026 10.30", "2026-03-29T10:30"],
    ["29/03/2026", "2026-03-29T00:00"],
    ["2026-03-29T08:00Z", "2026-03-29T10:00:00+02:00"],
    ["2026-03-29T08:00:00.000Z", "2026-03-29T10:00:00+02:00"],
    ["2026-03-29T12:00:00+0400", "2026-03-29T10:00:00+02:00"],
    ["2026-03-29T03:00:00-05", "2026-03-29T10:00:00+02:00"],
    ["2026-03-29T10:00:00+02:00[Europe/Rome]", "2026-03-29T10:00:00+02:00"],
  ])("reads %s", (text, expected) => expect(parseDateTime(text, ROME)).toBe(expected));

  it.each(["10:00", "2026-03-29T25:00", "2026-03-29T10:60", "29/02/2026 10:00", "2026-03-29T10:00+99:00", "soon", ""])(
    'refuses "%s"',
    (text) => expect(parseDateTime(text, ROME)).toBeNull(),
  );

  it("leaves its own results as they are", () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom("Europe/Rome", "America/New_York", "UTC"), (instant, zone) => {
        const canonical = instantToIso(instant, zone);
        expect(parseDateTime(canonical, zone)).toBe(canonical);
        expect(datetimeToInstant(canonical, "Asia/Tokyo")).toBe(Math.floor(instant / 1000) * 1000);
      }),
    );
  });
});

describe("datetimeToInstant", () => {
  it("reads local values in the zone and instants as they are", () => {
    expect(datetimeToInstant("2026-03-29T10:00", ROME)).toBe(at("2026-03-29T08:00:00Z"));
    expect(datetimeToInstant("2026-03-29T10:00:00+04:00", ROME)).toBe(at("2026-03-29T06:00:00Z"));
    expect(datetimeToInstant("2026-03-29", ROME)).toBe(at("2026-03-28T23:00:00Z"));
    expect(datetimeToInstant("2026-02-30T10:00", ROME)).toBeNull();
  });
});

describe("occurrenceOn", () => {
  const now = at("2026-03-20T10:00:00+01:00");
  const next = (value: string, rule: Parameters<typeof occurrenceOn>[1], after = now, zone = ROME) =>
    iso(occurrenceOn(value, rule, zone, after), zone);

  it("counts a day before on the calendar and 24 hours before on the clock", () => {
    expect(next("2026-03-29T10:00", { when: "before", offset: { days: 1 } })).toBe("2026-03-28T10:00:00+01:00");
    expect(next("2026-03-29T10:00", { when: "before", offset: { hours: 24 } })).toBe("2026-03-28T09:00:00+01:00");
    expect(next("2026-10-25T10:00", { when: "before", offset: { hours: 24 } })).toBe("2026-10-24T11:00:00+02:00");
    expect(next("2026-03-28T10:00", { when: "after", offset: { days: 1, hours: 2 } })).toBe("2026-03-29T12:00:00+02:00");
  });

  it("does not carry a gap of one day over to another", () => {
    expect(next("2026-03-29T02:30", { when: "before", offset: { days: 1 } })).toBe("2026-03-28T02:30:00+01:00");
    expect(next("2026-03-28T02:30", { when: "after", offset: { days: 1 } })).toBe("2026-03-29T03:00:00+02:00");
  });

  it("takes the time of dates from `at`, else 09:00, and of date-times from the value", () => {
    expect(next("2026-04-10", { when: "on", at: "18:30" })).toBe("2026-04-10T18:30:00+02:00");
    expect(next("2026-04-10", { when: "on", at: "8:05" })).toBe("2026-04-10T08:05:00+02:00");
    expect(next("2026-04-10", { when: "on" })).toBe("2026-04-10T09:00:00+02:00");
    expect(next("2026-04-10T15:00", { when: "on", at: "18:30" })).toBe("2026-04-10T15:00:00+02:00");
  });

  it("ignores the offset of `on`", () => {
    expect(next("2026-04-10", { when: "on", offset: { days: 3 } })).toBe("2026-04-10T09:00:00+02:00");
  });

  it("keeps the second of two equal wall-clock times of an instant", () => {
    expect(next("2026-10-25T02:30:00+01:00", { when: "on" })).toBe("2026-10-25T02:30:00+01:00");
    expect(next("2026-10-25T02:30:00+01:00", { when: "before", offset: { hours: 1 } })).toBe("2026-10-25T02:30:00+02:00");
  });

  it("is over when it is past, and at the very instant", () => {
    expect(next("2026-03-19", { when: "on" })).toBeNull();
    expect(next("2026-03-20T10:00", { when: "on" })).toBeNull();
    expect(next("2026-03-20T10:01", { when: "before", offset: { minutes: 1 } })).toBeNull();
  });

  it("comes every year, 29 February on 28 February in common years", () => {
    const rule = { when: "on", at: "09:30", everyYear: true } as const;
    expect(next("1992-02-29", rule)).toBe("2027-02-28T09:30:00+01:00");
    expect(next("1992-02-29", rule, at("2027-03-01T00:00:00Z"))).toBe("2028-02-29T09:30:00+01:00");
    expect(next("1990-03-20", rule)).toBe("2027-03-20T09:30:00+01:00");
    expect(next("1990-03-21", rule)).toBe("2026-03-21T09:30:00+01:00");
  });

  it("does not come before the year of the value", () => {
    expect(next("2028-06-01", { when: "on", everyYear: true })).toBe("2028-06-01T09:00:00+02:00");
  });

  it("crosses the new year with its offset", () => {
    expect(next("1990-01-05", { when: "before", offset: { days: 10 }, everyYear: true })).toBe("2026-12-26T09:00:00+01:00");
    expect(next("1990-12-30", { when: "after", offset: { days: 90 }, everyYear: true })).toBe("2026-03-30T09:00:00+02:00");
    expect(next("1990-06-01", { when: "after", offset: { days: 800 }, everyYear: true })).toBe("2026-08-10T09:00:00+02:00");
  });

  it("follows the zone it is given", () => {
    expect(next("2026-04-10", { when: "on" }, now, "America/New_York")).toBe("2026-04-10T09:00:00-04:00");
  });

  it("has nothing for values that are no dates", () => {
    expect(occurrenceOn("soon", { when: "on" }, ROME, now)).toBeNull();
    expect(occurrenceOn("", { when: "on", everyYear: true }, ROME, now)).toBeNull();
  });

  it("is always later than `after`, and asked again from there goes on", () => {
    const date = fc.record({
      y: fc.integer({ min: 1930, max: 2040 }),
      m: fc.integer({ min: 1, max: 12 }),
      d: fc.integer({ min: 1, max: 28 }),
    });
    const offset = fc.record({ days: fc.integer({ min: 0, max: 800 }), hours: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(date, fc.constantFrom("on", "before", "after"), offset, anyInstant, ({ y, m, d }, when, distance, after) => {
        const value = `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
        const rule = { when, offset: distance, everyYear: true } as const;
        const first = occurrenceOn(value, rule, ROME, after) as number;
        const second = occurrenceOn(value, rule, ROME, first) as number;
        expect(first).toBeGreaterThan(after);
        expect(second - first).toBeGreaterThan(364 * 86_400_000);
        expect(second - first).toBeLessThan(367 * 86_400_000);
        expect(occurrenceOn(value, rule, ROME, first - 1)).toBe(first);
      }),
    );
  });
});
