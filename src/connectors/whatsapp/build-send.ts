import type { JsonObject } from "../../domain/json.ts";
import type {
  ContactCard,
  ListContent,
  MediaReference,
  MessageHeader,
  OutboundContent,
  TemplateContent,
} from "../../domain/message-content.ts";
import { sanitiseTemplateValue } from "../../domain/template-value.ts";
import { compact } from "./raw-json.ts";

/** At least one of the two. The phone number wins where both are given, as at Meta. */
export interface SendRecipient {
  waId?: string;
  /** Business-scoped user id, for people who hide their number. Authentication templates refuse it (131062). */
  userId?: string;
}

export interface SendOptions {
  /** Comes back in every status of this message: our message id, ≤ 512 characters. */
  callbackData?: string;
  /** Provider id of the message this one quotes. */
  replyTo?: string;
}

/**
 * The body of `POST /{phone-number-id}/messages` for a content. Limits are not checked here: call `checkContent` first,
 * and replace `mediaId` of our own files by an uploaded `providerMediaId` or a public `url`.
 *
 * @throws Error for a recipient without any id or media without any reference: both are the caller's mistakes.
 */
export function buildSend(content: OutboundContent, to: SendRecipient, options: SendOptions = {}): JsonObject {
  const body: JsonObject = { messaging_product: "whatsapp", recipient_type: "individual" };
  // "+" keeps Meta from putting the business's own country code in front.
  if (to.waId) body.to = to.waId.startsWith("+") ? to.waId : `+${to.waId}`;
  else if (to.userId) body.recipient = to.userId;
  else throw new Error("A send needs a recipient: waId or userId");
  if (options.replyTo !== undefined) body.context = { message_id: options.replyTo };
  if (options.callbackData !== undefined) body.biz_opaque_callback_data = options.callbackData;
  return Object.assign(body, typeAndBody(content));
}

/** The body that marks a customer's message, and all before it, as read; with `typing` it also shows "typing…" for up to 25 s. */
export function buildMarkRead(providerMessageId: string, typing = false): JsonObject {
  const body: JsonObject = { messaging_product: "whatsapp", status: "read", message_id: providerMessageId };
  return typing ? { ...body, typing_indicator: { type: "text" } } : body;
}

function typeAndBody(content: OutboundContent): JsonObject {
  switch (content.type) {
    case "text":
      return { type: "text", text: { body: content.text, preview_url: content.previewUrl ?? false } };
    case "media": {
      const captioned = content.mediaType !== "audio" && content.mediaType !== "sticker";
      const media: JsonObject = mediaObject(content);
      if (captioned && content.caption) media.caption = content.caption;
      if (content.mediaType === "document" && content.filename) media.filename = content.filename;
      if (content.mediaType === "audio" && content.voice) media.voice = true;
      return { type: content.mediaType, [content.mediaType]: media };
    }
    case "buttons":
      return interactive("button", content, {
        buttons: content.buttons.map(({ id, title }) => ({ type: "reply", reply: { id, title } })),
      });
    case "list":
      return interactive("list", content, listAction(content));
    case "cta_url":
      return interactive("cta_url", content, { name: "cta_url", parameters: { display_text: content.label, url: content.url } });
    case "location": {
      const { latitude, longitude, name, address } = content;
      return { type: "location", location: compact({ latitude, longitude, name, address }) as JsonObject };
    }
    case "contacts":
      return { type: "contacts", contacts: content.contacts.map(contactCard) };
    case "template":
      return { type: "template", template: template(content) };
    case "call_permission_request":
      return interactive("call_permission_request", content, { name: "call_permission_request" });
  }
}

function mediaObject(reference: MediaReference): JsonObject {
  if (reference.providerMediaId) return { id: reference.providerMediaId };
  if (reference.url) return { link: reference.url };
  throw new Error("Media needs a providerMediaId or a url before it can be sent");
}

function interactive(type: string, content: { text: string; header?: MessageHeader; footer?: string }, action: JsonObject): JsonObject {
  const body: JsonObject = { type };
  if (content.header !== undefined) body.header = header(content.header);
  body.body = { text: content.text };
  if (content.footer) body.footer = { text: content.footer };
  body.action = action;
  return { type: "interactive", interactive: body };
}

