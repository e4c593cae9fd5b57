import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../../domain/json.ts";
import { isChannelField } from "./channel-fields.ts";
import type { EnvelopeItem } from "./envelope-item.ts";
import { asArray, asInstant, asObject, asText } from "./raw-json.ts";

/** What every item of one change shares. */
interface Frame {
  field: string;
  value: JsonObject;
  wabaId: string | undefined;
  phoneNumberId: string | undefined;
  contacts: Json[];
  /** For items that carry no time of their own: the entry's, else that of receipt. */
  at: number;
  /** `entry.time` as sent: part of the fingerprint, unlike the time of receipt, which differs on each retry. */
  stamp: string;
}

/** Messages that tell of an earlier message or of the contact itself instead of saying something new. */
const CHANGE_MESSAGE_TYPES = new Set<unknown>(["system", "edit", "revoke"]);
const MESSAGE_STATUSES = new Set(["sent", "delivered", "read", "played", "failed"]);

/**
 * The updates of one parsed webhook body, in their order. Never throws: what cannot be attributed becomes an `unknown`
 * item that carries it whole. On the ingress path, so it copies nothing that the item does not need.
 *
 * @param receivedAt epoch ms, for updates without a time of their own.
 */
export function splitEnvelope(envelope: Json, receivedAt: number): EnvelopeItem[] {
  const items: EnvelopeItem[] = [];
  const root = asObject(envelope);
  if (root === undefined || !Array.isArray(root.entry)) {
    return [
      unknown({ field: "", value: { envelope }, wabaId: undefined, phoneNumberId: undefined, contacts: [], at: receivedAt, stamp: "" }),
    ];
  }
  for (const rawEntry of root.entry) {
    const entry = asObject(rawEntry) ?? { entry: rawEntry };
    const at = asInstant(entry.time) ?? receivedAt;
    const wabaId = asText(entry.id);
    const stamp = asText(entry.time) ?? "";
    const before = items.length;
    for (const rawChange of asArray(entry.changes)) {
      const change = asObject(rawChange) ?? { change: rawChange };
      const value = asObject(change.value) ?? { value: change.value ?? null };
      const metadata = asObject(value.metadata);
      splitChange(items, {
        field: asText(change.field) ?? "",
        value,
        wabaId: asText(asObject(value.waba_info)?.waba_id) ?? wabaId,
        phoneNumberId: asText(metadata?.phone_number_id),
        contacts: asArray(value.contacts),
        at,
        stamp,
      });
    }
    if (items.length === before)
      items.push(unknown({ field: "", value: entry, wabaId, phoneNumberId: undefined, contacts: [], at, stamp }));
  }
  return items;
}

function splitChange(items: EnvelopeItem[], frame: Frame): void {
  const { field, value } = frame;
  const before = items.length;
  if (field === "messages" || field === "calls") {
    for (const message of asArray(value.messages)) items.push(fromMessage(frame, message));
    for (const status of asArray(value.statuses)) items.push(fromStatus(frame, status));
    for (const call of asArray(value.calls)) items.push(fromCall(frame, call));
  } else if (field === "user_preferences") {
    for (const entry of asArray(value.user_preferences)) items.push(fromList(frame, "preference", entry));
  } else if (field === "user_id_update") {
    for (const entry of asArray(value.user_id_update)) items.push(fromList(frame, "userIdUpdate", entry));
  } else if (field === "smb_message_echoes") {
    for (const entry of asArray(value.message_echoes)) items.push(fromEcho(frame, entry));
  } else if (isChannelField(field)) {
    items.push({ kind: "channel", ...base(frame, frame.at, value), field });
  }
  // Nothing recognised in it (an unknown field, or `messages` with only `errors`): kept whole.
  if (items.length === before) items.push(unknown(frame));
}

function fromMessage(frame: Frame, raw: Json): EnvelopeItem {
  const message = asObject(raw);
  const id = message && asText(message.id);
  if (message === undefined || id === undefined || frame.phoneNumberId === undefined) return unknown(frame, { message: raw });
  const contact = matchingContact(frame.contacts, message.from, message.from_user_id);
  const contactKey = keyOf(message.from, message.from_user_id, contact);
  if (contactKey === undefined) return unknown(frame, { message: raw });
  const body = withContext(frame, { message }, contact);
  // An interactive message whose reply Meta could not deliver comes without it; the reason stands beside the messages.
  if (frame.value.errors !== undefined) body.errors = frame.value.errors;
  const { wabaId, phoneNumberId } = frame;
  const occurredAt = asInstant(message.timestamp) ?? frame.at;
  const shared = { wabaId, phoneNumberId, contactKey, dedupeKey: `message:${id}`, occurredAt, body };
  return CHANGE_MESSAGE_TYPES.has(message.type)
    ? { kind: "contact_change", ...shared }
    : { kind: "message", ...shared, providerMessageId: id };
}

