import { beforeAll, describe, expect, it } from "vitest";
import { HOLIDAY_COUNTRIES } from "./holiday-countries.ts";
import { holidayPeriodSchema } from "./holiday-period.ts";
import { holidayAt, loadPublicHolidays } from "./holidays.ts";
import { holidayCountries, isHolidayCountry } from "./public-holidays.ts";

const ROME = "Europe/Rome";
const on = (date: string, periods: Parameters<typeof holidayAt>[0], countries: string[] = []) =>
  holidayAt(periods, countries, Date.parse(`${date}T12:00:00Z`), ROME);

it("refuses to guess before the public holidays are there", () => {
  expect(() => on("2026-12-25", [], ["IT"])).toThrow("loadPublicHolidays");
});

describe("own periods", () => {
  const august = { from: "2026-08-10", to: "2026-08-21", name: "Ferie" };
  it("include both ends", () => {
    expect(on("2026-08-09", [august])).toBeNull();
    expect(on("2026-08-10", [august])).toEqual({ name: "Ferie" });
    expect(on("2026-08-21", [august])).toEqual({ name: "Ferie" });
    expect(on("2026-08-22", [august])).toBeNull();
    expect(on("2027-08-15", [august])).toBeNull();
  });
  it("go by the day in the zone", () => {
    expect(holidayAt([august], [], Date.parse("2026-08-09T22:30:00Z"), ROME)).toEqual({ name: "Ferie" });
    expect(holidayAt([august], [], Date.parse("2026-08-21T22:30:00Z"), ROME)).toBeNull();
  });
  it("repeat every year, past the end of the year too", () => {
    const winter = { from: "2020-12-24", to: "2021-01-06", everyYear: true, name: "Natale" };
    for (const date of ["2026-12-24", "2026-12-31", "2027-01-01", "2027-01-06"]) expect(on(date, [winter])).toEqual({ name: "Natale" });
    for (const date of ["2026-12-23", "2027-01-07", "2026-06-01"]) expect(on(date, [winter])).toBeNull();
  });
  it("may leave the year out when they repeat, and only then", () => {
    const eve = holidayPeriodSchema.parse({ from: "12-31", to: "01-02", everyYear: true });
    expect(on("2026-12-31", [eve])).not.toBeNull();
    expect(on("2027-01-02", [eve])).not.toBeNull();
    expect(on("2027-01-03", [eve])).toBeNull();
    const leap = holidayPeriodSchema.parse({ from: "02-29", everyYear: true });
    expect(on("2027-02-28", [leap])).not.toBeNull();
    expect(holidayPeriodSchema.safeParse({ from: "12-31" }).success).toBe(false);
    expect(holidayPeriodSchema.safeParse({ from: "13-31", everyYear: true }).success).toBe(false);
  });
  it("last one day without an end", () => {
    expect(on("2026-06-24", [{ from: "2020-06-24", everyYear: true }])).toEqual({ name: "" });
    expect(on("2026-06-25", [{ from: "2020-06-24", everyYear: true }])).toBeNull();
  });
  it("keep 29 February on the 28th in common years", () => {
    const leap = [{ from: "2024-02-29", everyYear: true, name: "x" }];
    expect(on("2026-02-28", leap)).not.toBeNull();
    expect(on("2028-02-28", leap)).toBeNull();
    expect(on("2028-02-29", leap)).not.toBeNull();
  });
  it.each([
    { from: "2026-02-30" },
    { from: "2026-08-21", to: "2026-08-10" },
    { from: "10/08/2026" },
    { from: "2026-08-10", until: "2026-08-21" },
  ])("refuses %j", (period) => expect(holidayPeriodSchema.safeParse(period).success).toBe(false));
});

describe("public holidays", () => {
  beforeAll(loadPublicHolidays);

  it("follow the country", () => {
    expect(on("2026-06-02", [], ["IT"])?.name).toContain("Repubblica");
    expect(on("2026-06-02", [], ["FR"])).toBeNull();
    expect(on("2026-07-14", [], ["IT", "FR"])).not.toBeNull();
    expect(on("2026-04-06", [], ["IT"])).not.toBeNull();
    expect(on("2026-03-10", [], ["IT", "FR", "DE", "GB"])).toBeNull();
  });
  it("follow the region", () => {
    expect(on("2026-01-06", [], ["DE-BY"])).not.toBeNull();
    expect(on("2026-01-06", [], ["DE"])).toBeNull();
  });
  it("count only days off", () => {
    expect(on("2026-02-14", [], ["US"])).toBeNull();
  });
  it("come after the own periods, which may name them", () => {
    expect(on("2026-12-25", [{ from: "2026-12-25", name: "Chiuso" }], ["IT"])).toEqual({ name: "Chiuso" });
  });
  it("know the day of a holiday that begins at sunset", () => {
    expect(on("2026-04-02", [], ["IL"])).not.toBeNull();
    expect(on("2026-03-31", [], ["IL"])).toBeNull();
  });
  it("are known for the countries that say so", () => {
    expect([...HOLIDAY_COUNTRIES].sort()).toEqual(holidayCountries().sort());
  });
  it("do not exist in unknown places", () => {
    expect(on("2026-12-25", [], ["XX", "Italy", "", "IT-ZZZ"])).toBeNull();
    expect(isHolidayCountry("it")).toBe(true);
    expect(isHolidayCountry("XX")).toBe(false);
    expect(isHolidayCountry("DE-BY")).toBe(true);
    expect(isHolidayCountry("DE-XX")).toBe(false);
  });
});
