/** The inbox: chats with what their line in the list shows. */
import { type RawBuilder, sql } from "kysely";
import type pg from "pg";
import type { ChatAi } from "../automation/state.ts";
import { contains } from "./automations.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";
import { CONTACT_NAME } from "./runs.ts";
import type { Catalog } from "./workspace-snapshot.ts";

export interface ChatRow {
  id: string;
  channel_id: string;
  contact_id: string;
  unread_count: number;
  last_message_at: Date | null;
  last_inbound_at: Date | null;
  window_expires_at: Date | null;
  human_since: Date | null;
  ai: ChatAi | null;
  call_permission: string | null;
  call_permission_until: Date | null;
  created_at: Date;
  contact_name: string;
  phone: string | null;
  tag_ids: string[];
  operator_ids: string[];
  consent: string;
  blocked: boolean;
  ai_enabled: boolean;
  last_message: { id: string; text: string; type: string; direction: "in" | "out"; status: string; created_at: string } | null;
  open_tickets: number;
}

const SELECT = sql`SELECT h.*, ${sql.raw(CONTACT_NAME)} AS contact_name, c.phone, c.tag_ids, c.operator_ids, c.consent, c.blocked, c.ai_enabled,
    (SELECT row_to_json(l) FROM (SELECT m.id, left(m.text, 200) AS text, m.type, m.direction, m.status, m.created_at FROM message m
      WHERE m.workspace_id = h.workspace_id AND m.chat_id = h.id ORDER BY m.seq DESC LIMIT 1) l) AS last_message,
    (SELECT count(*) FROM ticket t WHERE t.workspace_id = h.workspace_id AND t.contact_id = h.contact_id AND NOT t.done) AS open_tickets
  FROM chat h JOIN contact c ON c.workspace_id = h.workspace_id AND c.id = h.contact_id`;

export interface ChatScope {
  catalog: Catalog;
  /** Who asks; null for API keys. */
  memberId: string | null;
  onlyAssignedTo: string | null;
}

export type ChatView = "all" | "mine" | "unassigned" | "unread" | "human";

