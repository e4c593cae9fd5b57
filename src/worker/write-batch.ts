/** The rows a batch will write, collected contact by contact and written together. */
import type pg from "pg";
import { type AskedTurn, askTurns, type ChatAiWrite, type FinishedTurn, finishTurns, updateChatAi } from "../store/ai-turns.ts";
import type { CatalogCache } from "../store/catalog-cache.ts";
import { type DatePlanChange, planDates } from "../store/date-plans.ts";
import {
  addStepCounts,
  type ChannelEventWrite,
  type ChatWrite,
  type ConsentLogWrite,
  type ContactWrite,
  deleteEvents,
  dropQueued,
  type EventWrite,
  type IdentityWrite,
  insertChannelEvents,
  insertChats,
  insertConsentLog,
  insertEvents,
  insertIdentities,
  insertMessages,
  insertNotes,
  insertOutbox,
  insertRunSteps,
  insertRuns,
  insertWholeContacts,
  type MessageWrite,
  type NoteWrite,
  type OutboxWrite,
  type RunStepWrite,
  type RunWrite,
  updateContacts,
  upsertChats,
  upsertRuns,
  type WholeContactWrite,
} from "../store/engine-write.ts";
import { insertMedia, type MediaWrite } from "../store/media-write.ts";
import { applyMessageChanges, type MessageChange } from "../store/message-changes.ts";
import { type HandOverCause, insertHandOverNotices } from "../store/notices.ts";
import { type LiveNotice, notifyWork } from "../store/notify.ts";
import { insertRequests, type RequestWrite } from "../store/request-write.ts";
import { insertTickets, type TicketUpdate, type TicketWrite, updateTickets } from "../store/ticket-write.ts";
import { type CallPermission, recordWhatsAppCalls, setCallPermissions, type WhatsAppCall } from "../store/whatsapp-calls.ts";

export interface WriteBatch {
  newContacts: WholeContactWrite[];
  contacts: ContactWrite[];
  identities: IdentityWrite[];
  newChats: ChatWrite[];
  chats: ChatWrite[];
  messages: MessageWrite[];
  messageChanges: MessageChange[];
  outbox: OutboxWrite[];
  media: MediaWrite[];
  newRuns: RunWrite[];
  runs: RunWrite[];
  runSteps: RunStepWrite[];
  /** By workspace, automation, node, what and day, joined by newlines. */
  counts: Map<string, number>;
  events: EventWrite[];
  channelEvents: ChannelEventWrite[];
  consentLog: ConsentLogWrite[];
  notes: NoteWrite[];
  tickets: TicketWrite[];
  ticketUpdates: TicketUpdate[];
  requests: RequestWrite[];
  calls: WhatsAppCall[];
  callPermissions: CallPermission[];
  chatAi: ChatAiWrite[];
  askedTurns: AskedTurn[];
  finishedTurns: FinishedTurn[];
  handOvers: HandOverCause[];
  datePlans: DatePlanChange[];
  droppedRuns: string[];
  handled: { workspaceId: string; seq: number }[];
  live: LiveNotice[];
}

export function createWriteBatch(): WriteBatch {
  return {
    newContacts: [],
    contacts: [],
    identities: [],
    newChats: [],
    chats: [],
    messages: [],
    messageChanges: [],
    outbox: [],
    media: [],
    newRuns: [],
    runs: [],
    runSteps: [],
    counts: new Map(),
    events: [],
    channelEvents: [],
    consentLog: [],
    notes: [],
    tickets: [],
    ticketUpdates: [],
    requests: [],
    calls: [],
    callPermissions: [],
    chatAi: [],
    askedTurns: [],
    finishedTurns: [],
    handOvers: [],
    datePlans: [],
    droppedRuns: [],
    handled: [],
    live: [],
  };
}

/** Writes everything in the batch's transaction. The shared counters come last: their locks live only until the commit. */
export async function flush(client: pg.ClientBase, catalogs: CatalogCache, batch: WriteBatch, now: number): Promise<void> {
  await insertWholeContacts(client, batch.newContacts);
  await updateContacts(client, batch.contacts);
  await insertIdentities(client, batch.identities);
  await insertChats(client, batch.newChats);
  await upsertChats(client, batch.chats);
  await updateChatAi(client, batch.chatAi);
  await insertMessages(client, batch.messages);
  await applyMessageChanges(client, batch.messageChanges);
  await insertMedia(client, batch.media);
  await insertRuns(client, batch.newRuns);
  await upsertRuns(client, batch.runs);
  await insertRunSteps(client, batch.runSteps);
  await insertConsentLog(client, batch.consentLog);
  await insertNotes(client, batch.notes);
  await insertTickets(client, batch.tickets);
  await updateTickets(client, batch.ticketUpdates);
  await insertRequests(client, batch.requests);
  await recordWhatsAppCalls(client, batch.calls, now);
  await setCallPermissions(client, batch.callPermissions);
  await askTurns(client, batch.askedTurns);
  await finishTurns(client, batch.finishedTurns);
  await insertHandOverNotices(client, batch.handOvers);
  await insertOutbox(client, batch.outbox);
  await dropQueued(client, batch.droppedRuns);
  await planDates(client, catalogs, batch.datePlans, now);
  await insertEvents(client, batch.events);
  await insertChannelEvents(client, batch.channelEvents);
  await deleteEvents(client, batch.handled);
  await notifyWork(
    client,
    {
      sender: batch.outbox.length > 0,
      worker: batch.events.length > 0,
      requests: batch.requests.length > 0,
      media: batch.media.length > 0,
      ai: batch.askedTurns.length > 0,
    },
    batch.live,
  );
  await addStepCounts(client, countRows(batch.counts));
}

function countRows(counts: Map<string, number>) {
  return [...counts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => {
      const [workspace_id, automation_id, node_id, what, day] = key.split("\n");
      return { workspace_id, automation_id, node_id, what, day, count };
    });
}
