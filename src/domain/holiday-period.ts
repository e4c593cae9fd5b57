/** A workspace's own closing days: "2026-08-10 to 2026-08-21", or every year from 24 December to 6 January. */
import { z } from "zod";
import { parseCivilDate } from "./civil-date.ts";

/** ISO 3166-1 alpha-2, with a region after a hyphen where holidays are regional: `IT`, `DE-BY`. */
export const HOLIDAY_COUNTRY = /^[A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?$/;

/** Periods of every year may leave the year out; a leap year makes 29 February a day. */
function isDay(text: string): boolean {
  return parseCivilDate(/^\d\d-\d\d$/.test(text) ? `2000-${text}` : text) !== null;
}

const isoDate = (what: string) => z.string().refine(isDay, { error: 'write the date as "YYYY-MM-DD"' }).describe(what);

export const holidayPeriodSchema = z
  .strictObject({
    from: isoDate("First day"),
    to: isoDate("Last day; the first one when left out").optional(),
    everyYear: z
      .boolean()
      .optional()
      .describe("Repeats every year; then only day and month count (12-24 will do), and it may pass the end of the year"),
    name: z.string().max(120).optional().describe("What it is called"),
  })
  .refine((period) => period.everyYear || [period.from, period.to].every((day) => day === undefined || day.length > 5), {
    error: "only periods of every year may leave the year out",
    path: ["from"],
  })
  .refine((period) => period.everyYear || period.to === undefined || period.to >= period.from, {
    error: "the last day is before the first",
    path: ["to"],
  });

export type HolidayPeriod = z.infer<typeof holidayPeriodSchema>;

/** The first period that includes a day (`YYYY-MM-DD`), or undefined. Both ends are included. */
export function periodOn(periods: readonly HolidayPeriod[], date: string): HolidayPeriod | undefined {
  return periods.find((period) =>
    period.everyYear ? includesEveryYear(period, date) : includes(period.from, period.to ?? period.from, date),
  );
}

function includes(from: string, to: string, date: string): boolean {
  return from <= date && date <= to;
}

/** Compares `MM-DD`. A period given as 29 February alone is kept on 28 February in common years, like a birthday. */
function includesEveryYear(period: HolidayPeriod, date: string): boolean {
  const year = date.slice(0, 4);
  const from = dayOfYear(period.from, year);
  const to = dayOfYear(period.to ?? period.from, year);
  const day = date.slice(5);
  return from <= to ? includes(from, to, day) : day >= from || day <= to;
}

function dayOfYear(date: string, year: string): string {
  const day = date.slice(-5);
  return day === "02-29" && parseCivilDate(`${year}-02-29`) === null ? "02-28" : day;
}
