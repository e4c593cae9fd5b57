/** Messages as the chat shows them. */
import { sql } from "kysely";
import type { DispatchRecord } from "../automation/scope.ts";
import type { MessageContent } from "../domain/message-content.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";
import { CONTACT_NAME } from "./runs.ts";

export interface MessageRow {
  id: string;
  seq: number;
  chat_id: string;
  contact_id: string;
  channel_id: string;
  direction: "in" | "out";
  type: string;
  text: string;
  content: MessageContent;
  status: string;
  error: string | null;
  error_detail: string | null;
  sender: string;
  operator_id: string | null;
  operator_name: string | null;
  automation_id: string | null;
  automation_name: string | null;
  run_id: string | null;
  step_id: string | null;
  provider_id: string | null;
  reply_id: string | null;
  reply_text: string | null;
  reply_direction: "in" | "out" | null;
  reactions: Record<string, string> | null;
  /** Of inbound messages: what they did. */
  dispatch: DispatchRecord | null;
  edited_at: Date | null;
  revoked_at: Date | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  failed_at: Date | null;
  created_at: Date;
  contact_name: string;
  /** Of the file that a customer sent: pending, stored, failed. */
  file_status: string | null;
}

const SELECT = sql`SELECT m.*, u.name AS operator_name, a.name AS automation_name, q.id AS reply_id, q.text AS reply_text, q.direction AS reply_direction,
    ${sql.raw(CONTACT_NAME)} AS contact_name, f.status AS file_status
  FROM message m JOIN contact c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id
  LEFT JOIN member mb ON mb.workspace_id = m.workspace_id AND mb.id = m.operator_id LEFT JOIN app_user u ON u.id = mb.user_id
  LEFT JOIN media f ON f.workspace_id = m.workspace_id AND f.id = CASE WHEN m.direction = 'in' THEN (m.content->>'mediaId')::uuid END
  LEFT JOIN automation a ON a.workspace_id = m.workspace_id AND a.id = m.automation_id
  LEFT JOIN provider_message p ON p.workspace_id = m.workspace_id AND p.channel_id = m.channel_id AND p.provider_id = m.reply_to_provider_id
  LEFT JOIN message q ON q.workspace_id = m.workspace_id AND q.id = p.message_id`;

const iso = (at: Date | null) => at?.toISOString() ?? null;

export function presentMessage(row: MessageRow) {
  return {
    id: row.id,
    chatId: row.chat_id,
    contactId: row.contact_id,
    channelId: row.channel_id,
    direction: row.direction,
    type: row.type,
    text: row.text,
    content: row.content,
    file: row.file_status === "pending" ? ("fetching" as const) : row.file_status === "failed" ? ("lost" as const) : null,
    status: row.status,
    error: row.error,
    errorDetail: row.error_detail,
    sender: row.sender,
    operator: row.operator_id === null ? null : { id: row.operator_id, name: row.operator_name ?? "" },
    automation: row.automation_id === null ? null : { id: row.automation_id, name: row.automation_name ?? "" },
    runId: row.run_id,
    stepId: row.step_id,
    replyTo:
      row.reply_id === null ? null : { id: row.reply_id, text: row.reply_text ?? "", direction: row.reply_direction ?? ("in" as const) },
    reactions: row.reactions,
    editedAt: iso(row.edited_at),
    revokedAt: iso(row.revoked_at),
    sentAt: iso(row.sent_at),
    deliveredAt: iso(row.delivered_at),
    readAt: iso(row.read_at),
    failedAt: iso(row.failed_at),
    createdAt: row.created_at.toISOString(),
  };
}

function own(onlyAssignedTo: string | null) {
  return onlyAssignedTo === null ? sql`` : sql`AND c.operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`;
}

export async function findMessage(db: Db, workspaceId: string, id: string, onlyAssignedTo: string | null): Promise<MessageRow | undefined> {
  return (await sql<MessageRow>`${SELECT} WHERE m.workspace_id = ${workspaceId} AND m.id = ${id} ${own(onlyAssignedTo)}`.execute(db))
    .rows[0];
}