function fromStatus(frame: Frame, raw: Json): EnvelopeItem {
  const status = asObject(raw);
  const id = status && asText(status.id);
  if (status === undefined || id === undefined || frame.phoneNumberId === undefined) return unknown(frame, { status: raw });
  if (status.type === "call") return fromList(frame, "callStatus", status);
  const word = asText(status.status);
  if (word === undefined || !MESSAGE_STATUSES.has(word)) return unknown(frame, { status });
  const contact = matchingContact(frame.contacts, status.recipient_id, status.recipient_user_id);
  const participant = asText(status.recipient_participant_id) ?? asText(status.participant_recipient_id) ?? "";
  return {
    kind: "status",
    wabaId: frame.wabaId,
    phoneNumberId: frame.phoneNumberId,
    // A status finds its message by id; the key only keeps one recipient's statuses together, so a missing one is bearable.
    contactKey: keyOf(status.recipient_id, status.recipient_user_id, contact) ?? id,
    dedupeKey: `status:${id}:${word}:${participant}`,
    occurredAt: asInstant(status.timestamp) ?? frame.at,
    providerMessageId: id,
    body: withContext(frame, { status }, contact),
  };
}

/** Messages typed in the WhatsApp Business app: the contact is the recipient. */
function fromEcho(frame: Frame, raw: Json): EnvelopeItem {
  const echo = asObject(raw);
  const id = echo && asText(echo.id);
  const contactKey = asText(echo?.to) ?? asText(echo?.to_user_id);
  const { wabaId, phoneNumberId } = frame;
  if (echo === undefined || id === undefined || contactKey === undefined || phoneNumberId === undefined) {
    return unknown(frame, { echo: raw });
  }
  const occurredAt = asInstant(echo.timestamp) ?? frame.at;
  const body = withContext(frame, { echo }, matchingContact(frame.contacts, echo.to, echo.to_user_id));
  return { kind: "contact_change", wabaId, phoneNumberId, contactKey, dedupeKey: `message:${id}`, occurredAt, body };
}

/** Of a call the business placed `from` is its own number: the person is `to`, or whom contacts[] names. */
function fromCall(frame: Frame, raw: Json): EnvelopeItem {
  const call = asObject(raw);
  const placedByUs = call?.direction === "BUSINESS_INITIATED";
  const only = frame.contacts.length === 1 ? asObject(frame.contacts[0]) : undefined;
  const waId = placedByUs ? (asText(only?.wa_id) ?? asText(call?.to)) : asText(call?.from);
  return fromList(frame, "call", raw, waId, asText(placedByUs ? call?.to_user_id : call?.from_user_id));
}

/** Entries without an id to de-duplicate by, which name their contact by `wa_id` / `user_id` or as the caller says. */
function fromList(frame: Frame, name: string, raw: Json, waId?: string, userId?: string): EnvelopeItem {
  const entry = asObject(raw);
  if (entry === undefined || frame.phoneNumberId === undefined) return unknown(frame, { [name]: raw });
  const namedUser = userId ?? asText(entry.user_id) ?? asText(entry.recipient_user_id);
  const named = waId ?? asText(entry.wa_id) ?? asText(entry.recipient_id);
  const contact = matchingContact(frame.contacts, named, namedUser);
  const contactKey = keyOf(named, namedUser, contact);
  if (contactKey === undefined) return unknown(frame, { [name]: raw });
  const body = withContext(frame, { [name]: entry }, contact);
  return {
    kind: "contact_change",
    ...base(frame, asInstant(entry.timestamp) ?? frame.at, body),
    phoneNumberId: frame.phoneNumberId,
    contactKey,
  };
}

function unknown(frame: Frame, part?: JsonObject): EnvelopeItem {
  const body = part === undefined ? frame.value : withContext(frame, part, undefined);
  return { kind: "unknown", ...base(frame, frame.at, body), field: frame.field };
}

function base(frame: Frame, occurredAt: number, body: JsonObject) {
  const { wabaId, phoneNumberId, field, stamp } = frame;
  return { wabaId, phoneNumberId, dedupeKey: `${field}:${fingerprint(stamp, body)}`, occurredAt, body };
}

/** The same change told twice has the same bytes; the same change happening again has another time. */
function fingerprint(stamp: string, body: JsonObject): string {
  return createHash("sha256")
    .update(`${stamp}\n${JSON.stringify(body)}`)
    .digest("base64url");
}

function withContext(frame: Frame, body: JsonObject, contact: JsonObject | undefined): JsonObject {
  if (contact !== undefined) body.contact = contact;
  if (frame.value.metadata !== undefined) body.metadata = frame.value.metadata;
  return body;
}

function keyOf(waId: unknown, userId: unknown, contact: JsonObject | undefined): string | undefined {
  return asText(waId) ?? asText(contact?.wa_id) ?? asText(userId) ?? asText(contact?.user_id);
}

/** The profile of this person. People who hide their number have no `wa_id`; then the user id decides, or being alone. */
function matchingContact(contacts: Json[], waId: unknown, userId: unknown): JsonObject | undefined {
  const wanted = asText(waId);
  const wantedUser = asText(userId);
  for (const raw of contacts) {
    const contact = asObject(raw);
    if (contact === undefined) continue;
    if (wanted !== undefined && asText(contact.wa_id) === wanted) return contact;
    if (wantedUser !== undefined && asText(contact.user_id) === wantedUser) return contact;
  }
  const only = contacts.length === 1 ? asObject(contacts[0]) : undefined;
  const anonymous = wanted === undefined && wantedUser === undefined;
  return anonymous || asText(only?.wa_id) === undefined ? only : undefined;
}
