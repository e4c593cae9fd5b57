/** What the engine left in a contact's scope, as rows. */

import { wakeAt } from "../automation/interpret.ts";
import type { RunState } from "../automation/state.ts";
import { instantToZoned } from "../domain/calendar.ts";
import { contactRow } from "../operations/contact-row.ts";
import type { StoredRunState } from "../store/engine-load.ts";
import type { ContactBatch } from "./contact-batch.ts";
import { handleEffect } from "./effects/handlers.ts";
import type { WriteBatch } from "./write-batch.ts";

export function collectRows(batch: ContactBatch, rows: WriteBatch, now: number): void {
  const { scope } = batch;
  for (const effect of scope.effects) handleEffect(effect, batch, rows, now);
  if (batch.created)
    rows.newContacts.push({
      ...contactRow(scope, batch.workspaceId, now),
      username: batch.created.username,
      created_at: scope.contact.createdAt,
    });
  else if (scope.contactChanged) rows.contacts.push(contactRow(scope, batch.workspaceId, now));
  for (const chat of scope.chats) {
    if (!scope.touchedChats.has(chat.id)) continue;
    // Nobody else can have made a chat with somebody who is only now being stored.
    (batch.created ? rows.newChats : rows.chats).push(chatRow(batch, chat, now));
  }
  for (const run of scope.runs) {
    if (!scope.touchedRuns.has(run.id)) continue;
    (batch.storedRuns.has(run.id) ? rows.runs : rows.newRuns).push(runRow(batch, run));
  }
  for (const chat of scope.chats) {
    if (chat.ai !== (batch.aiBefore.get(chat.id) ?? null)) rows.chatAi.push({ workspace_id: batch.workspaceId, id: chat.id, ai: chat.ai });
  }
  collectHistory(batch, rows, now);
}

function chatRow(batch: ContactBatch, chat: ContactBatch["scope"]["chats"][number], now: number) {
  const change = batch.chatChanges.get(chat.id);
  const unread = change?.unread ?? 0;
  return {
    workspace_id: batch.workspaceId,
    id: chat.id,
    contact_id: batch.scope.contact.id,
    channel_id: chat.channelId,
    // A step may mark the chat unread though nobody wrote; `chat.unread` then says so and nothing was added.
    unread_count: chat.unread && unread === 0 && !batch.unreadBefore.has(chat.id) ? 1 : unread,
    last_message_at: change?.lastMessageAt ?? null,
    last_inbound_at: chat.lastInboundAt,
    window_expires_at: chat.windowExpiresAt,
    human_since: chat.humanSince,
    created_at: now,
  };
}

function runRow({ scope, workspaceId }: ContactBatch, run: RunState) {
  const state: StoredRunState = {
    vars: run.vars,
    reply: run.reply,
    ticket: run.ticket,
    paths: run.paths,
    steps: run.steps,
    visits: run.visits,
    depth: run.depth,
  };
  return {
    workspace_id: workspaceId,
    id: run.id,
    automation_id: run.automationId,
    version_id: run.versionId,
    contact_id: scope.contact.id,
    channel_id: run.channelId,
    status: run.status,
    reason: run.reason,
    wake_at: wakeAt(run),
    trigger_id: run.trigger.id,
    trigger: run.trigger,
    state,
    started_at: run.startedAt,
    ended_at: run.endedAt,
  };
}

/** The path of the runs, the counters, and why inbound messages did what they did. */
function collectHistory({ scope, workspaceId, inboundRows }: ContactBatch, rows: WriteBatch, now: number): void {
  for (const record of scope.records) {
    rows.runSteps.push({
      workspace_id: workspaceId,
      run_id: record.runId,
      contact_id: scope.contact.id,
      automation_id: record.automationId,
      version_id: record.versionId,
      path_id: record.pathId,
      step_id: record.stepId,
      step_type: record.stepType,
      visit: record.visit,
      entered_at: record.enteredAt,
      left_at: record.leftAt,
      exit: record.exit,
      error: record.error,
      result: record.result,
    });
  }
  if (scope.counts.length > 0) {
    const day = instantToZoned(now, scope.workspace.timeZone).date;
    for (const { automationId, nodeId, what } of scope.counts) {
      const key = [workspaceId, automationId, nodeId, what, day].join("\n");
      rows.counts.set(key, (rows.counts.get(key) ?? 0) + 1);
    }
  }
  for (const dispatch of scope.dispatches) {
    const message = inboundRows.get(dispatch.messageId);
    if (message) message.dispatch = dispatch;
  }
  for (const run of scope.runs) {
    if (scope.touchedRuns.has(run.id))
      rows.live.push({ w: workspaceId, t: "run.changed", id: run.id, contactId: scope.contact.id, automationId: run.automationId });
  }
}