export interface MessageQuery {
  chatId: string;
  /** A message that should be on the page, with what was written after it. */
  around?: string | undefined;
  search?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Newest first. */
export async function listMessages(db: Db, workspaceId: string, { chatId, around, search, cursor, limit }: MessageQuery) {
  const after = decodeCursor(cursor, ["number"]);
  const where = [sql`m.workspace_id = ${workspaceId} AND m.chat_id = ${chatId}`];
  if (after) where.push(sql`m.seq < ${after[0]}`);
  else if (around) {
    // Half a page after it, the rest before.
    where.push(sql`m.seq <= (SELECT max(s.seq) FROM (SELECT n.seq FROM message n WHERE n.workspace_id = ${workspaceId} AND n.chat_id = ${chatId}
      AND n.seq >= (SELECT x.seq FROM message x WHERE x.workspace_id = ${workspaceId} AND x.id = ${around}) ORDER BY n.seq LIMIT ${Math.ceil(limit / 2)}) s)`);
  }
  if (search) where.push(sql`m.text ILIKE ${`%${search.replace(/[%_\\]/g, "\\$&")}%`}`);
  const { rows } = await sql<MessageRow>`${SELECT} WHERE ${sql.join(where, sql` AND `)} ORDER BY m.seq DESC LIMIT ${limit + 1}`.execute(db);
  return toPage(rows, limit, presentMessage, (row) => [row.seq]);
}

/** Full text in all chats, newest first; the last word may be unfinished. */
export async function searchMessages(
  db: Db,
  workspaceId: string,
  query: { search: string; contactId?: string | undefined; onlyAssignedTo: string | null; cursor?: string | undefined; limit: number },
) {
  const words = query.search.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return { items: [], nextCursor: null };
  const tsquery = words.map((word, index) => (index === words.length - 1 ? `'${word}':*` : `'${word}'`)).join(" & ");
  const after = decodeCursor(query.cursor, ["number"]);
  const { rows } =
    await sql<MessageRow>`${SELECT} WHERE m.workspace_id = ${workspaceId} AND to_tsvector('simple', m.text) @@ to_tsquery('simple', ${tsquery})
    ${query.contactId ? sql`AND m.contact_id = ${query.contactId}` : sql``} ${own(query.onlyAssignedTo)} ${after ? sql`AND m.seq < ${after[0]}` : sql``}
    ORDER BY m.seq DESC LIMIT ${query.limit + 1}`.execute(db);
  return toPage(
    rows,
    query.limit,
    (row) => ({ ...presentMessage(row), contactName: row.contact_name }),
    (row) => [row.seq],
  );
}

/** Whether the number has ever received anything. */
export async function hasInbound(db: Db, workspaceId: string, channelId: string): Promise<boolean> {
  const { rows } = await sql<{
    some: boolean;
  }>`SELECT EXISTS (SELECT FROM chat c WHERE c.workspace_id = ${workspaceId} AND c.channel_id = ${channelId} AND c.last_inbound_at IS NOT NULL) AS some`.execute(
    db,
  );
  return rows[0]?.some ?? false;
}

/** The customer's last message in a chat as the provider names it, to mark it as read or show typing under it. */
export async function lastInboundProviderId(db: Db, workspaceId: string, chatId: string): Promise<string | null> {
  const { rows } = await sql<{
    provider_id: string | null;
  }>`SELECT provider_id FROM message WHERE workspace_id = ${workspaceId} AND chat_id = ${chatId} AND direction = 'in'
    ORDER BY seq DESC LIMIT 1`.execute(db);
  return rows[0]?.provider_id ?? null;
}

/** What the customer sees on their phone: both directions, without what never arrived. */
export async function listPhoneMessages(db: Db, workspaceId: string, channelId: string, phone: string, after: string | undefined) {
  const since = after ? sql`AND m.seq > (SELECT seq FROM message WHERE workspace_id = ${workspaceId} AND id = ${after})` : sql``;
  const { rows } =
    await sql<MessageRow>`SELECT * FROM (${SELECT} WHERE m.workspace_id = ${workspaceId} AND m.channel_id = ${channelId} AND c.phone = ${phone}
    AND m.status NOT IN ('queued', 'sending', 'failed', 'dropped', 'unknown') ${since} ORDER BY m.seq DESC LIMIT 200) p ORDER BY seq`.execute(
      db,
    );
  return rows.map(presentMessage);
}

/** All that passed with a contact, failed or not; oldest first, at most the newest 500. */
export async function listContactMessages(db: Db, workspaceId: string, contactId: string) {
  const { rows } = await sql<MessageRow>`SELECT * FROM (${SELECT} WHERE m.workspace_id = ${workspaceId} AND m.contact_id = ${contactId}
    ORDER BY m.seq DESC LIMIT 500) p ORDER BY seq`.execute(db);
  return rows.map(presentMessage);
}

export async function setReaction(db: Db, workspaceId: string, id: string, emoji: string | null): Promise<void> {
  await sql`UPDATE message SET reactions = ${emoji === null ? sql`coalesce(reactions, '{}') - 'business'` : sql`coalesce(reactions, '{}') || jsonb_build_object('business', ${emoji}::text)`}
    WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db);
}
