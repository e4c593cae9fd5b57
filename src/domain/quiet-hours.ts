import { type DailyWindow, inWorkingHours, type WorkingHours, withinDaily } from "./working-hours.ts";

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
