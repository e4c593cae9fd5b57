import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantToIso } from "./calendar.ts";
import { inWorkingHours, nextOpening, nextWithin, type WorkingHours, withinDaily, workingHoursSchema } from "./working-hours.ts";

const ROME = "Europe/Rome";
const at = Date.parse;
const iso = (ms: number | null) => (ms === null ? null : instantToIso(ms, ROME));

/** 2026-03-02 is a Monday. */
const SHOP: WorkingHours = { mon: ["09:00-13:00", "14:00-18:00"], fri: ["22:00-02:00"], sat: [] };

describe("inWorkingHours", () => {
  it.each([
    ["before opening", "2026-03-02T08:59:59+01:00", false],
    ["at opening", "2026-03-02T09:00:00+01:00", true],
    ["just before the break", "2026-03-02T12:59:59+01:00", true],
    ["at closing", "2026-03-02T13:00:00+01:00", false],
    ["in the break", "2026-03-02T13:30:00+01:00", false],
    ["in the afternoon", "2026-03-02T14:00:00+01:00", true],
    ["on a day left out", "2026-03-03T10:00:00+01:00", false],
    ["on an empty day", "2026-03-07T10:00:00+01:00", false],
    ["late on the day a night begins", "2026-03-06T23:00:00+01:00", true],
    ["after midnight of that night", "2026-03-07T01:59:00+01:00", true],
    ["at the end of that night", "2026-03-07T02:00:00+01:00", false],
    ["after midnight of another night", "2026-03-06T01:00:00+01:00", false],
  ])("%s", (_, instant, open) => expect(inWorkingHours(SHOP, at(instant), ROME)).toBe(open));

  it("is always open when the feature is off, never when every day is closed", () => {
    expect(inWorkingHours(undefined, 0, ROME)).toBe(true);
    expect(inWorkingHours({}, at("2026-03-02T10:00:00+01:00"), ROME)).toBe(false);
  });

  it("opens once and closes once when the clock changes", () => {
    const night: WorkingHours = { sun: ["01:00-02:30"] };
    expect(inWorkingHours(night, at("2026-10-25T02:29:00+02:00"), ROME)).toBe(true);
    expect(inWorkingHours(night, at("2026-10-25T02:45:00+02:00"), ROME)).toBe(false);
    expect(inWorkingHours(night, at("2026-10-25T02:15:00+01:00"), ROME)).toBe(false);
    expect(inWorkingHours({ sun: ["02:00-03:00"] }, at("2026-03-29T03:00:00+02:00"), ROME)).toBe(false);
    expect(inWorkingHours({ sun: ["02:15-03:30"] }, at("2026-03-29T03:15:00+02:00"), ROME)).toBe(true);
  });

  it("can be open all day", () => {
    expect(inWorkingHours({ mon: ["00:00-24:00"] }, at("2026-03-02T23:59:59+01:00"), ROME)).toBe(true);
    expect(inWorkingHours({ mon: ["00:00-24:00"] }, at("2026-03-03T00:00:00+01:00"), ROME)).toBe(false);
  });

  it("is closed, not broken, where the hours are", () => {
    expect(inWorkingHours({ mon: ["nine to five"] }, at("2026-03-02T10:00:00+01:00"), ROME)).toBe(false);
  });
});

describe("nextOpening", () => {
  it.each([
    ["2026-03-02T08:00:00+01:00", "2026-03-02T09:00:00+01:00"],
    ["2026-03-02T09:00:00+01:00", "2026-03-02T14:00:00+01:00"],
    ["2026-03-02T18:00:00+01:00", "2026-03-06T22:00:00+01:00"],
    ["2026-03-07T01:00:00+01:00", "2026-03-09T09:00:00+01:00"],
  ])("after %s it is %s", (now, expected) => expect(iso(nextOpening(SHOP, at(now), ROME))).toBe(expected));

  it("passes over an interval the clock change swallows", () => {
    expect(iso(nextOpening({ sun: ["02:00-03:00"] }, at("2026-03-28T12:00:00+01:00"), ROME))).toBe("2026-04-05T02:00:00+02:00");
  });

  it("is never where nothing opens", () => {
    expect(nextOpening({ mon: [] }, 0, ROME)).toBeNull();
    expect(nextOpening(undefined, 0, ROME)).toBeNull();
  });

  it("is always inside the hours, and the instant before is not where intervals do not touch", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const time = (m: number) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
    const now = fc.integer({ min: at("2026-03-20T00:00Z"), max: at("2026-11-05T00:00Z") });
    const day = fc.constantFrom("mon", "wed", "sat", "sun");
    fc.assert(
      fc.property(
        minute,
        minute,
        day,
        now,
        fc.constantFrom(ROME, "Australia/Lord_Howe", "America/New_York"),
        (from, to, weekday, instant, zone) => {
          fc.pre(from !== to);
          const hours: WorkingHours = { [weekday]: [`${time(from)}-${time(to)}`] };
          const opening = nextOpening(hours, instant, zone) as number;
          expect(opening).toBeGreaterThan(instant);
          expect(inWorkingHours(hours, opening, zone)).toBe(true);
          expect(inWorkingHours(hours, opening - 1, zone)).toBe(false);
        },
      ),
    );
  });
});

describe("the window of a wait", () => {
  const window = { from: "09:00", to: "18:00", weekdays: ["mon" as const, "tue" as const] };
  it("does not move what lies in it", () => {
    const now = at("2026-03-02T09:00:00+01:00");
    expect(withinDaily(window, now, ROME)).toBe(true);
    expect(nextWithin(window, now, ROME)).toBe(now);
  });
  it("moves the rest to where it next opens", () => {
    expect(iso(nextWithin(window, at("2026-03-02T18:00:00+01:00"), ROME))).toBe("2026-03-03T09:00:00+01:00");
    expect(iso(nextWithin(window, at("2026-03-03T20:00:00+01:00"), ROME))).toBe("2026-03-09T09:00:00+01:00");
  });
  it("passes midnight, on the days it starts", () => {
    const night = { from: "20:00", to: "06:00", weekdays: ["mon" as const] };
    expect(withinDaily(night, at("2026-03-03T05:00:00+01:00"), ROME)).toBe(true);
    expect(withinDaily(night, at("2026-03-02T05:00:00+01:00"), ROME)).toBe(false);
  });
  it("is the whole day when both ends are the same", () => {
    expect(withinDaily({ from: "00:00", to: "00:00" }, at("2026-03-02T05:00:00+01:00"), ROME)).toBe(true);
  });
  it("never opens without weekdays", () => {
    expect(nextWithin({ from: "09:00", to: "18:00", weekdays: [] }, 0, ROME)).toBeNull();
  });
});

describe("workingHoursSchema", () => {
  it("accepts intervals, empty days and days left out", () => {
    expect(workingHoursSchema.parse(SHOP)).toEqual(SHOP);
    expect(workingHoursSchema.parse({})).toEqual({});
  });
  it.each([{ mon: ["9-13"] }, { mon: ["09:00-25:00"] }, { mon: ["09:00-09:00"] }, { monday: ["09:00-13:00"] }, { mon: "09:00-13:00" }])(
    "refuses %j",
    (hours) => expect(workingHoursSchema.safeParse(hours).success).toBe(false),
  );
});
