/** How many people a number may write to outside a service window per moving 24 hours, and how much of that campaigns take. */

/** As it is kept: a number in digits, `unlimited`, or nothing. Null: no limit is known. */
export function limitOf(kept: string | null): number | null {
  return kept !== null && /^\d+$/.test(kept) ? Number(kept) : null;
}

/** A tenth is left to what automations and people send. */
export function campaignShare(limit: number): number {
  return Math.floor(limit * 0.9);
}

/** In how many days so many are reached, when so many can be now; 0: today. */
export function daysFor(people: number, limit: number, used: number): number {
  const share = campaignShare(limit);
  const room = Math.max(0, share - used);
  return people <= room || share === 0 ? 0 : Math.ceil((people - room) / share);
}
