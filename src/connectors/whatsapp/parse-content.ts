import type { Json, JsonObject } from "../../domain/json.ts";
import type {
  ButtonReplyContent,
  CallPermissionReplyContent,
  ContactCard,
  FormReplyContent,
  InboundContent,
  MediaContent,
  MediaType,
  OrderItem,
  UnsupportedContent,
} from "../../domain/message-content.ts";
import { asArray, asNumber, asObject, asText, compact } from "./raw-json.ts";

type Parser = (body: JsonObject, message: JsonObject) => InboundContent | undefined;

/** By `message.type`; each gets the object of the same name. `undefined` = the part that carries the meaning is missing. */
const PARSERS: Record<string, Parser> = {
  text: (text) => (typeof text.body === "string" ? { type: "text", text: text.body } : undefined),
  image: (body) => media("image", body),
  video: (body) => media("video", body),
  document: (body) => media("document", body),
  audio: (body) => media("audio", body),
  sticker: (body) => media("sticker", body),
  location,
  button: (button) =>
    typeof button.text === "string"
      ? compact({ type: "button_reply" as const, source: "template" as const, text: button.text, id: asText(button.payload) })
      : undefined,
  interactive: interactiveReply,
  order,
  reaction: (reaction) => {
    const target = asText(reaction.message_id);
    if (target === undefined) return undefined;
    return compact({ type: "reaction" as const, emoji: asText(reaction.emoji), providerMessageId: target });
  },
};

/**
 * What a message (or the inner message of an edit, or an echo) says. Never throws: types we do not know, bodies that are
 * missing and messages without a type become `unsupported` and keep the raw message.
 */
export function parseContent(message: JsonObject, errors?: Json): InboundContent {
  const type = asText(message.type);
  if (type === "contacts") return { type: "contacts", contacts: contactCards(asArray(message.contacts)) };
  const body = type === undefined ? undefined : asObject(message[type]);
  const parser = type !== undefined && Object.hasOwn(PARSERS, type) ? PARSERS[type] : undefined;
  const content = body === undefined ? undefined : parser?.(body, message);
  return content ?? unsupported(message, type, errors);
}

function unsupported(message: JsonObject, type: string | undefined, errors: Json | undefined): UnsupportedContent {
  const error = asObject(asArray(message.errors)[0]) ?? asObject(asArray(errors)[0]);
  const reason =
    asText(asObject(message.unsupported)?.type) ?? asText(asObject(error?.error_data)?.details) ?? asText(error?.title) ?? type;
  return compact({ type: "unsupported" as const, reason, raw: message });
}

function media(mediaType: MediaType, body: JsonObject): MediaContent | undefined {
  const providerMediaId = asText(body.id);
  if (providerMediaId === undefined) return undefined;
  // `url` is left out on purpose: it lives five minutes and needs the token; the id is always downloadable for seven days.
  return compact({
    type: "media" as const,
    mediaType,
    providerMediaId,
    caption: asText(body.caption),
    filename: asText(body.filename),
    mimeType: asText(body.mime_type),
    sha256: asText(body.sha256),
    voice: body.voice === true ? true : undefined,
    animated: body.animated === true ? true : undefined,
  });
}

function location(body: JsonObject): InboundContent | undefined {
  const latitude = asNumber(body.latitude);
  const longitude = asNumber(body.longitude);
  if (latitude === undefined || longitude === undefined) return undefined;
  const [name, address, url] = [asText(body.name), asText(body.address), asText(body.url)];
  return compact({ type: "location" as const, latitude, longitude, name, address, url });
}

function contactCards(cards: Json[]): ContactCard[] {
  return cards.map((raw) => {
    const card = asObject(raw) ?? {};
    const name = asObject(card.name) ?? {};
    const joined = [asText(name.first_name), asText(name.last_name)].filter(Boolean).join(" ");
    const emails = asArray(card.emails).flatMap((entry) => {
      const email = asText(asObject(entry)?.email);
      return email === undefined ? [] : [compact({ email, type: asText(asObject(entry)?.type) })];
    });
    const phones = asArray(card.phones).flatMap((entry) => {
      const phone = asText(asObject(entry)?.phone) ?? asText(asObject(entry)?.wa_id);
      if (phone === undefined) return [];
      return [compact({ phone, type: asText(asObject(entry)?.type), waId: asText(asObject(entry)?.wa_id) })];
    });
    return compact({
      name: asText(name.formatted_name) ?? joined,
      phones,
      emails: emails.length > 0 ? emails : undefined,
      organisation: asText(asObject(card.org)?.company),
    });
  });
}

function interactiveReply(interactive: JsonObject): InboundContent | undefined {
  const kind = asText(interactive.type);
  const reply = kind === undefined ? undefined : asObject(interactive[kind]);
  if (reply === undefined) return undefined;
  if (kind === "button_reply" || kind === "list_reply") return buttonReply(kind === "list_reply" ? "list" : "button", reply);
  if (kind === "nfm_reply") return formReply(reply);
  return kind === "call_permission_reply" ? callPermissionReply(reply) : undefined;
}

function buttonReply(source: "button" | "list", reply: JsonObject): ButtonReplyContent | undefined {
  const [text, id, description] = [asText(reply.title), asText(reply.id), asText(reply.description)];
  if (text === undefined && id === undefined) return undefined;
  return compact({ type: "button_reply" as const, source, text: text ?? "", id, description });
}

function formReply(reply: JsonObject): FormReplyContent {
  const raw = reply.response_json;
  let response: Json = raw ?? null;
  // Written by the person's phone and the flow's author: broken JSON is kept as the text it is.
  if (typeof raw === "string") {
    try {
      response = JSON.parse(raw) as Json;
    } catch {
      response = raw;
    }
  }
  return compact({ type: "form_reply" as const, name: asText(reply.name), text: asText(reply.body), response });
}

function callPermissionReply(reply: JsonObject): CallPermissionReplyContent {
  return compact({
    type: "call_permission_reply" as const,
    accepted: reply.response === "accept",
    permanent: typeof reply.is_permanent === "boolean" ? reply.is_permanent : undefined,
    expiresAt: asNumber(reply.expiration_timestamp),
  });
}

function order(body: JsonObject): InboundContent {
  const items = asArray(body.product_items).flatMap((raw): OrderItem[] => {
    const item = asObject(raw);
    const sku = asText(item?.product_retailer_id);
    if (item === undefined || sku === undefined) return [];
    return [{ sku, quantity: asNumber(item.quantity) ?? 1, price: asNumber(item.item_price) ?? 0, currency: asText(item.currency) ?? "" }];
  });
  return compact({ type: "order" as const, catalogId: asText(body.catalog_id), text: asText(body.text), items });
}
