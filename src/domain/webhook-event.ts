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

/** Why an address was disabled by itself. */
export const DISABLED = { gone: "gone", exhausted: "exhausted" } as const;

const ID = "01890a5d-ac96-774b-bcce-b302099a8057";
const MESSAGE: JsonObject = {
  id: ID,
  contactId: ID,
  chatId: ID,
  channelId: ID,
  direction: "out",
  type: "text",
  text: "Your order is on its way.",
  status: "delivered",
  error: null,
  automationId: null,
  runId: null,
};
const RUN: JsonObject = {
  id: ID,
  automationId: ID,
  contactId: ID,
  status: "completed",
  reason: null,
  startedAt: "2026-03-02T09:00:00+00:00",
  endedAt: "2026-03-02T09:05:00+00:00",
};

/** What `data` looks like for each type, for people and platforms that learn from an example. Every key is always there. */
export const EVENT_SAMPLES: Record<WebhookEventType, JsonObject> = {
  "message.received": { ...MESSAGE, direction: "in", text: "Hello!", status: "received" },
  "message.sent": { ...MESSAGE, status: "queued" },
  "message.delivered": MESSAGE,
  "message.read": { ...MESSAGE, status: "read" },
  "message.failed": { ...MESSAGE, status: "failed", error: "invalid_number" },
  "run.waiting": { ...RUN, status: "waiting", endedAt: null },
  "run.completed": RUN,
  "run.failed": { ...RUN, status: "failed", reason: "internal_error" },
  "run.stopped": { ...RUN, status: "stopped", reason: "operator" },
  "contact.updated": {
    id: ID,
    phone: "+393331234567",
    firstName: "Anna",
    lastName: "Bianchi",
    email: "anna@example.com",
    language: "it",
    consent: "subscribed",
    blocked: false,
    fields: { CITY: "Roma" },
  },
  "contact.deleted": { id: ID },
  "ticket.updated": {
    id: ID,
    reference: "T-7K2M9P",
    contactId: ID,
    title: "Vase arrived broken",
    status: "open",
    priority: "medium",
    category: null,
    done: false,
  },
  "webhook.test": { message: "This is a test." },
};
