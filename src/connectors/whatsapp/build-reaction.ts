import type { JsonObject } from "../../domain/json.ts";

/** A reaction to one message of the person; an empty emoji takes it back. */
export function buildReaction(to: { waId?: string; userId?: string }, providerMessageId: string, emoji: string | null): JsonObject {
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...(to.waId !== undefined ? { to: to.waId } : { recipient: to.userId ?? "" }),
    type: "reaction",
    reaction: { message_id: providerMessageId, emoji: emoji ?? "" },
  };
}
