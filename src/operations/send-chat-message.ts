/** A message from a person or the API into a chat: the same checks as a step's, and the same outbox. */

import { goesOnBesidePeople } from "../automation/ai-turn.ts";
import { bareEnvironment } from "../automation/bare-environment.ts";
import { composeMessage } from "../automation/message/compose-message.ts";
import type { MessageContext } from "../automation/message/message-context.ts";
import { newChat } from "../automation/new-chat.ts";
import type { Scope } from "../automation/scope.ts";
import type { RunState } from "../automation/state.ts";
import type { StepContext } from "../automation/step.ts";
import { renderTemplate } from "../automation/template.ts";
import { lookupField, templateVariables, timeZoneOf } from "../automation/variables.ts";
import { checkContent } from "../domain/check-content.ts";
import { contentText, type OutboundContent, type TemplateContent } from "../domain/message-content.ts";
import { notFound, Refusal } from "../domain/refusal.ts";
import type { Tx } from "../store/db.ts";
import { loadChats, lockContacts } from "../store/engine-load.ts";
import { insertMessages, insertOutbox, upsertChats } from "../store/engine-write.ts";
import { newId } from "../store/id.ts";
import { notifyWork } from "../store/notify.ts";
import { type ChangeContext, contactScope } from "./change-contact.ts";

/** A template may leave out its language and the values of variables that the contact has. */
export type SendContent = Exclude<OutboundContent, TemplateContent> | TemplateRequest;
export interface TemplateRequest {
  type: "template";
  template: string;
  language?: string | undefined;
  variables?: Record<string, string> | undefined;
  headerText?: string | undefined;
  headerLocation?: { latitude: number; longitude: number; name?: string | undefined; address?: string | undefined } | undefined;
  headerMedia?:
    | { mediaType: "image" | "video" | "document"; url?: string | undefined; mediaId?: string | undefined; filename?: string | undefined }
    | undefined;
  buttonParameters?: { index: number; text?: string | undefined }[] | undefined;
}

export interface SendRequest {
  workspaceId: string;
  contactId: string;
  /** The number to send from; the contact's latest chat's, or the workspace's first, when left out. */
  channelId?: string | undefined;
  content: SendContent;
  sender: "operator" | "api";
  operatorId: string | null;
  replyToProviderId?: string | null | undefined;
  /** A person writes: bot and AI stay silent in this chat from now on. */
  takeOver: boolean;
}

export interface QueuedMessage {
  messageId: string;
  chatId: string;
}

/** @throws {Refusal} `contact_blocked`, `window_closed`, or `not_sendable` with the reason */
export async function sendChatMessage(tx: Tx, { catalogs, clock }: ChangeContext, request: SendRequest): Promise<QueuedMessage> {
  const { workspaceId, contactId } = request;
  const refs = [{ workspaceId, contactId }];
  const catalog = (await catalogs.get(tx.client, [workspaceId])).get(workspaceId);
  const contact = catalog && (await lockContacts(tx.client, refs, new Map([[workspaceId, catalog]]))).get(contactId);
  if (!catalog || !contact) throw notFound("contact");
  const chats = (await loadChats(tx.client, refs, false)).get(contactId) ?? [];
  const channelId = request.channelId ?? chats[0]?.channelId ?? catalog.defaultChannelId;
  if (!channelId) throw new Refusal("not_sendable", "Connect a WhatsApp number first.", { reason: "no_channel" });
  const existing = chats.find((chat) => chat.channelId === channelId);
  const chat = existing ?? newChat(newId(), channelId);
  const now = clock.now();
  const scope: Scope = { ...contactScope(catalog, contact), chats: [chat], chat };
  const { content, marketing } = compose(scope, request.content, now);
  const messageId = newId();
  const at = { workspace_id: workspaceId, chat_id: chat.id, contact_id: contactId, channel_id: channelId };
  await upsertChats(tx.client, [
    {
      workspace_id: workspaceId,
      id: chat.id,
      contact_id: contactId,
      channel_id: channelId,
      // Negative: whoever answers has read.
      unread_count: request.sender === "operator" ? -1 : 0,
      last_message_at: now,
      human_since: request.takeOver && !goesOnBesidePeople(chat) ? (chat.humanSince ?? now) : chat.humanSince,
      created_at: now,
    },
  ]);
  await insertMessages(tx.client, [
    {
      ...at,
      id: messageId,
      direction: "out",
      type: content.type,
      text: contentText(content),
      content,
      status: "queued",
      reply_to_provider_id: request.replyToProviderId ?? null,
      sender: request.sender,
      operator_id: request.operatorId,
      created_at: now,
    },
  ]);
  const template = content.type === "template" ? content.template : null;
  await insertOutbox(tx.client, [
    {
      ...at,
      message_id: messageId,
      due_at: now,
      template,
      marketing,
      free: template === null,
      awaited: false,
      reply_to: request.replyToProviderId ?? null,
      content,
    },
  ]);
  const ids = { w: workspaceId, contactId, chatId: chat.id };
  await notifyWork(tx.client, { sender: true }, [
    { ...ids, t: "message.created", id: messageId },
    { ...ids, t: "chat.updated", id: chat.id },
  ]);
  return { messageId, chatId: chat.id };
}

