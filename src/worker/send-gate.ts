/** The last look before a message leaves: what was true when it was queued may not be any more. */
import { mayReceiveMarketing } from "../domain/consent.ts";
import type { SendFailure } from "../domain/send-failure.ts";
import type { ClaimedMessage } from "../store/sending.ts";

export type ConsentMode = "block_unsubscribed" | "require_subscribed";

/** Null: it may leave. */
export function refuseSend(message: ClaimedMessage, consentMode: ConsentMode, now: number): SendFailure | null {
  const code = refusal(message, consentMode, now);
  return code === null ? null : { class: "fail", code };
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
