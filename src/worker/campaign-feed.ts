/** One portion of a campaign: messages into the outbox, or starts into the engine, and the recipients' new states with them. */

import type pg from "pg";
import { bareEnvironment } from "../automation/bare-environment.ts";
import { composeMessage } from "../automation/message/compose-message.ts";
import type { TemplateConfig } from "../automation/message/message-config.ts";
import { contactMessageContext } from "../automation/message/message-context.ts";
import { newChat } from "../automation/new-chat.ts";
import { newScope } from "../automation/new-scope.ts";
import type { ChatState, ContactState } from "../automation/state.ts";
import { contentText } from "../domain/message-content.ts";
import { dueRecipients, type RecipientOutcome, settleRecipients } from "../store/campaign-recipients.ts";
import { type Campaign, channelLoad, eventBacklog } from "../store/campaigns.ts";
import { loadChats, lockContacts } from "../store/engine-load.ts";
import {
  type ChatWrite,
  insertEvents,
  insertMessages,
  insertOutbox,
  type MessageWrite,
  type OutboxWrite,
  upsertChats,
} from "../store/engine-write.ts";
import { newId } from "../store/id.ts";
import { messagingRoom, takeRoom } from "../store/messaging-room.ts";
import { type LiveNotice, notifyWork } from "../store/notify.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import { lowQuality, NUMBER_STOPPED, stillQuiet, type Wait, whoIsAwake } from "./campaign-waits.ts";

/** Recipients of one transaction: their contacts are locked for its length. */
const PORTION = 500;
/** Seconds of the number's throughput that may wait in the outbox: an answer to a customer waits no longer behind a campaign. */
const QUEUE_SECONDS = 3;
const MOST_QUEUED = 3_000;
/** Events of the workspace that may wait for the engine. */
const MOST_EVENTS = 2_000;

/** How many were handled, and why the rest waits if it does; or why the campaign cannot go on, and nothing was. */
export type Fed = { handled: number; waits?: Wait | null } | { problem: string };

/** Errors that would meet every recipient: the campaign waits for somebody to put them right. */
const STOPPING = new Set(["template_not_found", "template_not_approved"]);

interface Portion {
  chats: ChatWrite[];
  messages: MessageWrite[];
  outbox: OutboxWrite[];
  outcomes: RecipientOutcome[];
  live: LiveNotice[];
}

export async function feedTemplates(
  client: pg.ClientBase,
  campaign: Campaign,
  templates: TemplateConfig[],
  catalogs: Map<string, Catalog>,
  now: number,
): Promise<Fed> {
  const { workspaceId, channelId } = campaign;
  const catalog = catalogs.get(workspaceId);
  if (!catalog || channelId === null) return { problem: "no_channel" };
  const load = await channelLoad(client, workspaceId, channelId, MOST_QUEUED);
  if (!load) return { handled: 0, waits: NUMBER_STOPPED };
  const marketing = isMarketing(templates, catalog);
  if (load.marketingPaused && marketing) return { handled: 0, waits: lowQuality(now) };
  const room = Math.min(Math.max(load.throughput * QUEUE_SECONDS, 1), MOST_QUEUED) - load.queued;
  if (room <= 0) return { handled: 0, waits: stillQuiet(campaign, now) };
  const people = await messagingRoom(client, workspaceId, channelId, now);
  if (people.room <= 0) return { handled: 0, waits: { reason: "messaging_limit", until: people.roomAt } };
  const due = await dueRecipients(client, campaign, {
    now,
    capHours: campaign.capHours,
    marketingCap: marketing ? catalog.snapshot.marketingCap : undefined,
    limit: Math.min(room, people.room, PORTION),
  });
  const { awake, waits } = marketing ? await whoIsAwake(client, campaign, due, catalog, now) : { awake: due, waits: null };
  const refs = awake.map(({ contactId }) => ({ workspaceId, contactId }));
  const contacts = await lockContacts(client, refs, catalogs);
  const chats = await loadChats(client, refs, false);

  const portion: Portion = { chats: [], messages: [], outbox: [], outcomes: [], live: [] };
  for (const { contactId, variant, capped } of awake) {
    const contact = contacts.get(contactId);
    const config = templates[variant] ?? templates[0];
    // Erased since it was claimed: its row went with it.
    if (!contact || !config) continue;
    const own = chats.get(contactId) ?? [];
    const problem = capped
      ? skip(portion, campaign, contactId, "frequency_cap", now)
      : write(portion, campaign, { channelId, config, contact, chats: own, catalog, now });
    if (problem !== null) return { problem };
  }
  await upsertChats(client, portion.chats);
  await insertMessages(client, portion.messages);
  await insertOutbox(client, portion.outbox);
  await settleRecipients(client, portion.outcomes);
  if (Number.isFinite(people.room)) await takeRoom(client, workspaceId, channelId, portion.outbox.length);
  await notifyWork(client, { sender: portion.outbox.length > 0 }, portion.live);
  // Who was put off is done with, too: others may be due behind them.
  return { handled: portion.outcomes.length + due.length - awake.length, waits };
}

