/** A message from a customer as the engine and the chat see it, whatever the provider. */

import type { JsonObject } from "./json.ts";
import type { InboundContent } from "./message-content.ts";

/** Who wrote, as the provider names them. At least one of `waId` and `userId` is set. */
export interface ProviderIdentity {
  /** WhatsApp's phone-number id: digits without "+". Absent for people with a user name who hide their number. */
  waId?: string;
  /** Business-scoped user id ("IT.1349…"), stable across a hidden phone number. */
  userId?: string;
  parentUserId?: string;
  username?: string;
  profileName?: string;
}

/** Where a person came from when they tapped an ad or a post. */
export interface MessageReferral {
  sourceUrl?: string;
  sourceId?: string;
  sourceType?: string;
  headline?: string;
  body?: string;
  ctwaClid?: string;
}

export interface InboundMessage {
  providerMessageId: string;
  from: ProviderIdentity;
  /** When the provider stamped it, epoch milliseconds (WhatsApp's resolution is one second). */
  sentAt: number;
  content: InboundContent;
  /** The message this one answers: quoted, or whose button was pressed. */
  contextProviderMessageId?: string;
  /** SKU and catalogue when the person asks about a product from the catalogue. */
  referredProduct?: { catalogId: string; sku: string };
  referral?: MessageReferral;
  groupId?: string;
  /** Parts of the provider's message that no field above carries. */
  extra?: JsonObject;
}

/** A fact about a contact that is not a message. */
export type InboundContactChange =
  | { kind: "edited"; providerMessageId: string; content: InboundContent }
  | { kind: "revoked"; providerMessageId: string }
  | { kind: "identity_changed"; waId?: string; userId?: string; previousUserId?: string; note: string }
  | { kind: "marketing_preference"; value: "stop" | "resume"; detail?: string }
  | { kind: "echo"; providerMessageId: string; content: InboundContent }
  /** A WhatsApp call. One the customer places opens the 24-hour window, answered or not. */
  | {
      kind: "call";
      providerCallId: string;
      event: "connect" | "terminate" | "ringing" | "accepted" | "rejected";
      direction?: "inbound" | "outbound";
      durationSeconds?: number;
      completed?: boolean;
      callbackData?: string;
    };

/** Where an outbound message stands. Order of progress: see `message-status.ts`. */
export interface DeliveryStatus {
  providerMessageId: string;
  status: "sent" | "delivered" | "read" | "played" | "failed";
  at: number;
  recipientWaId?: string;
  recipientUserId?: string;
  /** Our own message id, given at sending as `biz_opaque_callback_data`: settles messages whose outcome was unknown. */
  callbackData?: string;
  error?: { code: number; title?: string; details?: string };
  pricing?: JsonObject;
  /** In a group one message has a status per participant. */
  participant?: string;
}
