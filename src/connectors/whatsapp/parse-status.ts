import type { DeliveryStatus } from "../../domain/inbound-message.ts";
import type { JsonObject } from "../../domain/json.ts";
import { asArray, asNumber, asObject, asText, compact } from "./raw-json.ts";

const STATUSES = new Set<unknown>(["sent", "delivered", "read", "played", "failed"] satisfies DeliveryStatus["status"][]);

/**
 * A status item's body. Statuses arrive out of order and skip steps; moving forward only is the receiver's business.
 *
 * @param at the item's `occurredAt`, epoch ms.
 * @returns undefined for a word that is not a delivery status (`splitEnvelope` files those under `unknown`).
 */
export function parseStatus(body: JsonObject, at: number): DeliveryStatus | undefined {
  const status = asObject(body.status) ?? {};
  const providerMessageId = asText(status.id);
  if (providerMessageId === undefined || !STATUSES.has(status.status)) return undefined;
  const contact = asObject(body.contact);
  return compact({
    providerMessageId,
    status: status.status as DeliveryStatus["status"],
    at,
    recipientWaId: asText(status.recipient_id) ?? asText(contact?.wa_id),
    recipientUserId: asText(status.recipient_user_id) ?? asText(contact?.user_id),
    callbackData: asText(status.biz_opaque_callback_data),
    error: parseError(asObject(asArray(status.errors)[0])),
    // Older numbers nest the price of group messages in `conversation`. Kept raw: Meta changes its words every quarter.
    pricing: asObject(status.pricing) ?? asObject(asObject(status.conversation)?.pricing),
    participant: asText(status.recipient_participant_id) ?? asText(status.participant_recipient_id),
  });
}

function parseError(error: JsonObject | undefined): DeliveryStatus["error"] {
  const code = asNumber(error?.code);
  if (error === undefined || code === undefined) return undefined;
  const details = asText(asObject(error.error_data)?.details) ?? asText(error.message);
  return compact({ code, title: asText(error.title), details });
}
