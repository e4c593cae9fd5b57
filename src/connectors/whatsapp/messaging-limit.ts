/**
 * Meta's messaging limit tier as the number of unique people who can be written to outside a service window per moving
 * 24 hours: `TIER_250` → 250, `TIER_10K` → 10,000, `TIER_UNLIMITED` → null. Undefined for `NOT_SET` and unknown words.
 */
export function parseMessagingLimit(tier: string | undefined): number | null | undefined {
  if (tier === undefined) return undefined;
  if (/^(TIER_)?UNLIMITED$/i.test(tier)) return null;
  const match = /^TIER_(\d+)(K?)$/i.exec(tier);
  if (match?.[1] === undefined) return undefined;
  return Number(match[1]) * (match[2] === "" ? 1 : 1000);
}
