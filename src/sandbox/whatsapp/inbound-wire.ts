/** The product's inbound content as Meta writes it inside `messages[]`: the inverse of the connector's parser. */

import type { JsonObject } from "../../domain/json.ts";
import type { InboundContent } from "../../domain/message-content.ts";

/** `{ type, [type]: … }` as it stands in a message, in an edit and in an echo. */
export function inboundWire(content: InboundContent): JsonObject {
  switch (content.type) {
    case "text":
      return { type: "text", text: { body: content.text } };
    case "media": {
      const { mediaType, caption, filename, sha256, voice, animated } = content;
      const mime_type = content.mimeType ?? DEFAULT_MIME_TYPE[mediaType];
      const media = { caption, filename, mime_type, sha256: sha256 ?? "", id: content.providerMediaId ?? "", voice, animated };
      return { type: mediaType, [mediaType]: withoutUndefined(media) };
    }
    case "location": {
      const { latitude, longitude, name, address, url } = content;
      return { type: "location", location: withoutUndefined({ latitude, longitude, name, address, url }) };
    }
    case "contacts":
      return { type: "contacts", contacts: content.contacts.map(contactCard) };
    case "button_reply":
      return buttonReply(content);
    case "order":
      return {
        type: "order",
        order: {
          catalog_id: content.catalogId ?? "",
          text: content.text ?? "",
          product_items: content.items.map(({ sku, quantity, price, currency }) => ({
            product_retailer_id: sku,
            quantity,
            item_price: price,
            currency,
          })),
        },
      };
    case "reaction":
      return { type: "reaction", reaction: withoutUndefined({ message_id: content.providerMessageId, emoji: content.emoji }) };
    case "form_reply":
      return interactive("nfm_reply", {
        name: content.name ?? "flow",
        body: content.text ?? "Sent",
        response_json: typeof content.response === "string" ? content.response : JSON.stringify(content.response),
      });
    case "call_permission_reply":
      return interactive("call_permission_reply", {
        response: content.accepted ? "accept" : "reject",
        is_permanent: content.permanent,
        expiration_timestamp: content.expiresAt,
        response_source: "user_action",
      });
    case "unsupported":
      return {
        errors: [
          {
            code: 131051,
            title: "Message type unknown",
            message: "Message type unknown",
            error_data: { details: content.reason ?? "Message type is currently not supported." },
          },
        ],
        type: "unsupported",
        ...content.raw,
      };
  }
}

const DEFAULT_MIME_TYPE = {
  image: "image/jpeg",
  video: "video/mp4",
  document: "application/pdf",
  audio: "audio/ogg; codecs=opus",
  sticker: "image/webp",
} as const;

function interactive(kind: string, reply: Record<string, unknown>): JsonObject {
  return { type: "interactive", interactive: { type: kind, [kind]: withoutUndefined(reply) } };
}

function buttonReply(content: InboundContent & { type: "button_reply" }): JsonObject {
  const { text, id, description } = content;
  if (content.source === "template") return { type: "button", button: { payload: id ?? text, text } };
  if (content.source === "list") return interactive("list_reply", { id: id ?? text, title: text, description });
  return interactive("button_reply", { id: id ?? text, title: text });
}

function contactCard(card: (InboundContent & { type: "contacts" })["contacts"][number]): JsonObject {
  const phones = card.phones.map(({ phone, type, waId }) => withoutUndefined({ phone, type, wa_id: waId }));
  const emails = card.emails?.map(({ email, type }) => withoutUndefined({ email, type }));
  const org = card.organisation === undefined ? undefined : { company: card.organisation };
  return withoutUndefined({ name: { formatted_name: card.name, first_name: card.name }, phones, emails, org });
}

export function withoutUndefined(value: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as JsonObject;
}
