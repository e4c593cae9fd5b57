/** Stores what customers sent and tells the engine about it. Runs under the contact's lock, before the engine. */
import { goesOnBesidePeople } from "../automation/ai-turn.ts";
import { OUTSIDE, setConsent } from "../automation/contact-change.ts";
import type { EngineEvent } from "../automation/event.ts";
import type { InboundContactChange } from "../domain/inbound-message.ts";
import { contentText, type InboundContent } from "../domain/message-content.ts";
import { waIdToPhone } from "../domain/phone.ts";
import { WINDOW_MS } from "../domain/session-window.ts";
import type { MessageWrite } from "../store/engine-write.ts";
import { newId } from "../store/id.ts";
import type { KnownMessage } from "../store/provider-messages.ts";
import { type ContactBatch, chatOn } from "./contact-batch.ts";
import type { Inbound } from "./inbound.ts";
import type { WriteBatch } from "./write-batch.ts";

export interface InboundLookups {
  /** Messages by channel and provider id: those stored, and those of this batch as they come. */
  messages: Map<string, KnownMessage>;
  now: number;
}

export function providerKey(channelId: string, providerId: string): string {
  return `${channelId}\n${providerId}`;
}

export function takeInbound(batch: ContactBatch, inbound: Inbound, lookups: InboundLookups, rows: WriteBatch): void {
  if (inbound.kind === "message") takeMessage(batch, inbound, lookups, rows);
  else if (inbound.kind === "change") takeChange(batch, inbound, lookups, rows);
}

function push(batch: ContactBatch, inbound: Inbound, event: EngineEvent): void {
  batch.events.push({ event, receivedAt: inbound.event.receivedAt });
}

function takeMessage(batch: ContactBatch, inbound: Extract<Inbound, { kind: "message" }>, lookups: InboundLookups, rows: WriteBatch): void {
  const { message, channelId } = inbound;
  const { contact } = batch.scope;
  const key = providerKey(channelId, message.providerMessageId);
  if (lookups.messages.has(key)) return;
  const id = newId();
  const text = contentText(message.content);
  const answered =
    message.contextProviderMessageId === undefined
      ? undefined
      : lookups.messages.get(providerKey(channelId, message.contextProviderMessageId));
  lookups.messages.set(key, {
    workspaceId: batch.workspaceId,
    channelId,
    providerId: message.providerMessageId,
    id,
    direction: "in",
    automationId: null,
    stepId: null,
    template: null,
    contactId: contact.id,
  });

  const chat = chatOn(batch, channelId, newId());
  const quiet = message.content.type === "reaction";
  const change = batch.chatChanges.get(chat.id) ?? { unread: 0, lastMessageAt: null };
  if (!quiet) {
    chat.unread = true;
    change.unread += 1;
    change.lastMessageAt = Math.max(change.lastMessageAt ?? 0, message.sentAt);
  }
  chat.lastInboundAt = Math.max(chat.lastInboundAt ?? 0, message.sentAt);
  chat.windowExpiresAt = Math.max(chat.windowExpiresAt ?? 0, message.sentAt + WINDOW_MS);
  batch.chatChanges.set(chat.id, change);
  batch.scope.touchedChats.add(chat.id);
  contact.lastSeenAt = Math.max(contact.lastSeenAt ?? 0, message.sentAt);
  // Who writes is on WhatsApp, whatever was thought before.
  contact.reachable = true;
  if (contact.firstName === null && message.from.profileName) contact.firstName = message.from.profileName;
  batch.scope.contactChanged = true;

  const content = storedContent(message.content, batch.workspaceId, channelId, id, lookups.now, rows);
  if (message.content.type === "reaction") {
    rows.messageChanges.push({
      workspaceId: batch.workspaceId,
      channelId,
      providerId: message.content.providerMessageId,
      at: message.sentAt,
      kind: "reaction",
      emoji: message.content.emoji ?? null,
    });
  }
  if (message.content.type === "call_permission_reply") {
    const { accepted, permanent, expiresAt } = message.content;
    rows.callPermissions.push({
      ...{ workspaceId: batch.workspaceId, contactId: contact.id, channelId, accepted },
      until: permanent || expiresAt === undefined ? null : expiresAt * 1000,
      at: message.sentAt,
    });
  }
  const row: MessageWrite = {
    workspace_id: batch.workspaceId,
    id,
    chat_id: chat.id,
    contact_id: contact.id,
    channel_id: channelId,
    direction: "in",
    type: content.type,
    text,
    content: { ...content, ...(message.referral && { referral: message.referral }), ...(message.extra && { extra: message.extra }) },
    status: "received",
    provider_id: message.providerMessageId,
    reply_to_provider_id: message.contextProviderMessageId ?? null,
    sender: "contact",
    sent_at: message.sentAt,
    created_at: lookups.now,
  };
  rows.messages.push(row);
  batch.inboundRows.set(id, row);
  rows.live.push({ w: batch.workspaceId, t: "message.created", id, contactId: contact.id, chatId: chat.id });
  // Groups are kept, but automations are conversations with one person.
  if (message.groupId !== undefined) return;
  push(batch, inbound, {
    type: "message",
    messageId: id,
    channelId,
    content: message.content,
    text,
    sentAt: message.sentAt,
    ...(answered && answered.direction === "out" && { context: contextOf(answered) }),
    ...(message.referredProduct && { referredProduct: message.referredProduct }),
  });
}

