/** The last look before a message leaves: what was true when it was queued may not be any more. */
import { mayReceiveMarketing } from "../domain/consent.ts";
import type { HoldReason } from "../domain/hold-reason.ts";
import { quietUntil } from "../domain/quiet-hours.ts";
import type { SendFailure } from "../domain/send-failure.ts";
import type { DailyWindow } from "../domain/working-hours.ts";
import type { MarketingCap } from "../domain/workspace-settings.ts";
import { zoneOf } from "../domain/zone-offset.ts";
import type { ClaimedMessage } from "../store/sending.ts";

/** How soon what waits for no known instant is looked at again; whoever ends the wait releases it at once. */
const LOOK_AGAIN_MS = 3_600_000;

export type ConsentMode = "block_unsubscribed" | "require_subscribed";

/** Null: it may leave. */
export function refuseSend(message: ClaimedMessage, consentMode: ConsentMode, now: number): SendFailure | null {
  const code = refusal(message, consentMode, now);
  return code === null ? null : { class: "fail", code };
}

export interface MarketingRules {
  marketingPaused: boolean;
  quietHours: DailyWindow | undefined;
  marketingCap: MarketingCap | undefined;
  /** Of contacts whose own is not known. */
  timeZone: string;
}

/** Null: it may leave now. Everything but marketing always may. */
export function holdSend(message: ClaimedMessage, rules: MarketingRules, now: number): { reason: HoldReason; until: number } | null {
  if (!message.marketing) return null;
  if (rules.marketingPaused) return { reason: "quality_low", until: now + LOOK_AGAIN_MS };
  const until = quietUntil(rules.quietHours, now, zoneOf(message.timeZone, rules.timeZone));
  return until === null ? null : { reason: "quiet_hours", until };
}

/**
 * Whether the contact has had its share of marketing; `justSent`: what left since the message was claimed. `wait`: it has if what other numbers
 * have on the wire arrives.
 */
export function capMarketing(message: ClaimedMessage, { marketingCap }: MarketingRules, justSent: number): "wait" | SendFailure | null {
  if (!message.marketing || !marketingCap) return null;
  const sent = message.marketingSent + justSent;
  if (sent >= marketingCap.messages) return { class: "fail", code: "frequency_cap" };
  return sent + message.marketingFlying >= marketingCap.messages ? "wait" : null;
}

function refusal(message: ClaimedMessage, consentMode: ConsentMode, now: number): string | null {
  if (message.blocked && !message.beforeBlock) return "blocked";
  if (message.ai && message.human) return "human_took_over";
  if (message.waId === null && message.userId === null) return "invalid_number";
  if (!message.reachable) return "invalid_number";
  if (message.marketing) {
    const refused = mayReceiveMarketing(message.consent, consentMode);
    if (refused !== null) return refused;
  }
  if (message.free && (message.windowExpiresAt === null || now >= message.windowExpiresAt)) return "window_closed";
  if (message.template !== null && message.templateStatus !== "approved") return "template_not_approved";
  return null;
}
