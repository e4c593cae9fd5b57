import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { civilDate, dayNumber, inYear, isRealDate, parseClockTime, weekdayOfDay } from "./civil-date.ts";

describe("day numbers", () => {
  it("count from 1970-01-01, a Thursday", () => {
    expect(dayNumber({ year: 1970, month: 1, day: 1 })).toBe(0);
    expect(weekdayOfDay(0)).toBe("thu");
    expect(weekdayOfDay(-4)).toBe("sun");
    expect(civilDate(-1)).toEqual({ year: 1969, month: 12, day: 31 });
  });

  it("agree with the language", () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
        const date = new Date(days * 86_400_000);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(civilDate(days)).toEqual(civil);
        expect(dayNumber(civil)).toBe(days);
      }),
    );
  });
});

it("knows which dates exist", () => {
  expect(isRealDate({ year: 2024, month: 2, day: 29 })).toBe(true);
  expect(isRealDate({ year: 2000, month: 2, day: 29 })).toBe(true);
  expect(isRealDate({ year: 1900, month: 2, day: 29 })).toBe(false);
  expect(isRealDate({ year: 2026, month: 2, day: 29 })).toBe(false);
  expect(isRealDate({ year: 2026, month: 0, day: 1 })).toBe(false);
  expect(isRealDate({ year: 2026, month: 13, day: 1 })).toBe(false);
});

it("moves 29 February to 28 in common years and back in leap years", () => {
  expect(inYear({ year: 1992, month: 2, day: 29 }, 2026)).toEqual({ year: 2026, month: 2, day: 28 });
  expect(inYear({ year: 1992, month: 2, day: 29 }, 2028)).toEqual({ year: 2028, month: 2, day: 29 });
});

it("reads times of day", () => {
  expect(parseClockTime("09:30")).toBe(34_200_000);
  expect(parseClockTime("9:30")).toBe(34_200_000);
  expect(parseClockTime("23:59:59.999")).toBe(86_399_999);
  for (const text of ["24:00", "12:60", "12", "12:5", "noon", "-1:00"]) expect(parseClockTime(text)).toBeNull();
});
