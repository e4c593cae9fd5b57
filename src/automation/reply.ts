/** What a customer's message is to a run that waited for it. */
import type { Json } from "../domain/json.ts";
import type { InboundContent } from "../domain/message-content.ts";
import type { FieldType } from "../domain/value.ts";
import type { MessageEvent } from "./event.ts";
import type { Reply } from "./state.ts";

/** The reply as texts and conditions see it. `media` is our id of the file (or its link), `payload` what a form, order, place or button carried. */
export function replyOf(event: MessageEvent): Reply {
  const { content } = event;
  return {
    text: event.text,
    type: content.type === "media" ? content.mediaType : content.type,
    media: content.type === "media" ? (content.mediaId ?? content.url ?? content.providerMediaId ?? null) : null,
    payload: payloadOf(content),
    at: event.sentAt,
  };
}

function payloadOf(content: InboundContent): Json {
  switch (content.type) {
    case "button_reply":
      return content.id ?? null;
    case "form_reply":
      return content.response;
    case "location":
      return { latitude: content.latitude, longitude: content.longitude, name: content.name ?? null, address: content.address ?? null };
    case "order":
      return { items: content.items.map(({ sku, quantity, price, currency }) => ({ sku, quantity, price, currency })) };
    case "contacts":
      return content.contacts.map((card) => ({ name: card.name, phones: card.phones.map(({ phone }) => phone) }));
    default:
      return null;
  }
}

/**
 * What is written where a document says: the words, else the file, else what the reply carried. A JSON field takes what it carried
 * first: a place is more than its name.
 */
export function replyValue(reply: Reply, into: FieldType | undefined): Json {
  if (into === "json" && typeof reply.payload === "object" && reply.payload !== null) return reply.payload;
  return reply.text !== "" ? reply.text : (reply.media ?? reply.payload);
}
