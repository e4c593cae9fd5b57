/** What makes a campaign wait although it runs. */
import type pg from "pg";
import type { HoldReason } from "../domain/hold-reason.ts";
import { quietUntil } from "../domain/quiet-hours.ts";
import { type DueRecipient, postponeRecipients } from "../store/campaign-recipients.ts";
import type { Campaign } from "../store/campaigns.ts";
import { timeZoneOf } from "../store/date-plans.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";

/** What ends without a known instant wakes the loop when it does; this is for the wake-up that came while the campaign was in hand. */
const LOOK_AGAIN_MS = 600_000;

export interface Wait {
  reason: HoldReason;
  /** When to look again; null: whoever ends it wakes the loop. */
  until: number | null;
}

export function lowQuality(now: number): Wait {
  return { reason: "quality_low", until: now + LOOK_AGAIN_MS };
}

export const NUMBER_STOPPED: Wait = { reason: "number_stopped", until: null };

/** Some still wait for their morning, while the number is busy with others. */
export function stillQuiet({ waitsFor, waitsUntil }: Campaign, now: number): (Wait & { until: number }) | null {
  return waitsFor === "quiet_hours" && waitsUntil && waitsUntil.getTime() > now ? { reason: waitsFor, until: waitsUntil.getTime() } : null;
}

/**
 * Whose day has begun; the others are due when their quiet hours end. That some wait is told with them, and until when the first of them does:
 * also later, when none of these is due.
 */
export async function whoIsAwake(
  client: pg.ClientBase,
  campaign: Campaign,
  due: DueRecipient[],
  catalog: Catalog,
  now: number,
): Promise<{ awake: DueRecipient[]; waits: Wait | null }> {
  const { quietHours } = catalog.snapshot;
  const awake: DueRecipient[] = [];
  const later: { contactId: string; until: number }[] = [];
  for (const recipient of due) {
    const until = quietUntil(quietHours, now, timeZoneOf(recipient.timeZone, catalog));
    if (until === null) awake.push(recipient);
    else later.push({ contactId: recipient.contactId, until });
  }
  await postponeRecipients(client, campaign, later);
  const before = stillQuiet(campaign, now);
  if (later.length === 0) return { awake, waits: before };
  const until = later.reduce((first, one) => Math.min(first, one.until), before?.until ?? Number.POSITIVE_INFINITY);
  return { awake, waits: { reason: "quiet_hours", until } };
}