function contextOf(answered: KnownMessage) {
  return {
    messageId: answered.id,
    ...(answered.template !== null && { template: answered.template }),
    ...(answered.automationId !== null && { automationId: answered.automationId }),
    ...(answered.stepId !== null && { stepId: answered.stepId }),
  };
}

/** Media get a row of ours that a job fills; the message points to it. */
function storedContent(
  content: InboundContent,
  workspaceId: string,
  channelId: string,
  messageId: string,
  now: number,
  rows: WriteBatch,
): InboundContent {
  if (content.type !== "media" || content.providerMediaId === undefined) return content;
  const mediaId = newId();
  rows.media.push({
    workspace_id: workspaceId,
    id: mediaId,
    channel_id: channelId,
    message_id: messageId,
    provider_media_id: content.providerMediaId,
    mime_type: content.mimeType ?? null,
    filename: content.filename ?? null,
    sha256: content.sha256 ?? null,
    status: "pending",
    created_at: now,
  });
  return { ...content, mediaId };
}

function takeChange(batch: ContactBatch, inbound: Extract<Inbound, { kind: "change" }>, lookups: InboundLookups, rows: WriteBatch): void {
  const { change, channelId } = inbound;
  const at = inbound.event.occurredAt;
  const target = { workspaceId: batch.workspaceId, channelId, at };
  switch (change.kind) {
    case "edited":
      rows.messageChanges.push({
        ...target,
        kind: "edited",
        providerId: change.providerMessageId,
        text: contentText(change.content),
        content: JSON.parse(JSON.stringify(change.content)),
      });
      return;
    case "revoked":
      rows.messageChanges.push({ ...target, kind: "revoked", providerId: change.providerMessageId });
      return;
    case "marketing_preference":
      setConsent(
        batch.scope,
        change.value === "stop" ? "unsubscribed" : "subscribed",
        "whatsapp_preference",
        OUTSIDE,
        change.detail === undefined ? {} : { text: change.detail },
      );
      return;
    case "identity_changed":
      changeIdentity(batch, change, rows, lookups.now);
      return;
    case "echo":
      takeEcho(batch, change, channelId, at, lookups, rows);
      return;
    case "call":
      takeCall(batch, change, channelId, at, rows);
  }
}

/** Who calls opens the 24-hour window, answered or not; so does who takes our call. What counts as a call is what has ended. */
function takeCall(
  batch: ContactBatch,
  change: Extract<InboundContactChange, { kind: "call" }>,
  channelId: string,
  at: number,
  rows: WriteBatch,
): void {
  const { event, direction, completed, durationSeconds, providerCallId } = change;
  const taken = completed === true && (durationSeconds ?? 0) > 0;
  if (direction === "inbound" || event === "accepted" || taken) openWindow(batch, channelId, at);
  if (event !== "terminate" || direction === undefined) return;
  const { id: contactId, phone } = batch.scope.contact;
  const { workspaceId } = batch;
  rows.calls.push({ workspaceId, contactId, channelId, providerId: providerCallId, direction, phone, taken, duration: durationSeconds });
}

function openWindow(batch: ContactBatch, channelId: string, at: number): void {
  const chat = chatOn(batch, channelId, newId());
  chat.windowExpiresAt = Math.max(chat.windowExpiresAt ?? 0, at + WINDOW_MS);
  batch.scope.touchedChats.add(chat.id);
}

function changeIdentity(
  batch: ContactBatch,
  change: { waId?: string; userId?: string; note: string },
  rows: WriteBatch,
  now: number,
): void {
  const { contact } = batch.scope;
  if (change.waId !== undefined) {
    contact.waId = change.waId;
    contact.phone = waIdToPhone(change.waId);
    contact.reachable = true;
  }
  if (change.userId !== undefined) contact.userId = change.userId;
  batch.scope.contactChanged = true;
  rows.identities.push(
    ...(change.waId !== undefined ? [{ workspace_id: batch.workspaceId, kind: "wa_id", value: change.waId, contact_id: contact.id }] : []),
    ...(change.userId !== undefined
      ? [{ workspace_id: batch.workspaceId, kind: "user_id", value: change.userId, contact_id: contact.id }]
      : []),
  );
  if (change.note !== "") {
    rows.notes.push({ workspace_id: batch.workspaceId, id: newId(), contact_id: contact.id, text: change.note, created_at: now });
  }
}

/** Somebody of the business wrote on the telephone's own app: it belongs in the chat, and a person has taken over. */
function takeEcho(
  batch: ContactBatch,
  change: { providerMessageId: string; content: InboundContent },
  channelId: string,
  at: number,
  lookups: InboundLookups,
  rows: WriteBatch,
): void {
  const key = providerKey(channelId, change.providerMessageId);
  if (lookups.messages.has(key)) return;
  const chat = chatOn(batch, channelId, newId());
  if (!goesOnBesidePeople(chat)) chat.humanSince ??= at;
  batch.scope.touchedChats.add(chat.id);
  batch.chatChanges.set(chat.id, { unread: batch.chatChanges.get(chat.id)?.unread ?? 0, lastMessageAt: at });
  rows.messages.push({
    workspace_id: batch.workspaceId,
    id: newId(),
    chat_id: chat.id,
    contact_id: batch.scope.contact.id,
    channel_id: channelId,
    direction: "out",
    type: change.content.type,
    text: contentText(change.content),
    content: change.content,
    status: "sent",
    provider_id: change.providerMessageId,
    sender: "phone_app",
    sent_at: at,
    created_at: lookups.now,
  });
}
