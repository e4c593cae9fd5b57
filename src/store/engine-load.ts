/** Reads what a batch of contacts needs, each kind in one set-based query. The contacts' rows stay locked to the end. */
import type pg from "pg";
import type { ChatAi, ChatState, ContactState, RunState, TicketState } from "../automation/state.ts";
import type { ConsentState } from "../domain/consent.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Catalog } from "./workspace-snapshot.ts";

export interface ContactRef {
  workspaceId: string;
  contactId: string;
}

function columns(refs: ContactRef[]): [string[], string[]] {
  return [refs.map((ref) => ref.workspaceId), refs.map((ref) => ref.contactId)];
}

/** Milliseconds since the epoch, which is what the engine reckons in. */
function ms(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000)::float8`;
}

export interface IdentityRef {
  workspaceId: string;
  kind: "wa_id" | "user_id";
  value: string;
}

/** Contacts already known under these names. */
export async function findIdentities(client: pg.ClientBase, identities: IdentityRef[]): Promise<(IdentityRef & { contactId: string })[]> {
  if (identities.length === 0) return [];
  const { rows } = await client.query<IdentityRef & { contactId: string }>({
    name: "find-identities",
    text: `SELECT workspace_id AS "workspaceId", kind, value, contact_id AS "contactId"
FROM contact_identity JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS k(w, k, v) ON workspace_id = k.w AND kind = k.k AND value = k.v`,
    values: [identities.map((i) => i.workspaceId), identities.map((i) => i.kind), identities.map((i) => i.value)],
  });
  return rows;
}

interface ContactRow {
  workspace_id: string;
  id: string;
  phone: string | null;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  language: string | null;
  time_zone: string | null;
  consent: ConsentState;
  blocked: boolean;
  reachable: boolean;
  ai_enabled: boolean;
  fields: JsonObject;
  tag_ids: string[];
  list_ids: string[];
  operator_ids: string[];
  created_at: number;
  last_seen_at: number | null;
  wa_id: string | null;
  user_id: string | null;
}

/**
 * `wa_id` and `user_id` of the contact `alias`, by one probe of its names. Of several numbers the contact's own counts: who changed it is
 * still found by the old one, and written to under the new.
 */
export function namesOf(alias: string): string {
  return `(SELECT coalesce(max(value) FILTER (WHERE kind = 'wa_id' AND '+' || value = ${alias}.phone), max(value) FILTER (WHERE kind = 'wa_id')) AS wa_id,
  max(value) FILTER (WHERE kind = 'user_id') AS user_id FROM contact_identity i WHERE i.workspace_id = ${alias}.workspace_id AND i.contact_id = ${alias}.id)`;
}

// Locked in the order of ids, like everywhere else: two lockers of several contacts cannot wait for each other.
const LOCK_CONTACTS = `
SELECT c.workspace_id, c.id, c.phone, c.first_name, c.last_name, c.email, c.language, c.time_zone, c.consent, c.blocked, c.reachable,
  c.ai_enabled, c.fields, c.tag_ids, c.list_ids, c.operator_ids, ${ms("c.created_at")} AS created_at, ${ms("c.last_seen_at")} AS last_seen_at,
  names.wa_id, names.user_id
FROM contact c JOIN unnest($1::uuid[], $2::uuid[]) AS k(w, i) ON c.workspace_id = k.w AND c.id = k.i
CROSS JOIN LATERAL ${namesOf("c")} names
ORDER BY c.workspace_id, c.id FOR UPDATE OF c`;

/** The contacts under their names; those deleted meanwhile are missing. */
export async function lockContacts(
  client: pg.ClientBase,
  refs: ContactRef[],
  catalogs: Map<string, Catalog>,
): Promise<Map<string, ContactState>> {
  const { rows } = await client.query<ContactRow>({ name: "lock-contacts", text: LOCK_CONTACTS, values: columns(refs) });
  const contacts = new Map<string, ContactState>();
  for (const row of rows) {
    const catalog = catalogs.get(row.workspace_id);
    if (catalog) contacts.set(row.id, contactState(row, catalog));
  }
  return contacts;
}

function named(ids: string[], names: Map<string, string>): string[] {
  // Ids of objects deleted meanwhile have no name: they disappear at the next write.
  return ids.flatMap((id) => names.get(id) ?? []);
}

function contactState(row: ContactRow, catalog: Catalog): ContactState {
  return {
    id: row.id,
    phone: row.phone,
    waId: row.wa_id,
    userId: row.user_id,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    language: row.language,
    timeZone: row.time_zone,
    consent: row.consent,
    blocked: row.blocked,
    reachable: row.reachable,
    aiEnabled: row.ai_enabled,
    fields: row.fields,
    tags: named(row.tag_ids, catalog.tagName),
    lists: named(row.list_ids, catalog.listName),
    operators: named(row.operator_ids, catalog.operatorEmail),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  };
}

interface ChatRow {
  id: string;
  contact_id: string;
  channel_id: string;
  unread_count: number;
  last_inbound_at: number | null;
  window_expires_at: number | null;
  human_since: number | null;
  ai: ChatAi | null;
  last_status: string | null;
}

/** `withStatus` also looks up the status of the newest outbound message, which only some automations ask for. */
export async function loadChats(client: pg.ClientBase, refs: ContactRef[], withStatus: boolean): Promise<Map<string, ChatState[]>> {
  const lastStatus = withStatus
    ? "(SELECT status FROM message m WHERE m.workspace_id = c.workspace_id AND m.chat_id = c.id AND m.direction = 'out' ORDER BY m.seq DESC LIMIT 1)"
    : "NULL";
  const { rows } = await client.query<ChatRow>({
    name: withStatus ? "load-chats-with-status" : "load-chats",
    text: `SELECT c.id, c.contact_id, c.channel_id, c.unread_count, ${ms("c.last_inbound_at")} AS last_inbound_at,
  ${ms("c.window_expires_at")} AS window_expires_at, ${ms("c.human_since")} AS human_since, c.ai, ${lastStatus} AS last_status
