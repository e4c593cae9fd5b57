/**
 * Turns claimed webhook rows into what the engine and the chat understand, before anything is decided: who wrote,
 * which rows are the provider's retries, which stored message is answered.
 */
import { parseContactChange } from "../connectors/whatsapp/parse-contact-change.ts";
import { parseIdentity, parseMessage } from "../connectors/whatsapp/parse-message.ts";
import { asObject } from "../connectors/whatsapp/raw-json.ts";
import type { InboundContactChange, InboundMessage, ProviderIdentity } from "../domain/inbound-message.ts";
import type { ClaimedEvent } from "../store/engine-claim.ts";

export type Inbound =
  | { kind: "message"; event: ClaimedEvent; channelId: string; from: ProviderIdentity; message: InboundMessage }
  | { kind: "change"; event: ClaimedEvent; channelId: string; from: ProviderIdentity; change: InboundContactChange }
  /** Understood as being about a contact, but not what it says: kept in `channel_event`. */
  | { kind: "unknown"; event: ClaimedEvent; channelId: string };

/** Types of rows that ingress writes; every other type is an engine event already. */
export const INBOUND_TYPES = { message: "whatsapp_message", change: "whatsapp_change" } as const;

export function isInbound(event: ClaimedEvent): boolean {
  return event.type === INBOUND_TYPES.message || event.type === INBOUND_TYPES.change;
}

export function parseInbound(event: ClaimedEvent): Inbound {
  const channelId = event.channelId as string;
  if (event.type === INBOUND_TYPES.message) {
    const message = parseMessage(event.payload, event.occurredAt);
    return { kind: "message", event, channelId, from: message.from, message };
  }
  const change = parseContactChange(event.payload);
  if (!change) return { kind: "unknown", event, channelId };
  return { kind: "change", event, channelId, from: changeIdentity(event), change };
}

function changeIdentity(event: ClaimedEvent): ProviderIdentity {
  const { payload } = event;
  const part =
    asObject(payload["message"]) ?? asObject(payload["echo"]) ?? asObject(payload["preference"]) ?? asObject(payload["userIdUpdate"]) ?? {};
  const echo = payload["echo"] !== undefined;
  const identity = parseIdentity(
    echo ? part["to"] : (part["from"] ?? part["wa_id"]),
    echo ? part["to_user_id"] : (part["from_user_id"] ?? part["user_id"]),
    asObject(payload["contact"]),
  );
  if (identity.waId !== undefined || identity.userId !== undefined) return identity;
  return keyIdentity(event.contactKey);
}

/** Business-scoped ids carry their country in front ("IT.1349…"); wa_ids are digits. */
function keyIdentity(contactKey: string): ProviderIdentity {
  const key = contactKey.replace(/^w:/, "");
  return /^\d+$/.test(key) ? { waId: key } : { userId: key };
}

/** The names a person goes by, the more lasting one first. */
export function identitiesOf(from: ProviderIdentity): { kind: "wa_id" | "user_id"; value: string }[] {
  return [
    ...(from.userId !== undefined ? [{ kind: "user_id" as const, value: from.userId }] : []),
    ...(from.waId !== undefined ? [{ kind: "wa_id" as const, value: from.waId }] : []),
  ];
}
