/** Webhooks as Meta posts them, for the simulator, scenarios and tests. Pure but for the random message id. */
import type { DeliveryStatus, ProviderIdentity } from "../../domain/inbound-message.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { InboundContent } from "../../domain/message-content.ts";
import { inboundWire, withoutUndefined } from "./inbound-wire.ts";
import { toMetaJson } from "./meta-json.ts";
import { createWamid } from "./wamid.ts";

/** The number that receives. */
export interface FakeChannel {
  phoneNumberId: string;
  wabaId: string;
  /** Digits only. */
  displayPhoneNumber: string;
}

/** A webhook's exact text: sign and post these bytes. */
export interface BuiltWebhook {
  raw: string;
  providerMessageId: string;
}

export interface InboundSpec {
  from: ProviderIdentity;
  content: InboundContent;
  /** Epoch ms; Meta's stamp has whole seconds. */
  sentAt: number;
  providerMessageId?: string;
  /** Quoted message, or the message whose button was pressed. */
  contextProviderMessageId?: string;
  referredProduct?: { catalogId: string; sku: string };
  referral?: JsonObject;
  /** Laid over the message last: odd fields, removals by null are the caller's. */
  extra?: JsonObject;
}

/** A message from a customer. */
export function buildInbound(channel: FakeChannel, spec: InboundSpec): BuiltWebhook {
  const providerMessageId = spec.providerMessageId ?? createWamid(personOf(spec.from), "in");
  const { referredProduct: product } = spec;
  const context = withoutUndefined({
    from: spec.contextProviderMessageId === undefined ? undefined : channel.displayPhoneNumber,
    id: spec.contextProviderMessageId,
    referred_product: product && { catalog_id: product.catalogId, product_retailer_id: product.sku },
  });
  const message = {
    ...withoutUndefined({
      context: Object.keys(context).length > 0 ? context : undefined,
      referral: spec.referral,
      from: spec.from.waId,
      from_user_id: spec.from.userId,
      id: providerMessageId,
      timestamp: seconds(spec.sentAt),
    }),
    ...inboundWire(spec.content),
    ...spec.extra,
  };
  return { raw: messagesWebhook(channel, { contacts: [contactOf(spec.from)], messages: [message] }), providerMessageId };
}

/** A delivery status of a message the business sent. */
export function buildStatus(channel: FakeChannel, status: DeliveryStatus): string {
  const { error } = status;
  const wire = withoutUndefined({
    id: status.providerMessageId,
    status: status.status,
    timestamp: seconds(status.at),
    recipient_id: status.recipientWaId,
    recipient_user_id: status.recipientUserId,
    recipient_participant_id: status.participant,
    biz_opaque_callback_data: status.callbackData,
    pricing: status.pricing,
    errors: error && [
      { code: error.code, title: error.title ?? "Error", message: error.title ?? "Error", error_data: { details: error.details ?? "" } },
    ],
  });
  return messagesWebhook(channel, { statuses: [wire] });
}

/** A fact about a contact: what a person does in WhatsApp besides writing. */
export type ContactChangeSpec =
  | { kind: "edited"; originalProviderMessageId: string; content: InboundContent }
  | { kind: "revoked"; originalProviderMessageId: string }
  | { kind: "number_changed"; newWaId: string; body?: string }
  | { kind: "marketing_preference"; value: "stop" | "resume" }
  | { kind: "echo"; content: InboundContent };

export function buildContactChange(channel: FakeChannel, from: ProviderIdentity, at: number, change: ContactChangeSpec): string {
  const head = { from: from.waId ?? "", id: createWamid(personOf(from), "in"), timestamp: seconds(at) };
  const contacts = [contactOf(from)];
  switch (change.kind) {
    case "edited": {
      const edit = { original_message_id: change.originalProviderMessageId, message: inboundWire(change.content) };
      return messagesWebhook(channel, { contacts, messages: [{ ...head, type: "edit", edit }] });
    }
    case "revoked": {
      const revoke = { original_message_id: change.originalProviderMessageId };
      return messagesWebhook(channel, { contacts, messages: [{ ...head, type: "revoke", revoke }] });
    }
    case "number_changed": {
      const body = change.body ?? `User changed from ${from.waId} to ${change.newWaId}`;
      const system = { body, wa_id: change.newWaId, type: "user_changed_number" };
      return messagesWebhook(channel, { messages: [{ ...head, type: "system", system }] });
    }
    case "marketing_preference": {
      const preference = withoutUndefined({
        wa_id: from.waId,
        user_id: from.userId,
        detail: change.value === "stop" ? "User requested to stop marketing messages" : "User requested to resume marketing messages",
        category: "marketing_messages",
        value: change.value,
        timestamp: Math.floor(at / 1000),
      });
      return messagesWebhook(channel, { contacts, user_preferences: [preference] }, "user_preferences");
    }
    case "echo": {
      const echo = { from: channel.displayPhoneNumber, to: from.waId ?? "", id: head.id, timestamp: head.timestamp };
      return messagesWebhook(channel, { contacts, message_echoes: [{ ...echo, ...inboundWire(change.content) }] }, "smb_message_echoes");
    }
  }
}

/** A change of any field about the account, a number or a template, with Meta's own value. */
export function buildChannelEvent(wabaId: string, field: string, value: JsonObject, at: number): string {
  return envelope({ id: wabaId, time: Math.floor(at / 1000), changes: [{ value, field }] });
}

function messagesWebhook(channel: FakeChannel, parts: { [key: string]: Json }, field = "messages"): string {
  const metadata = { display_phone_number: channel.displayPhoneNumber, phone_number_id: channel.phoneNumberId };
  const value = { messaging_product: "whatsapp", metadata, ...parts };
  return envelope({ id: channel.wabaId, changes: [{ value, field }] });
}

function envelope(entry: JsonObject): string {
  return toMetaJson({ object: "whatsapp_business_account", entry: [entry] });
}

function contactOf(from: ProviderIdentity): JsonObject {
  const profile = withoutUndefined({ name: from.profileName ?? "Test", username: from.username });
  return withoutUndefined({ profile, wa_id: from.waId, user_id: from.userId, parent_user_id: from.parentUserId });
}

function personOf(from: ProviderIdentity): string {
  return from.waId ?? from.userId ?? "0";
}

function seconds(at: number): string {
  return String(Math.floor(at / 1000));
}
