/** One contact of a batch: what came in for it, its scope while the engine works, and how that becomes rows. */

import type { ReceivedEvent } from "../automation/advance.ts";
import { newChat } from "../automation/new-chat.ts";
import type { Scope } from "../automation/scope.ts";
import type { ChatAi, ChatState, ContactState } from "../automation/state.ts";
import type { ProviderIdentity } from "../domain/inbound-message.ts";
import { waIdToPhone } from "../domain/phone.ts";
import type { MessageWrite } from "../store/engine-write.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";

export interface ContactBatch {
  workspaceId: string;
  catalog: Catalog;
  scope: Scope;
  events: ReceivedEvent[];
  /** Somebody who wrote for the first time: stored with this batch. */
  created: { username: string | null } | null;
  /** Runs that were there before. */
  storedRuns: Set<string>;
  /** What inbound messages add to their chat. */
  chatChanges: Map<string, { unread: number; lastMessageAt: number | null }>;
  /** What the AI did in each chat when it was loaded. */
  aiBefore: Map<string, ChatAi | null>;
  /** Chats that were unread when loaded. */
  unreadBefore: Set<string>;
  /** Rows of this batch's inbound messages by id: the engine's reasons are noted on them. */
  inboundRows: Map<string, MessageWrite>;
}

export function createContactBatch(
  workspaceId: string,
  catalog: Catalog,
  scope: Scope,
  created: ContactBatch["created"] = null,
): ContactBatch {
  return {
    workspaceId,
    catalog,
    scope,
    events: [],
    created,
    storedRuns: new Set(scope.runs.map((run) => run.id)),
    chatChanges: new Map(),
    aiBefore: new Map(scope.chats.map((chat) => [chat.id, chat.ai])),
    unreadBefore: new Set(scope.chats.filter((chat) => chat.unread).map((chat) => chat.id)),
    inboundRows: new Map(),
  };
}

/** Somebody of whom nothing is known but the names they go by. */
export function newContact(id: string, from: ProviderIdentity, now: number): ContactState {
  return {
    id,
    phone: from.waId === undefined ? null : waIdToPhone(from.waId),
    waId: from.waId ?? null,
    userId: from.userId ?? null,
    firstName: from.profileName ?? null,
    lastName: null,
    email: null,
    language: null,
    timeZone: null,
    consent: "not_declared",
    blocked: false,
    reachable: true,
    aiEnabled: true,
    fields: {},
    tags: [],
    lists: [],
    operators: [],
    createdAt: now,
    lastSeenAt: null,
  };
}

/** The contact's chat on this channel; made in memory where there is none yet. */
export function chatOn(batch: ContactBatch, channelId: string, id: string): ChatState {
  const existing = batch.scope.chats.find((chat) => chat.channelId === channelId);
  if (existing) return existing;
  const chat = newChat(id, channelId);
  batch.scope.chats.push(chat);
  batch.scope.chat ??= chat;
  return chat;
}
