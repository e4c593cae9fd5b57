/** How many people a number may write to outside a service window per moving 24 hours, and how much of that campaigns take. */
import { DAY_MS } from "./civil-date.ts";

/** Nobody plans further ahead. */
const MOST_DAYS = 365;

/** As it is kept: a number in digits, `unlimited`, or nothing. Null: no limit is known. */
export function limitOf(kept: string | null): number | null {
  return kept !== null && /^\d+$/.test(kept) ? Number(kept) : null;
}

/** A tenth is left to what automations and people send. */
export function campaignShare(limit: number): number {
  return Math.floor(limit * 0.9);
}

const FIRST_DAY = 50;
/** Beyond this a number is warm: 50 doubled each day is more than any limit of Meta's. */
const WARM_AFTER_DAYS = 12;

/** The most people that campaigns write to on this day of a number that warms up; null once it is warm, or where it does not warm up. */
export function warmUpCeiling(warmUpAt: number | null, now: number): number | null {
  if (warmUpAt === null) return null;
  const day = Math.max(0, Math.floor((now - warmUpAt) / DAY_MS));
  return day >= WARM_AFTER_DAYS ? null : FIRST_DAY * 2 ** day;
}

/** The most that campaigns may write to in 24 hours; null: as many as they like. */
export function dailyMost(kept: string | null, warmUpAt: number | null, now: number): number | null {
  const limit = limitOf(kept);
  const mosts = [limit === null ? null : campaignShare(limit), warmUpCeiling(warmUpAt, now)].filter((most) => most !== null);
  return mosts.length === 0 ? null : Math.min(...mosts);
}

/** In how many days so many are reached, when so many were written to in the last one; 0: today. */
export function daysFor(
  people: number,
  { kept, warmUpAt, used }: { kept: string | null; warmUpAt: number | null; used: number },
  now: number,
): number {
  let left = people;
  for (let day = 0; day < MOST_DAYS; day++) {
    const most = dailyMost(kept, warmUpAt, now + day * DAY_MS);
    if (most === null) return day;
    left -= day === 0 ? Math.max(0, most - used) : most;
    if (left <= 0) return day;
  }
  return MOST_DAYS;
}
