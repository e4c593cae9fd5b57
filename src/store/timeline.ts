/** What happened to a contact, merged from every history that has it. */
import { sql } from "kysely";
import type { Json } from "../domain/json.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { Db } from "./db.ts";

/** What is told besides consent and notes, which belong to the contact itself. Calls are part of the chats. */
export type TimelineHistory = "chats" | "runs" | "tickets";

export interface TimelineQuery {
  histories: readonly TimelineHistory[];
  automationId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Row {
  at: Date;
  key: string;
  entry: Record<string, Json>;
}

/** Newest first. Each history gives its newest rows before the cursor; together they are merged, and the rest is read by the next page. */
export async function readTimeline(
  db: Db,
  workspaceId: string,
  contactId: string,
  { histories, automationId, cursor, limit }: TimelineQuery,
) {
  const after = decodeCursor(cursor, ["time", "text"]);
  const automation = automationId ?? null;
  const before = (at: string, key: string) =>
    after ? sql`AND (${sql.raw(at)}, ${sql.raw(key)}::text) < (${after[0]}::timestamptz, ${after[1]}::text)` : sql``;
  const mine = (alias: string) => sql`${sql.raw(alias)}.workspace_id = ${workspaceId} AND ${sql.raw(alias)}.contact_id = ${contactId}`;
  const only = (column: string) => (automation === null ? sql`` : sql`AND ${sql.raw(column)} = ${automation}`);
  const part = (source: ReturnType<typeof sql>, at: string, key: string) =>
    sql`(${source} ${before(at, key)} ORDER BY ${sql.raw(at)} DESC, ${sql.raw(key)}::text DESC LIMIT ${limit + 1})`;
  const chats = () => [
    part(
      sql`SELECT m.created_at AS at, m.id::text AS key, json_build_object('kind', 'message', 'messageId', m.id, 'chatId', m.chat_id, 'direction', m.direction,
        'type', m.type, 'text', m.text, 'status', m.status, 'error', m.error) AS entry
        FROM message m JOIN chat c ON c.workspace_id = m.workspace_id AND c.id = m.chat_id
        WHERE c.workspace_id = ${workspaceId} AND c.contact_id = ${contactId} ${only("m.automation_id")}`,
      "m.created_at",
      "m.id",
    ),
    part(
      sql`SELECT k.created_at AS at, k.id::text AS key, json_build_object('kind', 'call', 'callId', k.id, 'direction', k.direction, 'provider', k.provider,
        'agent', k.agent, 'outcome', k.outcome, 'reason', k.reason, 'summary', k.summary, 'duration', k.duration) AS entry
        FROM call k WHERE ${mine("k")} ${only("k.automation_id")}`,
      "k.created_at",
      "k.id",
    ),
  ];
  const runs = () => [
    part(
      sql`SELECT r.started_at AS at, r.id::text || 's' AS key, json_build_object('kind', 'run', 'what', 'started', 'runId', r.id, 'automationId', r.automation_id,
        'automationName', coalesce(a.name, ''), 'status', r.status, 'reason', null) AS entry
        FROM run r LEFT JOIN automation a ON a.workspace_id = r.workspace_id AND a.id = r.automation_id WHERE ${mine("r")} ${only("r.automation_id")}`,
      "r.started_at",
      "r.id",
    ),
    part(
      sql`SELECT r.ended_at AS at, r.id::text || 'e' AS key, json_build_object('kind', 'run', 'what', 'ended', 'runId', r.id, 'automationId', r.automation_id,
        'automationName', coalesce(a.name, ''), 'status', r.status, 'reason', r.reason) AS entry
        FROM run r LEFT JOIN automation a ON a.workspace_id = r.workspace_id AND a.id = r.automation_id WHERE ${mine("r")} AND r.ended_at IS NOT NULL ${only("r.automation_id")}`,
      "r.ended_at",
      "r.id",
    ),
    part(
      sql`SELECT s.left_at AS at, lpad(s.seq::text, 20, '0') AS key, json_build_object('kind', 'step', 'runId', s.run_id, 'automationId', s.automation_id,
        'automationName', coalesce(a.name, ''), 'stepId', s.step_id, 'stepType', s.step_type, 'exit', s.exit, 'error', s.error, 'result', s.result) AS entry
        FROM run r JOIN run_step s ON s.workspace_id = r.workspace_id AND s.run_id = r.id
        LEFT JOIN automation a ON a.workspace_id = s.workspace_id AND a.id = s.automation_id WHERE ${mine("r")} ${only("r.automation_id")}`,
      "s.left_at",
      "lpad(s.seq::text, 20, '0')",
    ),
  ];
  const tickets = () => [
    part(
      sql`SELECT h.at, h.id::text AS key, json_build_object('kind', 'ticket', 'ticketId', t.id, 'reference', t.reference, 'title', t.title, 'change', h.change) AS entry
          FROM ticket t JOIN ticket_history h ON h.workspace_id = t.workspace_id AND h.ticket_id = t.id WHERE ${mine("t")}`,
      "h.at",
      "h.id",
    ),
  ];
  const own = () => [
    part(
      sql`SELECT l.at, l.id::text AS key, json_build_object('kind', 'consent', 'from', l."from", 'to', l."to", 'source', l.source, 'text', l.text) AS entry FROM consent_log l WHERE ${mine("l")}`,
      "l.at",
      "l.id",
    ),
    part(
      sql`SELECT n.created_at AS at, n.id::text AS key, json_build_object('kind', 'note', 'noteId', n.id, 'text', n.text, 'author', u.name) AS entry
          FROM note n LEFT JOIN member mb ON mb.workspace_id = n.workspace_id AND mb.id = n.author_id LEFT JOIN app_user u ON u.id = mb.user_id WHERE ${mine("n")}`,
      "n.created_at",
      "n.id",
    ),
  ];
  const parts = [
    ...(histories.includes("chats") ? chats() : []),
    ...(histories.includes("runs") ? runs() : []),
    ...(automation === null && histories.includes("tickets") ? tickets() : []),
    ...(automation === null ? own() : []),
  ];
  if (parts.length === 0) return { items: [], nextCursor: null };
  const { rows } =
    await sql<Row>`SELECT at, key, entry FROM (${sql.join(parts, sql` UNION ALL `)}) t ORDER BY at DESC, key DESC LIMIT ${limit + 1}`.execute(
      db,
    );
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(({ at, entry }) => ({ ...entry, at: at.toISOString() })),
    nextCursor: rows.length > limit && last ? encodeCursor([last.at.toISOString(), last.key]) : null,
  };
}
