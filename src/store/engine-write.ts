/** Writes what a batch decided, each table in one statement. Column lists stand here once, beside their types. */

import type pg from "pg";
import { type Columns, executeBulk, insertStatement, type Row, updateStatement } from "./bulk.ts";
import { copyRows } from "./copy.ts";
import { eventsByKey } from "./engine-claim.ts";
import { insertProviderMessages } from "./provider-messages.ts";

const CONTACT = {
  workspace_id: "uuid",
  id: "uuid",
  phone: "text",
  first_name: "text",
  last_name: "text",
  email: "text",
  language: "text",
  time_zone: "text",
  consent: "text",
  blocked: "boolean",
  reachable: "boolean",
  ai_enabled: "boolean",
  fields: "jsonb",
  tag_ids: "uuid[]",
  list_ids: "uuid[]",
  operator_ids: "uuid[]",
  last_seen_at: "timestamptz",
  updated_at: "timestamptz",
} as const;
export type ContactWrite = Row<typeof CONTACT>;
const WHOLE_CONTACT = { ...CONTACT, username: "text", created_at: "timestamptz" } as const;
export type WholeContactWrite = Row<typeof WHOLE_CONTACT>;
const NEW_CONTACT = {
  workspace_id: "uuid",
  id: "uuid",
  phone: "text",
  first_name: "text",
  username: "text",
  language: "text",
  created_at: "timestamptz",
  updated_at: "timestamptz",
} as const;
export type NewContactWrite = Row<typeof NEW_CONTACT>;
const IDENTITY = { workspace_id: "uuid", kind: "text", value: "text", contact_id: "uuid" } as const;
export type IdentityWrite = Row<typeof IDENTITY>;
const CHAT = {
  workspace_id: "uuid",
  id: "uuid",
  contact_id: "uuid",
  channel_id: "uuid",
  unread_count: "integer",
  last_message_at: "timestamptz",
  last_inbound_at: "timestamptz",
  window_expires_at: "timestamptz",
  human_since: "timestamptz",
  created_at: "timestamptz",
} as const;
export type ChatWrite = Row<typeof CHAT>;
const MESSAGE = {
  workspace_id: "uuid",
  id: "uuid",
  chat_id: "uuid",
  contact_id: "uuid",
  channel_id: "uuid",
  direction: "text",
  type: "text",
  text: "text",
  content: "jsonb",
  status: "text",
  error: "text",
  error_detail: "text",
  provider_id: "text",
  reply_to_provider_id: "text",
  sender: "text",
  automation_id: "uuid",
  run_id: "uuid",
  step_id: "text",
  operator_id: "uuid",
  campaign_id: "uuid",
  dispatch: "jsonb",
  sent_at: "timestamptz",
  failed_at: "timestamptz",
  created_at: "timestamptz",
} as const;
export type MessageWrite = Row<typeof MESSAGE>;
const OUTBOX = {
  workspace_id: "uuid",
  channel_id: "uuid",
  message_id: "uuid",
  chat_id: "uuid",
  contact_id: "uuid",
  due_at: "timestamptz",
  run_id: "uuid",
  template: "text",
  marketing: "boolean",
  free: "boolean",
  awaited: "boolean",
  before_block: "boolean",
  reply_to: "text",
  ai: "boolean",
  content: "jsonb",
} as const;
export type OutboxWrite = Row<typeof OUTBOX>;
const RUN = {
  workspace_id: "uuid",
  id: "uuid",
  automation_id: "uuid",
  version_id: "uuid",
  contact_id: "uuid",
  channel_id: "uuid",
  status: "text",
  reason: "text",
  wake_at: "timestamptz",
  trigger_id: "text",
  trigger: "jsonb",
  state: "jsonb",
  started_at: "timestamptz",
  ended_at: "timestamptz",
} as const;
export type RunWrite = Row<typeof RUN>;
const RUN_STEP = {
  workspace_id: "uuid",
  run_id: "uuid",
  contact_id: "uuid",
  automation_id: "uuid",
  version_id: "uuid",
  path_id: "text",
  step_id: "text",
  step_type: "text",
  visit: "integer",
  entered_at: "timestamptz",
  left_at: "timestamptz",
  exit: "text",
  error: "text",
  result: "jsonb",
} as const;
export type RunStepWrite = Row<typeof RUN_STEP>;
const STEP_COUNT = { workspace_id: "uuid", automation_id: "uuid", node_id: "text", what: "text", day: "date", count: "bigint" } as const;
export type StepCountWrite = Row<typeof STEP_COUNT>;
const EVENT = {
  workspace_id: "uuid",
  contact_key: "text",
  contact_id: "uuid",
  channel_id: "uuid",
  type: "text",
  payload: "jsonb",
  occurred_at: "timestamptz",
  received_at: "timestamptz",
} as const;
export type EventWrite = Row<typeof EVENT>;
const CHANNEL_EVENT = {
  workspace_id: "uuid",
  channel_id: "uuid",
  kind: "text",
  payload: "jsonb",
  received_at: "timestamptz",
  handled: "boolean",
} as const;
export type ChannelEventWrite = Row<typeof CHANNEL_EVENT>;
const CONSENT_LOG = {
  workspace_id: "uuid",
  id: "uuid",
  contact_id: "uuid",
  from: "text",
  to: "text",
  source: "text",
  text: "text",
  message_id: "uuid",
  at: "timestamptz",
} as const;
export type ConsentLogWrite = Row<typeof CONSENT_LOG>;
const NOTE = {
  workspace_id: "uuid",
  id: "uuid",
  contact_id: "uuid",
  text: "text",
  author_id: "uuid",
  automation_id: "uuid",
  run_id: "uuid",
  step_id: "text",
  agent_id: "uuid",
  created_at: "timestamptz",
} as const;
export type NoteWrite = Row<typeof NOTE>;