FROM chat c JOIN unnest($1::uuid[], $2::uuid[]) AS k(w, i) ON c.workspace_id = k.w AND c.contact_id = k.i
ORDER BY c.last_message_at DESC NULLS LAST`,
    values: columns(refs),
  });
  const chats = new Map<string, ChatState[]>();
  for (const row of rows) {
    const chat: ChatState = {
      id: row.id,
      channelId: row.channel_id,
      unread: row.unread_count > 0,
      lastInboundAt: row.last_inbound_at,
      windowExpiresAt: row.window_expires_at,
      lastStatus: row.last_status,
      humanSince: row.human_since,
      ai: row.ai,
    };
    const list = chats.get(row.contact_id);
    if (list) list.push(chat);
    else chats.set(row.contact_id, [chat]);
  }
  return chats;
}

/** What of a run lies in its `state` column. */
export type StoredRunState = Pick<RunState, "vars" | "reply" | "ticket" | "paths" | "steps" | "visits" | "depth">;

interface RunRow {
  id: string;
  contact_id: string;
  automation_id: string;
  version_id: string;
  channel_id: string | null;
  status: RunState["status"];
  reason: string | null;
  trigger: RunState["trigger"];
  state: StoredRunState;
  started_at: number;
}

export async function loadActiveRuns(client: pg.ClientBase, refs: ContactRef[]): Promise<Map<string, RunState[]>> {
  const { rows } = await client.query<RunRow>({
    name: "load-active-runs",
    text: `SELECT r.id, r.contact_id, r.automation_id, r.version_id, r.channel_id, r.status, r.reason, r.trigger, r.state, ${ms("r.started_at")} AS started_at
FROM run r JOIN unnest($1::uuid[], $2::uuid[]) AS k(w, i) ON r.workspace_id = k.w AND r.contact_id = k.i AND r.ended_at IS NULL
ORDER BY r.id`,
    values: columns(refs),
  });
  const runs = new Map<string, RunState[]>();
  for (const row of rows) {
    const run: RunState = {
      id: row.id,
      automationId: row.automation_id,
      versionId: row.version_id,
      channelId: row.channel_id,
      status: row.status,
      reason: row.reason,
      trigger: row.trigger,
      ...row.state,
      startedAt: row.started_at,
      endedAt: null,
    };
    const list = runs.get(row.contact_id);
    if (list) list.push(run);
    else runs.set(row.contact_id, [run]);
  }
  return runs;
}

/** Last start per contact and automation, for those automations whose re-entry or cooldown looks back. */
export async function loadLastStarts(
  client: pg.ClientBase,
  refs: ContactRef[],
  automationIds: string[],
): Promise<Map<string, Record<string, number>>> {
  const starts = new Map<string, Record<string, number>>();
  if (automationIds.length === 0) return starts;
  const { rows } = await client.query<{ contact_id: string; automation_id: string; at: number }>({
    name: "load-last-starts",
    text: `SELECT r.contact_id, r.automation_id, ${ms("max(r.started_at)")} AS at
FROM run r JOIN unnest($1::uuid[], $2::uuid[]) AS k(w, i) ON r.workspace_id = k.w AND r.contact_id = k.i
WHERE r.automation_id = ANY($3::uuid[]) GROUP BY 1, 2`,
    values: [...columns(refs), automationIds],
  });
  for (const row of rows) starts.set(row.contact_id, { ...starts.get(row.contact_id), [row.automation_id]: row.at });
  return starts;
}

interface TicketRow extends Omit<TicketState, "createdAt"> {
  contact_id: string;
  created_at: number;
}

export async function loadTickets(client: pg.ClientBase, refs: ContactRef[]): Promise<Map<string, TicketState[]>> {
  const { rows } = await client.query<TicketRow>({
    name: "load-tickets",
    text: `SELECT t.contact_id, t.id, t.reference, t.title, t.status, t.priority, t.category, u.email AS owner, t.description, t.done, ${ms("t.created_at")} AS created_at
FROM ticket t JOIN unnest($1::uuid[], $2::uuid[]) AS k(w, i) ON t.workspace_id = k.w AND t.contact_id = k.i
LEFT JOIN member m ON m.workspace_id = t.workspace_id AND m.id = t.owner_id LEFT JOIN app_user u ON u.id = m.user_id
ORDER BY t.created_at, t.id`,
    values: columns(refs),
  });
  const tickets = new Map<string, TicketState[]>();
  for (const { contact_id, created_at, ...row } of rows) {
    const ticket: TicketState = { ...row, createdAt: created_at };
    const list = tickets.get(contact_id);
    if (list) list.push(ticket);
    else tickets.set(contact_id, [ticket]);
  }
  return tickets;
}
