/** What happens in a workspace, as the outside is told: Standard Webhooks' dotted types in one envelope. */
import type { JsonObject } from "./json.ts";

export const WEBHOOK_EVENT_TYPES = [
  ...(["message.received", "message.sent", "message.delivered", "message.read", "message.failed"] as const),
  ...(["run.waiting", "run.completed", "run.failed", "run.stopped"] as const),
  ...(["contact.updated", "contact.deleted", "ticket.updated"] as const),
  /** Sent by hand from the settings, to see whether the address works. */
  "webhook.test",
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

export interface WebhookEvent {
  type: WebhookEventType;
  data: JsonObject;
}

/** The words before the point. */
export function familiesOf(types: readonly string[]): string[] {
  return [...new Set(types.map((type) => type.split(".")[0] as string))];
}

/** The body that is signed, sent and, on a replay, sent again. */
export function eventEnvelope({ type, data }: WebhookEvent, timestamp: string): string {
  return JSON.stringify({ type, timestamp, data });
}