const SQL = {
  updateContacts: updateStatement("contact", ["workspace_id", "id"], CONTACT),
  insertContacts: insertStatement("contact", NEW_CONTACT),
  insertIdentities: insertStatement("contact_identity", IDENTITY, "ON CONFLICT DO NOTHING"),
  // A chat is made by its first message; only the counters move afterwards.
  upsertChats: insertStatement(
    "chat",
    CHAT,
    `ON CONFLICT (workspace_id, contact_id, channel_id) DO UPDATE SET
  unread_count = CASE WHEN excluded.unread_count < 0 THEN 0 ELSE chat.unread_count + excluded.unread_count END,
  last_message_at = greatest(chat.last_message_at, excluded.last_message_at),
  last_inbound_at = greatest(chat.last_inbound_at, excluded.last_inbound_at),
  window_expires_at = greatest(chat.window_expires_at, excluded.window_expires_at),
  human_since = excluded.human_since`,
  ),
  upsertRuns: insertStatement(
    "run",
    RUN,
    `ON CONFLICT (workspace_id, id) DO UPDATE SET version_id = excluded.version_id, status = excluded.status, reason = excluded.reason,
  wake_at = excluded.wake_at, state = excluded.state, ended_at = excluded.ended_at`,
  ),
  addStepCounts: insertStatement(
    "step_count",
    STEP_COUNT,
    "ON CONFLICT (workspace_id, automation_id, node_id, what, day) DO UPDATE SET count = step_count.count + excluded.count",
  ),
  insertChannelEvents: insertStatement("channel_event", CHANNEL_EVENT),
  insertConsentLog: insertStatement("consent_log", CONSENT_LOG),
  insertNotes: insertStatement("note", NOTE),
};

type Client = pg.ClientBase;

/** From this many rows on COPY is cheaper; it is planned anew each time. */
const COPY_FROM = 8;

/** Appends rows, in their order, by whichever way is cheaper for so many. */
function appender<C extends Columns>(table: string, columns: C): (client: Client, rows: Row<C>[]) => Promise<void> {
  const name = `insert-${table}`;
  const statement = insertStatement(table, columns);
  return async (client, rows) => {
    if (rows.length >= COPY_FROM) await copyRows(client, table, columns, rows);
    else await executeBulk(client, name, statement, rows);
  };
}

