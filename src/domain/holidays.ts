/** Whether a day is a holiday: the workspace's own periods first, then public holidays of countries. */
import { instantToZoned } from "./calendar.ts";
import { type HolidayPeriod, periodOn } from "./holiday-period.ts";
import type * as PublicHolidays from "./public-holidays.ts";

let library: typeof PublicHolidays | undefined;

/**
 * Brings in the public holidays (measured: 150 ms, 30 MB), which is why it is not done on import. Whoever calls `holidayAt` with
 * countries does this first, once; later calls cost nothing.
 */
export async function loadPublicHolidays(): Promise<void> {
  library ??= await import("./public-holidays.ts");
}

/** Whether public holidays of the country, or of its region, are known. */
export async function isHolidayPlace(code: string): Promise<boolean> {
  return (await import("./public-holidays.ts")).isHolidayCountry(code);
}

/**
 * The holiday on the day that `now` is in the zone, or null. Countries are ISO 3166-1 alpha-2 codes, with a region where
 * needed (`DE-BY`); unknown ones have no holidays. Throws when countries are given before `loadPublicHolidays` is done:
 * a missed holiday would not be noticed by anyone.
 */
export function holidayAt(
  periods: readonly HolidayPeriod[],
  countries: readonly string[],
  now: number,
  timezone: string,
): { name: string } | null {
  if (periods.length === 0 && countries.length === 0) return null;
  const { date } = instantToZoned(now, timezone);
  const own = periodOn(periods, date);
  if (own) return { name: own.name ?? "" };
  if (countries.length === 0) return null;
  if (!library) throw new Error("public holidays asked for before loadPublicHolidays()");
  for (const country of countries) {
    const name = library.publicHolidayOn(country, date);
    if (name !== null) return { name };
  }
  return null;
}
