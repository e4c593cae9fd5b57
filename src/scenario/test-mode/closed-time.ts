/** When messages meet a closed business. */

import { type HolidayPeriod } from "../../domain/holiday-period.ts";
import { holidayAt, loadPublicHolidays } from "../../domain/holidays.ts";
import type { JsonObject } from "../../domain/json.ts";
import { Refusal } from "../../domain/refusal.ts";
import { inWorkingHours } from "../../domain/working-hours.ts";
import type { World } from "../world.ts";

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const YEAR_MS = 366 * 24 * HOUR_MS;

/** The first quarter of an hour from now on outside the working hours. */
export async function nextClosedTime(world: World): Promise<number> {
  const { workingHours, timeZone } = await settings(world);
  if (workingHours === undefined) throw new Refusal("conflict", "The workspace has no working hours: set them in the settings.");
  return first(world.clock.now(), QUARTER_MS, WEEK_MS, (at) => !inWorkingHours(workingHours, at, timeZone), "The workspace never closes.");
}

/** The first hour from now on in a holiday of the start step, else of the workspace. */
export async function nextHoliday(world: World, config: JsonObject): Promise<number> {
  const { holidays, timeZone } = await settings(world);
  const own = { periods: (config["periods"] ?? []) as unknown as HolidayPeriod[], countries: (config["countries"] ?? []) as string[] };
  const { periods, countries } = own.periods.length + own.countries.length > 0 ? own : holidays;
  await loadPublicHolidays();
  return first(
    world.clock.now(),
    HOUR_MS,
    YEAR_MS,
    (at) => holidayAt(periods, countries, at, timeZone) !== null,
    "There is no holiday within a year: set them in the start step or in the settings.",
  );
}

async function settings(world: World) {
  const catalog = (await world.catalogs.get(world.pool, [world.workspaceId])).get(world.workspaceId);
  if (!catalog) throw new Error("The test has no workspace");
  return catalog.snapshot;
}

function first(now: number, step: number, most: number, holds: (at: number) => boolean, otherwise: string): number {
  if (holds(now)) return now;
  const start = Math.ceil((now + 1) / step) * step;
  for (let at = start; at <= now + most; at += step) if (holds(at)) return at;
  throw new Refusal("conflict", otherwise);
}
