/**
 * What one webhook POST says, as a flat list. Meta nests entry[] × changes[] × messages[] | statuses[] | …, up to 1,000
 * updates in one POST; ingress stores one row per item.
 */
import type { JsonObject } from "../../domain/json.ts";

interface ItemBase {
  /** WhatsApp Business Account id (`entry.id`); for `account_update` PARTNER_* the one named inside the value. */
  wabaId?: string;
  /** Routes to the channel; absent on fields that concern a whole account. */
  phoneNumberId?: string;
  /**
   * The same for the same fact told twice: Meta retries for seven days and delivers duplicates.
   * Unique per phone number (or, without one, per WABA).
   */
  dedupeKey: string;
  /** When the provider stamped it, epoch ms; the time of receipt where it gave none. */
  occurredAt: number;
  /** The part of the payload needed to parse the item later, with what it shared with its neighbours (metadata, profile). */
  body: JsonObject;
}

/** Of one contact; items with the same key must be handled in `occurredAt` order. */
interface ContactItemBase extends ItemBase {
  phoneNumberId: string;
  /** `wa_id` where there is one, else the business-scoped user id. */
  contactKey: string;
}

/** Parse with `parseMessage`. */
export interface MessageItem extends ContactItemBase {
  kind: "message";
  providerMessageId: string;
}
/** Parse with `parseStatus`. `contactKey` is the recipient. */
export interface StatusItem extends ContactItemBase {
  kind: "status";
  providerMessageId: string;
}
/** A fact about a contact that is not a message: parse with `parseContactChange`. */
export interface ContactChangeItem extends ContactItemBase {
  kind: "contact_change";
}
/** About the account, number or templates: parse with `parseChannelEvent`. */
export interface ChannelItem extends ItemBase {
  kind: "channel";
  field: string;
}
/** Kept whole and counted, otherwise ignored. */
export interface UnknownItem extends ItemBase {
  kind: "unknown";
  field: string;
}

export type EnvelopeItem = MessageItem | StatusItem | ContactChangeItem | ChannelItem | UnknownItem;
