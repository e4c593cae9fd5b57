import { contentText } from "../../domain/message-content.ts";
import type { EffectHandler } from "./handler.ts";

/** Stores the message and, unless it was refused already, puts it into the outbox of the run's channel. */
export const queueMessage: EffectHandler<"queue_message"> = (effect, batch, rows, now) => {
  const { scope, workspaceId } = batch;
  const run = scope.runs.find((candidate) => candidate.id === effect.origin.runId);
  const chat = scope.chats.find((candidate) => candidate.channelId === run?.channelId) ?? scope.chat;
  if (!chat) return;
  const refused = effect.error !== undefined;
  scope.touchedChats.add(chat.id);
  const change = batch.chatChanges.get(chat.id) ?? { unread: 0, lastMessageAt: null };
  change.lastMessageAt = Math.max(change.lastMessageAt ?? 0, now);
  batch.chatChanges.set(chat.id, change);
  rows.messages.push({
    workspace_id: workspaceId,
    id: effect.id,
    chat_id: chat.id,
    contact_id: scope.contact.id,
    channel_id: chat.channelId,
    direction: "out",
    type: effect.content.type,
    text: contentText(effect.content),
    content: effect.content,
    status: refused ? "failed" : "queued",
    error: effect.error ?? null,
    sender: "automation",
    automation_id: effect.origin.automationId,
    run_id: effect.origin.runId,
    step_id: effect.origin.stepId,
    failed_at: refused ? now : null,
    created_at: now,
  });
  rows.live.push({ w: workspaceId, t: "message.created", id: effect.id, contactId: scope.contact.id, chatId: chat.id });
  if (refused) return;
  rows.outbox.push({
    workspace_id: workspaceId,
    channel_id: chat.channelId,
    message_id: effect.id,
    chat_id: chat.id,
    contact_id: scope.contact.id,
    due_at: now,
    run_id: effect.origin.runId,
    template: effect.content.type === "template" ? effect.content.template : null,
    marketing: effect.marketing,
    free: effect.content.type !== "template",
    awaited: effect.awaited,
    // The engine refuses what a blocked contact would get: what it let through was said before a later step blocked.
    before_block: scope.contact.blocked,
    content: effect.content,
  });
};