/** One marketing template of several makes all wait: their shares are to be compared. */
function isMarketing(templates: TemplateConfig[], { snapshot }: Catalog): boolean {
  return templates.some(({ template }) => snapshot.templates[template]?.category === "marketing");
}

function skip(portion: Portion, { workspaceId, id }: Campaign, contactId: string, reason: string, now: number): null {
  portion.outcomes.push({ workspace_id: workspaceId, campaign_id: id, contact_id: contactId, state: "skipped", reason, handled_at: now });
  return null;
}

interface Recipient {
  channelId: string;
  config: TemplateConfig;
  contact: ContactState;
  chats: ChatState[];
  catalog: Catalog;
  now: number;
}

/** Returns a problem of the whole campaign, or null. */
function write(portion: Portion, campaign: Campaign, { channelId, config, contact, chats, catalog, now }: Recipient): string | null {
  const { workspaceId, id: campaignId } = campaign;
  const existing = chats.find((chat) => chat.channelId === channelId);
  const chat = existing ?? newChat(newId(), channelId);
  const scope = newScope({ workspace: catalog.snapshot, contact, chats: [chat] });
  const environment = bareEnvironment(now, newId);
  const { content, marketing, error } = composeMessage(
    { kind: "template", timeout: null, ...config },
    contactMessageContext(scope, environment),
  );
  if (error) {
    if (STOPPING.has(error.code)) return error.code;
    return skip(portion, campaign, contact.id, error.detail === undefined ? error.code : `${error.code}: ${error.detail}`, now);
  }
  const messageId = newId();
  const at = { workspace_id: workspaceId, chat_id: chat.id, contact_id: contact.id, channel_id: channelId };
  portion.chats.push({
    workspace_id: workspaceId,
    id: chat.id,
    contact_id: contact.id,
    channel_id: channelId,
    unread_count: 0,
    last_message_at: now,
    human_since: chat.humanSince,
    created_at: now,
  });
  portion.messages.push({
    ...at,
    id: messageId,
    direction: "out",
    type: content.type,
    text: contentText(content),
    content,
    status: "queued",
    sender: "campaign",
    campaign_id: campaignId,
    created_at: now,
  });
  portion.outbox.push({
    ...at,
    message_id: messageId,
    due_at: now,
    template: config.template,
    marketing,
    free: false,
    awaited: false,
    content,
  });
  portion.outcomes.push({
    workspace_id: workspaceId,
    campaign_id: campaignId,
    contact_id: contact.id,
    state: "queued",
    message_id: messageId,
    handled_at: now,
  });
  portion.live.push({ w: workspaceId, t: "message.created", id: messageId, contactId: contact.id, chatId: chat.id });
  return null;
}

/** The automation's own steps look at consent, windows and numbers when they send. */
export async function feedAutomation(client: pg.ClientBase, campaign: Campaign, catalog: Catalog, now: number): Promise<Fed> {
  const { workspaceId, id, name, automationId } = campaign;
  const channelId = campaign.channelId ?? catalog.defaultChannelId;
  if (automationId === null || catalog.snapshot.automations[automationId]?.state !== "active") return { problem: "automation_not_active" };
  // An automation may send anything: it is counted as what has the strictest rules.
  const load = channelId === null ? null : await channelLoad(client, workspaceId, channelId, 1);
  if (load?.marketingPaused) return { handled: 0, waits: lowQuality(now) };
  const people = load && channelId !== null ? await messagingRoom(client, workspaceId, channelId, now) : null;
  if (people && people.room <= 0) return { handled: 0, waits: { reason: "messaging_limit", until: people.roomAt } };
  const room = MOST_EVENTS - (await eventBacklog(client, workspaceId, MOST_EVENTS));
  if (room <= 0) return { handled: 0, waits: stillQuiet(campaign, now) };
  const due = await dueRecipients(client, campaign, {
    now,
    capHours: campaign.capHours,
    // What the automation sends of marketing is counted when it is sent.
    marketingCap: undefined,
    limit: Math.min(room, people?.room ?? PORTION, PORTION),
  });
  const { awake, waits } = await whoIsAwake(client, campaign, due, catalog, now);
  const started = awake.filter(({ capped }) => !capped);
  await insertEvents(
    client,
    started.map(({ contactId }) => ({
      workspace_id: workspaceId,
      contact_key: `c:${contactId}`,
      contact_id: contactId,
      type: "start",
      payload: { automationId, context: { campaign: { id, name } } },
      occurred_at: now,
      received_at: now,
    })),
  );
  await settleRecipients(
    client,
    awake.map(({ contactId, capped }) => ({
      workspace_id: workspaceId,
      campaign_id: id,
      contact_id: contactId,
      state: capped ? "skipped" : "started",
      reason: capped ? "frequency_cap" : null,
      handled_at: now,
    })),
  );
  if (people && channelId !== null && Number.isFinite(people.room)) await takeRoom(client, workspaceId, channelId, started.length);
  await notifyWork(client, { worker: started.length > 0 });
  return { handled: due.length, waits };
}