function header(value: MessageHeader): JsonObject {
  if ("text" in value) return { type: "text", text: value.text };
  return { type: value.mediaType, [value.mediaType]: namedMedia(value) };
}

function namedMedia(value: { mediaType: string; filename?: string } & MediaReference): JsonObject {
  const media = mediaObject(value);
  if (value.mediaType === "document" && value.filename) media.filename = value.filename;
  return media;
}

function listAction(content: ListContent): JsonObject {
  const sections = content.sections.map((section): JsonObject => {
    const rows = section.rows.map(
      ({ id, title, description }) => compact({ id, title, description: description || undefined }) as JsonObject,
    );
    return section.title ? { title: section.title, rows } : { rows };
  });
  return { button: content.button, sections };
}

/** Meta demands at least one name part beside `formatted_name`; ours is one string, so it is given as the first name too. */
function contactCard(card: ContactCard): JsonObject {
  const wire: JsonObject = {
    name: { formatted_name: card.name, first_name: card.name },
    phones: card.phones.map(({ phone, type, waId }) => compact({ phone, type, wa_id: waId }) as JsonObject),
  };
  if (card.emails !== undefined) wire.emails = card.emails.map(({ email, type }) => compact({ email, type }) as JsonObject);
  if (card.organisation) wire.org = { company: card.organisation };
  return wire;
}

function template(content: TemplateContent): JsonObject {
  const components: JsonObject[] = [];
  const headerParameter = templateHeader(content);
  if (headerParameter !== undefined) components.push({ type: "header", parameters: [headerParameter] });
  const parameters = bodyParameters(content.variables);
  if (parameters.length > 0) components.push({ type: "body", parameters });
  for (const button of content.buttonParameters ?? []) components.push(buttonComponent(button));
  const wire: JsonObject = { name: content.template, language: { code: content.language } };
  if (components.length > 0) wire.components = components;
  return wire;
}

function templateHeader(content: TemplateContent): JsonObject | undefined {
  if (content.headerMedia !== undefined) {
    const { mediaType } = content.headerMedia;
    return { type: mediaType, [mediaType]: namedMedia(content.headerMedia) };
  }
  if (content.headerLocation !== undefined) {
    const { latitude, longitude, name, address } = content.headerLocation;
    return { type: "location", location: compact({ latitude, longitude, name, address }) as JsonObject };
  }
  if (content.headerText === undefined) return undefined;
  const parameter: JsonObject = { type: "text", text: sanitiseTemplateValue(content.headerText) };
  if (content.headerVariable !== undefined && !isPosition(content.headerVariable)) parameter.parameter_name = content.headerVariable;
  return parameter;
}

/** Positional templates ("1", "2", …) take values by order, named ones by `parameter_name`. One template is never both. */
function bodyParameters(variables: Record<string, string>): JsonObject[] {
  const names = Object.keys(variables);
  const positional = names.every(isPosition);
  if (positional) names.sort((a, b) => Number(a) - Number(b));
  return names.map((name): JsonObject => {
    const text = sanitiseTemplateValue(variables[name] ?? "");
    return positional ? { type: "text", text } : { type: "text", parameter_name: name, text };
  });
}

function isPosition(name: string): boolean {
  return /^\d+$/.test(name);
}

function buttonComponent(button: NonNullable<TemplateContent["buttonParameters"]>[number]): JsonObject {
  const component = { type: "button", sub_type: button.subType, index: String(button.index) };
  switch (button.subType) {
    case "quick_reply":
      return { ...component, parameters: [{ type: "payload", payload: button.payload ?? button.text ?? "" }] };
    case "url":
      return { ...component, parameters: [{ type: "text", text: sanitiseTemplateValue(button.text ?? "") }] };
    case "copy_code":
      return { ...component, parameters: [{ type: "coupon_code", coupon_code: button.text ?? "" }] };
    case "flow":
      return { ...component, parameters: [{ type: "action", action: button.payload === undefined ? {} : { flow_token: button.payload } }] };
  }
}
