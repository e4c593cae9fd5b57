/** What the AI operator is asked, says and leaves behind. */
import type { OutboundContent } from "../../domain/message-content.ts";
import type { EffectHandler } from "./handler.ts";

export const askAi: EffectHandler<"ask_ai"> = (effect, batch, rows, now) => {
  const { kind: _, ...turn } = effect;
  rows.askedTurns.push({ ...turn, workspaceId: batch.workspaceId, contactId: batch.scope.contact.id, now });
};

export const finishAiTurn: EffectHandler<"finish_ai_turn"> = (effect, batch, rows, now) => {
  const { kind: _, turnId, version, outcome, reason, messageId } = effect;
  rows.finishedTurns.push({
    workspace_id: batch.workspaceId,
    id: turnId,
    version,
    outcome,
    reason: reason ?? null,
    message_id: messageId ?? null,
    finished_at: now,
  });
  if (outcome !== "handed_over") return;
  const { contact, chat } = batch.scope;
  if (chat) rows.handOvers.push({ workspaceId: batch.workspaceId, chatId: chat.id, reason: reason ?? "", at: now });
  rows.live.push({ w: batch.workspaceId, t: "chat.handed_over", contactId: contact.id, ...(chat && { chatId: chat.id }) });
};

export const sendAiMessage: EffectHandler<"send_ai_message"> = (effect, batch, rows, now) => {
  const { scope, workspaceId } = batch;
  const chat = scope.chats.find(({ id }) => id === effect.chatId);
  if (!chat) return;
  scope.touchedChats.add(chat.id);
  const change = batch.chatChanges.get(chat.id) ?? { unread: 0, lastMessageAt: null };
  change.lastMessageAt = Math.max(change.lastMessageAt ?? 0, now);
  batch.chatChanges.set(chat.id, change);
  const content: OutboundContent = { type: "text", text: effect.text };
  const at = { workspace_id: workspaceId, chat_id: chat.id, contact_id: scope.contact.id, channel_id: chat.channelId };
  rows.messages.push({
    ...at,
    id: effect.id,
    direction: "out",
    type: content.type,
    text: effect.text,
    content,
    status: "queued",
    sender: "ai",
    created_at: now,
  });
  rows.outbox.push({
    ...at,
    message_id: effect.id,
    due_at: now,
    template: null,
    marketing: false,
    free: true,
    ai: !effect.farewell,
    awaited: false,
    content,
  });
  rows.live.push({ w: workspaceId, t: "message.created", id: effect.id, contactId: scope.contact.id, chatId: chat.id });
};

export const aiNote: EffectHandler<"ai_note"> = (effect, batch, rows, now) => {
  rows.notes.push({
    workspace_id: batch.workspaceId,
    id: effect.id,
    contact_id: batch.scope.contact.id,
    text: effect.text,
    agent_id: effect.agentId,
    created_at: now,
  });
};