export interface ChatQuery {
  view: ChatView;
  search?: string | undefined;
  tag?: string | undefined;
  list?: string | undefined;
  operatorId?: string | undefined;
  channelId?: string | undefined;
  automationId?: string | undefined;
  ticketStatus?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

function base({ catalog, onlyAssignedTo }: ChatScope): RawBuilder<unknown>[] {
  const where = [sql`h.workspace_id = ${catalog.snapshot.id}`];
  if (onlyAssignedTo !== null) where.push(sql`c.operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`);
  return where;
}

function viewWhere(view: ChatView, memberId: string | null): RawBuilder<unknown> {
  switch (view) {
    case "mine":
      return memberId === null ? sql`false` : sql`c.operator_ids @> ARRAY[${memberId}::uuid]`;
    case "unassigned":
      return sql`c.operator_ids = '{}'`;
    case "unread":
      return sql`h.unread_count > 0`;
    case "human":
      return sql`h.human_since IS NOT NULL`;
    default:
      return sql`true`;
  }
}

/** The latest message first. */
export async function listChats(db: Db, scope: ChatScope, query: ChatQuery) {
  const { snapshot } = scope.catalog;
  const where = [...base(scope), viewWhere(query.view, scope.memberId)];
  if (query.search)
    where.push(sql`contact_words(c.first_name, c.last_name, c.email, c.phone, c.username) LIKE ${contains(query.search.toLowerCase())}`);
  if (query.tag) where.push(sql`c.tag_ids @> ARRAY[${snapshot.tags[query.tag]?.id ?? null}::uuid]`);
  if (query.list) where.push(sql`c.list_ids @> ARRAY[${snapshot.lists[query.list]?.id ?? null}::uuid]`);
  if (query.operatorId) where.push(sql`c.operator_ids @> ARRAY[${query.operatorId}::uuid]`);
  if (query.channelId) where.push(sql`h.channel_id = ${query.channelId}`);
  if (query.automationId) {
    where.push(
      sql`EXISTS (SELECT FROM run r WHERE r.workspace_id = h.workspace_id AND r.contact_id = h.contact_id AND r.automation_id = ${query.automationId} AND r.ended_at IS NULL)`,
    );
  }
  if (query.ticketStatus) {
    where.push(
      sql`EXISTS (SELECT FROM ticket t WHERE t.workspace_id = h.workspace_id AND t.contact_id = h.contact_id AND t.status = ${query.ticketStatus})`,
    );
  }
  const after = decodeCursor(query.cursor, ["time", "id"]);
  if (after) where.push(sql`(h.last_message_at, h.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  const { rows } = await sql<
    ChatRow & { key: string }
  >`SELECT *, last_message_at::text AS key FROM (${SELECT} WHERE ${sql.join(where, sql` AND `)} AND h.last_message_at IS NOT NULL
    ORDER BY h.last_message_at DESC, h.id DESC LIMIT ${query.limit + 1}) p`.execute(db);
  return toPage(
    rows,
    query.limit,
    (row) => presentChat(row, scope.catalog),
    (row) => [row.key, row.id],
  );
}

/**
 * Of everybody's chats the small views are counted by their own indexes, and "unassigned" is all that are not assigned: joining every
 * chat with its contact would take most of a second with a hundred thousand chats, after every message.
 */
export async function countChats(db: Db, scope: ChatScope): Promise<Record<ChatView, number>> {
  if (scope.onlyAssignedTo !== null) return countAssigned(db, scope);
  const h = sql`chat h WHERE h.workspace_id = ${scope.catalog.snapshot.id} AND h.last_message_at IS NOT NULL`;
  const assigned = (
    who: RawBuilder<unknown>,
  ) => sql`(SELECT count(*) FROM chat h JOIN contact c ON c.workspace_id = h.workspace_id AND c.id = h.contact_id
      WHERE h.workspace_id = ${scope.catalog.snapshot.id} AND h.last_message_at IS NOT NULL AND c.operator_ids <> '{}' AND ${who})`;
  const { rows } = await sql<Record<ChatView | "assigned", number>>`SELECT (SELECT count(*) FROM ${h}) AS "all",
      (SELECT count(*) FROM ${h} AND h.unread_count > 0) AS unread, (SELECT count(*) FROM ${h} AND h.human_since IS NOT NULL) AS human,
      ${assigned(sql`true`)} AS assigned, ${assigned(viewWhere("mine", scope.memberId))} AS mine`.execute(db);
  const { assigned: taken = 0, ...counts } = rows[0] ?? { all: 0, mine: 0, unassigned: 0, unread: 0, human: 0 };
  return { ...counts, unassigned: counts.all - taken };
}

async function countAssigned(db: Db, scope: ChatScope): Promise<Record<ChatView, number>> {
  const count = (view: ChatView) => sql`count(*) FILTER (WHERE ${viewWhere(view, scope.memberId)}) AS ${sql.ref(view)}`;
  const { rows } = await sql<
    Record<ChatView, number>
  >`SELECT ${sql.join((["all", "mine", "unassigned", "unread", "human"] as const).map(count))}
    FROM chat h JOIN contact c ON c.workspace_id = h.workspace_id AND c.id = h.contact_id
    WHERE ${sql.join(base(scope), sql` AND `)} AND h.last_message_at IS NOT NULL`.execute(db);
  return rows[0] as Record<ChatView, number>;
}

export async function findChats(db: Db, scope: ChatScope, ids: string[]): Promise<ChatRow[]> {
  if (ids.length === 0) return [];
  return (await sql<ChatRow>`${SELECT} WHERE ${sql.join(base(scope), sql` AND `)} AND h.id = ANY(${ids}::uuid[])`.execute(db)).rows;
}

export async function findChatOf(db: Db, scope: ChatScope, contactId: string, channelId: string): Promise<ChatRow | undefined> {
  return (
    await sql<ChatRow>`${SELECT} WHERE ${sql.join(base(scope), sql` AND `)} AND h.contact_id = ${contactId} AND h.channel_id = ${channelId}`.execute(
      db,
    )
  ).rows[0];
}

/** A person who took over owns it, else the AI that would answer. */
function ownerOf(row: ChatRow, agent: object | null): "bot" | "ai" | "human" {
  if (row.human_since !== null) return "human";
  return agent !== null && row.ai_enabled && !row.blocked ? "ai" : "bot";
}

/** The agent that a step assigned, else the workspace's own. */
function agentOf({ ai }: ChatRow, { snapshot }: Catalog): { id: string; name: string } | null {
  const assignment = ai?.assignment ?? null;
  if (assignment === "off") return null;
  const found = Object.entries(snapshot.agents).find(([, { id, isDefault }]) => (assignment ? id === assignment.agentId : isDefault));
  return found ? { id: found[1].id, name: found[0] } : null;
}

export function presentChat(row: ChatRow, catalog: Catalog) {
  const { tagName, operatorEmail } = catalog;
  const agent = agentOf(row, catalog);
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    channelId: row.channel_id,
    contact: {
      id: row.contact_id,
      name: row.contact_name,
      phone: row.phone,
      tags: row.tag_ids.flatMap((id) => tagName.get(id) ?? []),
      operators: row.operator_ids.flatMap((id) => operatorEmail.get(id) ?? []),
      consent: row.consent,
      blocked: row.blocked,
    },
    unreadCount: row.unread_count,
    lastMessage: row.last_message && {
      id: row.last_message.id,
      text: row.last_message.text,
      type: row.last_message.type,
      direction: row.last_message.direction,
      status: row.last_message.status,
      createdAt: new Date(row.last_message.created_at).toISOString(),
    },
    lastMessageAt: iso(row.last_message_at),
    lastInboundAt: iso(row.last_inbound_at),
    windowExpiresAt: iso(row.window_expires_at),
    callPermission:
      row.call_permission === null ? null : { accepted: row.call_permission === "accepted", until: iso(row.call_permission_until) },
    owner: ownerOf(row, agent),
    humanSince: iso(row.human_since),
    ai: { enabled: row.ai_enabled, agent, thinking: row.ai?.turn != null && row.human_since === null },
    openTickets: row.open_tickets,
  };
}

export async function insertChat(
  db: Db,
  workspaceId: string,
  chat: { id: string; contactId: string; channelId: string; now: number },
): Promise<void> {
  await db
    .insertInto("chat")
    .values({
      workspace_id: workspaceId,
      id: chat.id,
      contact_id: chat.contactId,
      channel_id: chat.channelId,
      created_at: new Date(chat.now),
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "contact_id", "channel_id"]).doNothing())
    .execute();
}

export async function updateChats(
  db: Db,
  workspaceId: string,
  ids: string[],
  change: { unread_count?: number; human_since?: Date | null },
): Promise<number> {
  if (ids.length === 0) return 0;
  const result = await db.updateTable("chat").set(change).where("workspace_id", "=", workspaceId).where("id", "in", ids).executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export async function activeRunsOf(db: Db, workspaceId: string, contactId: string) {
  const { rows } = await sql<{ id: string; automation_id: string; name: string | null; status: string; started_at: Date }>`
    SELECT r.id, r.automation_id, a.name, r.status, r.started_at FROM run r LEFT JOIN automation a ON a.workspace_id = r.workspace_id AND a.id = r.automation_id
    WHERE r.workspace_id = ${workspaceId} AND r.contact_id = ${contactId} AND r.ended_at IS NULL ORDER BY r.started_at DESC`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    automation: { id: row.automation_id, name: row.name ?? "" },
    status: row.status,
    startedAt: row.started_at.toISOString(),
  }));
}

/** Somebody should look at this contact's chats. */
export async function markChatsUnread(client: pg.ClientBase, workspaceId: string, contactId: string): Promise<void> {
  await client.query("UPDATE chat SET unread_count = greatest(unread_count, 1) WHERE workspace_id = $1 AND contact_id = $2", [
    workspaceId,
    contactId,
  ]);
}
