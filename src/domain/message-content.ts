/**
 * What a chat message says, independent of the provider. Both directions use it: connectors translate it to and from
 * the wire, the engine builds it, the chat shows it.
 */
import type { Json, JsonObject } from "./json.ts";

export const MEDIA_TYPES = ["image", "video", "document", "audio", "sticker"] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Where the bytes are: a public link, a file of ours (`media.id`), or the provider's own id while not yet downloaded. */
export interface MediaReference {
  url?: string;
  mediaId?: string;
  providerMediaId?: string;
}

export interface ReplyButton {
  id: string;
  title: string;
}
export interface ListRow {
  id: string;
  title: string;
  description?: string;
}
export interface ListSection {
  title?: string;
  rows: ListRow[];
}
export interface ContactCard {
  name: string;
  phones: { phone: string; type?: string; waId?: string }[];
  emails?: { email: string; type?: string }[];
  organisation?: string;
}
/** A media header is `{ mediaType, ...reference }`; a text header is `{ text }`. */
export type MessageHeader = { text: string } | ({ mediaType: "image" | "video" | "document"; filename?: string } & MediaReference);

export interface TextContent {
  type: "text";
  text: string;
  previewUrl?: boolean;
}
export interface MediaContent extends MediaReference {
  type: "media";
  mediaType: MediaType;
  caption?: string;
  filename?: string;
  mimeType?: string;
  sha256?: string;
  /** Audio recorded as a voice note. */
  voice?: boolean;
  animated?: boolean;
}
export interface ButtonsContent {
  type: "buttons";
  text: string;
  header?: MessageHeader;
  footer?: string;
  buttons: ReplyButton[];
}
export interface ListContent {
  type: "list";
  text: string;
  header?: { text: string };
  footer?: string;
  button: string;
  sections: ListSection[];
}
export interface CtaUrlContent {
  type: "cta_url";
  text: string;
  header?: MessageHeader;
  footer?: string;
  label: string;
  url: string;
}
export interface LocationContent {
  type: "location";
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
  url?: string;
}
export interface ContactsContent {
  type: "contacts";
  contacts: ContactCard[];
}
/** What of a template the person sees beside its body. */
export interface TemplateLook {
  /** A text with its variable filled in. */
  header?: { type: "text"; text: string } | { type: "image" | "video" | "document" | "location" };
  footer?: string;
  buttons?: {
    type: "quick_reply" | "url" | "phone_number" | "copy_code" | "flow" | "otp" | "other";
    text: string;
    url?: string;
    /** What pressing it copies. */
    code?: string;
  }[];
}
export interface TemplateContent {
  type: "template";
  template: string;
  language: string;
  /** Values of the body variables by name; positional templates use "1", "2", … */
  variables: Record<string, string>;
  /** Value of the one variable a text header may have. */
  headerText?: string;
  /** Name of that variable in templates with named variables; left out in positional ones. */
  headerVariable?: string;
  headerMedia?: { mediaType: "image" | "video" | "document"; filename?: string } & MediaReference;
  headerLocation?: { latitude: number; longitude: number; name?: string; address?: string };
  /** By position of the button in the template. `payload` for quick replies, `text` for a URL suffix or a coupon code. */
  buttonParameters?: { index: number; subType: "quick_reply" | "url" | "copy_code" | "flow"; payload?: string; text?: string }[];
  /** The body as the person reads it, for the chat; filled when the message is queued. */
  renderedText?: string;
  /** Titles of the template's buttons, for the simulator. */
  buttons?: string[];
  /** For the chat; filled when the message is queued. */
  look?: TemplateLook;
}
/** Free permission request for a WhatsApp call. */
export interface CallPermissionRequestContent {
  type: "call_permission_request";
  text: string;
}

/** What a business can send. */
export type OutboundContent =
  | TextContent
  | MediaContent
  | ButtonsContent
  | ListContent
  | CtaUrlContent
  | LocationContent
  | ContactsContent
  | TemplateContent
  | CallPermissionRequestContent;

/** A pressed template quick reply (`source: template`) or a tapped interactive button / list row. */
export interface ButtonReplyContent {
  type: "button_reply";
  source: "template" | "button" | "list";
  text: string;
  /** Id of the interactive button or row, or the payload of a template quick reply. */
  id?: string;
  description?: string;
}
export interface OrderItem {
  sku: string;
  quantity: number;
  price: number;
  currency: string;
}
export interface OrderContent {
  type: "order";
  catalogId?: string;
  text?: string;
  items: OrderItem[];
}
export interface ReactionContent {
  type: "reaction";
  /** Absent: the reaction was taken back. */
  emoji?: string;
  providerMessageId: string;
}
/** A completed WhatsApp flow or address form. */
export interface FormReplyContent {
  type: "form_reply";
  name?: string;
  text?: string;
  response: Json;
}
export interface CallPermissionReplyContent {
  type: "call_permission_reply";
  accepted: boolean;
  permanent?: boolean;
  /** Unix seconds. */
  expiresAt?: number;
}
/** Known to exist, not understood: kept whole so that nothing is lost. */
export interface UnsupportedContent {
  type: "unsupported";
  reason?: string;
  raw: JsonObject;
}

/** What a customer can send. */
export type InboundContent =
  | TextContent
  | MediaContent
  | LocationContent
  | ContactsContent
  | ButtonReplyContent
  | OrderContent
  | ReactionContent
  | FormReplyContent
  | CallPermissionReplyContent
  | UnsupportedContent;

export type MessageContent = OutboundContent | InboundContent;

/** The words of a message as a person would quote it; empty where it has none. */
export function contentText(content: MessageContent): string {
  switch (content.type) {
    case "text":
    case "buttons":
    case "list":
    case "cta_url":
    case "button_reply":
    case "call_permission_request":
      return content.text;
    case "media":
      return content.caption ?? "";
    case "template":
      return content.renderedText ?? "";
    case "location":
      return [content.name, content.address].filter(Boolean).join(", ");
    case "order":
    case "form_reply":
      return content.text ?? "";
    case "contacts":
      return content.contacts.map((card) => card.name).join(", ");
    default:
      return "";
  }
}
