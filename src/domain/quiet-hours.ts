import { DAY_MS } from "./civil-date.ts";
import { type DailyWindow, inWorkingHours, nextWithin, type WorkingHours, withinDaily } from "./working-hours.ts";

export interface QuietRules {
  quietHours?: DailyWindow | undefined;
  workingHours?: WorkingHours | undefined;
  timeZone: string;
}

/**
 * Whether nobody may be rung up now. The quiet hours are those of the contact's day; a workspace that has set none but has
 * working hours calls within these only, as its own clock shows them.
 */
export function isQuiet({ quietHours, workingHours, timeZone }: QuietRules, now: number, contactTimeZone: string): boolean {
  return quietHours ? withinDaily(quietHours, now, contactTimeZone) : !inWorkingHours(workingHours, now, timeZone);
}

/**
 * When the quiet hours of the contact's day in which `now` lies end; null outside them. Where the whole day is quiet that is looked at again a
 * day later.
 */
export function quietUntil(quietHours: DailyWindow | undefined, now: number, contactTimeZone: string): number | null {
  if (!quietHours || !withinDaily(quietHours, now, contactTimeZone)) return null;
  const { from, to } = quietHours;
  return from === to ? now + DAY_MS : (nextWithin({ from: to, to: from }, now, contactTimeZone) ?? now + DAY_MS);
}
