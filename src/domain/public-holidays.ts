/**
 * Public holidays by country, from date-holidays. That library is large (calendars of all religions, time zones), so only
 * `holidays.ts` imports this file, and only when somebody needs it.
 */
import Holidays from "date-holidays";
import { civilDate, DAY_MS, dayNumber, formatCivilDate, HOUR_MS, parseCivilDate, parseClockTime } from "./civil-date.ts";

/** Date (`YYYY-MM-DD`) → name. */
type HolidaysOfYear = ReadonlyMap<string, string>;

/** A year of one country takes about 10 ms to compute, and then a look-up. */
const years = new Map<string, HolidaysOfYear>();
const MAX_YEARS = 500;

/** Codes that can be asked for: ISO 3166-1 alpha-2 (`IT`), with a region after a hyphen where there are regional holidays (`DE-BY`). */
export function isHolidayCountry(code: string): boolean {
  return create(code) !== null;
}

/** Codes of all countries, without regions. */
export function holidayCountries(): string[] {
  return Object.keys(new Holidays().getCountries());
}

/** The public holiday of a country on a day (`YYYY-MM-DD`), in the country's language; null on other days and for unknown countries. */
export function publicHolidayOn(country: string, date: string): string | null {
  return holidaysOfYear(country, Number(date.slice(0, 4))).get(date) ?? null;
}

function holidaysOfYear(country: string, year: number): HolidaysOfYear {
  const key = `${country.toUpperCase()} ${year}`;
  let holidays = years.get(key);
  if (!holidays) {
    if (years.size >= MAX_YEARS) years.clear();
    holidays = compute(country, year);
    years.set(key, holidays);
  }
  return holidays;
}

function compute(country: string, year: number): HolidaysOfYear {
  const result = new Map<string, string>();
  const calendar = create(country);
  // The year before too: a holiday of several days may reach into January.
  for (const holiday of calendar ? [...calendar.getHolidays(year - 1), ...calendar.getHolidays(year)] : []) {
    if (holiday.type !== "public") continue;
    for (const day of daysOf(holiday.date, holiday.end.getTime() - holiday.start.getTime())) {
      if (!result.has(day)) result.set(day, holiday.name);
    }
  }
  return result;
}

/** Days whose noon lies in the holiday: those that begin at sunset belong to the day after. `local` is `YYYY-MM-DD hh:mm:ss`. */
function daysOf(local: string, length: number): string[] {
  const date = parseCivilDate(local.slice(0, 10));
  if (!date) return [];
  const start = dayNumber(date) * DAY_MS + (parseClockTime(local.slice(11, 19)) ?? 0);
  const days: string[] = [];
  for (let day = dayNumber(date); day * DAY_MS + 12 * HOUR_MS < start + length; day++) {
    if (day * DAY_MS + 12 * HOUR_MS >= start) days.push(formatCivilDate(civilDate(day)));
  }
  return days;
}

function create(code: string): Holidays | null {
  const match = /^([a-z]{2})(?:-([a-z0-9]{1,3}))?$/i.exec(code.trim());
  if (!match) return null;
  const [country, region] = [(match[1] as string).toUpperCase(), match[2]?.toUpperCase()];
  const calendar = new Holidays();
  if (!(country in calendar.getCountries())) return null;
  if (region !== undefined && !Object.keys(calendar.getStates(country) ?? {}).some((state) => state.toUpperCase() === region)) return null;
  calendar.init(country, ...(region === undefined ? [] : [region]), { types: ["public"] });
  return calendar;
}