function compose(scope: Scope, content: SendContent, now: number): { content: OutboundContent; marketing: boolean } {
  const { contact, chat } = scope;
  if (contact.blocked) throw new Refusal("contact_blocked", "Unblock the contact first.");
  if (!contact.reachable) throw new Refusal("not_sendable", "This number is not on WhatsApp.", { reason: "invalid_number" });
  if (content.type !== "template") {
    const open = chat?.windowExpiresAt != null && now < chat.windowExpiresAt;
    if (!open) throw new Refusal("window_closed", "The contact has not written in the last 24 hours: send a template.");
    const [problem] = checkContent(content);
    if (problem) throw new Refusal("not_sendable", problem.message, { reason: problem.code, path: problem.path });
    return { content, marketing: false };
  }
  const given = content.variables ?? {};
  const { mediaType: _, mediaId, ...file } = content.headerMedia ?? { mediaType: "image" };
  const config = {
    kind: "template",
    template: content.template,
    language: content.language,
    variables: given,
    ...(content.headerText !== undefined && { headerText: content.headerText }),
    ...(content.headerLocation && { headerLocation: content.headerLocation }),
    ...(content.headerMedia && { headerMedia: { ...file, ...(mediaId !== undefined && { asset: mediaId }) } }),
    buttonParameters: content.buttonParameters ?? [],
  };
  const literal = new Set([
    ...Object.values(given),
    ...(content.buttonParameters ?? []).map(({ text }) => text ?? ""),
    content.headerText ?? "",
    content.headerLocation?.name ?? "",
    content.headerLocation?.address ?? "",
    file.url ?? "",
    file.filename ?? "",
  ]);
  const composed = composeMessage(config as Parameters<typeof composeMessage>[0], messageContext(scope, now, literal));
  if (composed.error) {
    const { code, detail } = composed.error;
    throw new Refusal("not_sendable", templateError(code, detail), {
      reason: code,
      ...(detail !== undefined && { about: detail }),
    });
  }
  return { content: composed.content, marketing: composed.marketing };
}

const TEMPLATE_ERRORS: Record<string, string> = {
  template_not_found: "There is no template of this name.",
  template_language_missing: "The template has no text in the contact's language.",
  template_not_approved: "WhatsApp has not approved the template yet.",
  unsubscribed: "The contact does not want marketing messages.",
  no_consent: "The contact has not agreed to marketing messages.",
};

function templateError(code: string, detail: string | undefined): string {
  if (code === "missing_variable" && detail !== undefined)
    return (
      MISSING[detail] ??
      (/^button \d+$/.test(detail)
        ? `The ${detail} of the template needs a value.`
        : `The variable "${detail}" of the template has no value.`)
    );
  if (code === "invalid_message" && detail !== undefined) return `WhatsApp would refuse the template: ${detail} does not fit.`;
  return TEMPLATE_ERRORS[code] ?? `The template cannot be sent: ${code}.`;
}

const MISSING: Record<string, string> = {
  headerMedia: "The template shows a file on top, and none is given.",
  headerLocation: "The template shows a place on top, and none is given.",
};

/** What composing looks at, with no run behind it. `literal` texts were typed by a person: they are no templates. */
function messageContext(scope: Scope, now: number, literal: ReadonlySet<string>): StepContext & MessageContext {
  const environment = bareEnvironment(now, newId);
  const variables = () => templateVariables(scope, null, environment);
  return {
    environment,
    scope,
    run: null as unknown as RunState,
    path: null as never,
    node: null as never,
    origin: null as never,
    workspace: scope.workspace,
    literal,
    connected: () => false,
    render: (text) => (literal.has(text) ? text : renderTemplate(text, variables())),
    variables,
    lookup: (field) => lookupField(scope, null, environment, field),
    emit: () => {},
    timeZone: timeZoneOf(scope),
  };
}