export const updateContacts = (client: Client, rows: ContactWrite[]) => executeBulk(client, "update-contacts", SQL.updateContacts, rows);
export const insertContacts = (client: Client, rows: NewContactWrite[]) => executeBulk(client, "insert-contacts", SQL.insertContacts, rows);
export const insertIdentities = (client: Client, rows: IdentityWrite[]) =>
  executeBulk(client, "insert-identities", SQL.insertIdentities, rows);
/** Of contacts that nobody has seen yet. */
export const insertChats = appender("chat", CHAT);
export const upsertChats = (client: Client, rows: ChatWrite[]) => executeBulk(client, "upsert-chats", SQL.upsertChats, rows);
const appendMessages = appender("message", MESSAGE);
/**
 * With the names that the provider has for them already. What came in and what goes out lie side by side: a page full of outgoing messages
 * would have no room for the versions with their statuses, and each of those would cost an entry in every index (no HOT).
 */
export async function insertMessages(client: Client, rows: MessageWrite[]): Promise<void> {
  await appendMessages(client, [...Map.groupBy(rows, (row) => row.contact_id).values()].flat());
  const named = rows.filter(({ provider_id }) => typeof provider_id === "string");
  await insertProviderMessages(
    client,
    named.map(({ workspace_id, channel_id, provider_id, id }) => ({ workspace_id, channel_id, provider_id, message_id: id })),
  );
}
const appendOutbox = appender("outbox", OUTBOX);
export const insertOutbox = (client: Client, rows: OutboxWrite[]) =>
  appendOutbox(
    client,
    rows.map((row) => ({ ...row, before_block: row.before_block ?? false, ai: row.ai ?? false })),
  );
/** Contacts that nobody has seen yet, in the state the engine left them in. */
export const insertWholeContacts = appender("contact", WHOLE_CONTACT);
export const upsertRuns = (client: Client, rows: RunWrite[]) => executeBulk(client, "upsert-runs", SQL.upsertRuns, rows);
/** Runs that began in this batch. */
export const insertRuns = appender("run", RUN);
export const insertRunSteps = appender("run_step", RUN_STEP);
/** Rows must come sorted by key: workers add to the same counters, and the same order cannot deadlock. */
export const addStepCounts = (client: Client, rows: StepCountWrite[]) => executeBulk(client, "add-step-counts", SQL.addStepCounts, rows);
export const insertEvents = appender("event", EVENT);
export const insertChannelEvents = (client: Client, rows: ChannelEventWrite[]) =>
  executeBulk(client, "insert-channel-events", SQL.insertChannelEvents, rows);
export const insertConsentLog = (client: Client, rows: ConsentLogWrite[]) =>
  executeBulk(client, "insert-consent-log", SQL.insertConsentLog, rows);
export const insertNotes = (client: Client, rows: NoteWrite[]) => executeBulk(client, "insert-notes", SQL.insertNotes, rows);

export async function deleteEvents(client: Client, events: { workspaceId: string; seq: number }[]): Promise<void> {
  if (events.length === 0) return;
  await client.query({
    name: "delete-events",
    text: `DELETE FROM event WHERE ctid = ANY(ARRAY(SELECT e.ctid FROM ${eventsByKey("ctid")}))`,
    values: [events.map((event) => event.workspaceId), events.map((event) => event.seq)],
  });
}

/** Queued messages of these runs never leave: `stop_automations` said so. */
export async function dropQueued(client: Client, runIds: string[]): Promise<void> {
  if (runIds.length === 0) return;
  await client.query({
    name: "drop-queued",
    text: `WITH dropped AS (DELETE FROM outbox WHERE run_id = ANY($1::uuid[]) AND state <> 'sending' RETURNING workspace_id, message_id)
UPDATE message m SET status = 'dropped', error = 'automation_stopped' FROM dropped d WHERE m.workspace_id = d.workspace_id AND m.id = d.message_id`,
    values: [runIds],
  });
}
