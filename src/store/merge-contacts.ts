import { sql } from "kysely";
import { notFound } from "../domain/refusal.ts";
import { mergeRecipients } from "./campaign-recipients.ts";
import type { Tx } from "./db.ts";
import { notifyWork } from "./notify.ts";

/** Histories that go on under the contact that stays. */
export const MERGED_TABLES = [
  "message",
  "outbox",
  "note",
  "run",
  "run_step",
  "ticket",
  "consent_log",
  "request",
  "payment",
  "call",
  "failed_event",
  "shop_object",
  "shop_timer",
  "ai_turn",
] as const;

/**
 * Makes several contacts one: the target keeps its own values and gets those it lacks, all tags, lists, operators and names the
 * others go by, their chats, runs, tickets and histories. Who objected to marketing once still does.
 */
export async function mergeContacts(
  { db, client }: Tx,
  workspaceId: string,
  targetId: string,
  otherIds: string[],
  now: number,
): Promise<void> {
  const others = otherIds.filter((id) => id !== targetId);
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM contact WHERE workspace_id = ${workspaceId} AND id = ANY(${[targetId, ...others]}::uuid[])
    ORDER BY id FOR UPDATE`.execute(db);
  if (rows.length !== new Set([targetId, ...others]).size) throw notFound("contact");
  if (others.length === 0) return;
  await fillGaps({ db, client }, workspaceId, targetId, others, now);
  await moveChats({ db, client }, workspaceId, targetId, others);
  for (const table of MERGED_TABLES) {
    await sql`UPDATE ${sql.table(table)} SET contact_id = ${targetId} WHERE workspace_id = ${workspaceId} AND contact_id = ANY(${others}::uuid[])`.execute(
      db,
    );
  }
  await sql`UPDATE event SET contact_id = ${targetId}, contact_key = ${`c:${targetId}`} WHERE workspace_id = ${workspaceId} AND contact_id = ANY(${others}::uuid[])`.execute(
    db,
  );
  await sql`UPDATE contact_identity SET contact_id = ${targetId} WHERE workspace_id = ${workspaceId} AND contact_id = ANY(${others}::uuid[])`.execute(
    db,
  );
  await mergeRecipients(client, workspaceId, targetId, others);
  await sql`DELETE FROM contact WHERE workspace_id = ${workspaceId} AND id = ANY(${others}::uuid[])`.execute(db);
  await notifyWork(client, {}, [
    { w: workspaceId, t: "contact.updated", id: targetId, contactId: targetId },
    ...others.map((id) => ({ w: workspaceId, t: "contact.deleted", id, contactId: id })),
  ]);
}

async function fillGaps({ db }: Tx, workspaceId: string, targetId: string, others: string[], now: number): Promise<void> {
  const inherit = ["phone", "first_name", "last_name", "email", "language", "time_zone", "username"].map(
    (column) =>
      sql`${sql.ref(column)} = coalesce(t.${sql.ref(column)}, (SELECT o.${sql.ref(column)} FROM others o WHERE o.${sql.ref(column)} IS NOT NULL ORDER BY o.created_at LIMIT 1))`,
  );
  const union = (column: string) =>
    sql`${sql.ref(column)} = (SELECT coalesce(array_agg(DISTINCT i), '{}') FROM (SELECT unnest(t.${sql.ref(column)}) AS i UNION SELECT unnest(o.${sql.ref(column)}) FROM others o) u)`;
  await sql`WITH others AS (SELECT * FROM contact WHERE workspace_id = ${workspaceId} AND id = ANY(${others}::uuid[]))
    UPDATE contact t SET ${sql.join(inherit)}, ${union("tag_ids")}, ${union("list_ids")}, ${union("operator_ids")},
      notes = nullif(concat_ws(E'\n\n', t.notes, (SELECT string_agg(o.notes, E'\n\n' ORDER BY o.created_at) FROM others o)), ''),
      fields = coalesce((SELECT jsonb_object_agg(f.key, f.value) FROM (SELECT DISTINCT ON (e.key) e.key, e.value FROM others o, jsonb_each(o.fields) e ORDER BY e.key, o.created_at) f), '{}') || t.fields,
      consent = CASE WHEN t.consent = 'unsubscribed' OR EXISTS (SELECT FROM others o WHERE o.consent = 'unsubscribed') THEN 'unsubscribed'
        WHEN t.consent = 'subscribed' OR EXISTS (SELECT FROM others o WHERE o.consent = 'subscribed') THEN 'subscribed' ELSE 'not_declared' END,
      blocked = t.blocked OR EXISTS (SELECT FROM others o WHERE o.blocked),
      created_at = least(t.created_at, (SELECT min(o.created_at) FROM others o)),
      last_seen_at = greatest(t.last_seen_at, (SELECT max(o.last_seen_at) FROM others o)), updated_at = to_timestamp(${now / 1000})
    WHERE t.workspace_id = ${workspaceId} AND t.id = ${targetId}`.execute(db);
}

/** One chat per channel: messages of a second one join the first in the order they were written. */
async function moveChats({ db }: Tx, workspaceId: string, targetId: string, others: string[]): Promise<void> {
  const { rows } = await sql<{ from: string; to: string }>`WITH all_chats AS (
      SELECT id, channel_id, contact_id, first_value(id) OVER (PARTITION BY channel_id ORDER BY contact_id = ${targetId} DESC, id) AS keep
      FROM chat WHERE workspace_id = ${workspaceId} AND contact_id = ANY(${[targetId, ...others]}::uuid[]))
    SELECT id AS "from", keep AS "to" FROM all_chats WHERE id <> keep`.execute(db);
  for (const { from, to } of rows) {
    for (const table of ["message", "outbox"] as const) {
      await sql`UPDATE ${sql.table(table)} SET chat_id = ${to} WHERE workspace_id = ${workspaceId} AND chat_id = ${from}`.execute(db);
    }
    await sql`UPDATE chat c SET unread_count = c.unread_count + o.unread_count, last_message_at = greatest(c.last_message_at, o.last_message_at),
        last_inbound_at = greatest(c.last_inbound_at, o.last_inbound_at), window_expires_at = greatest(c.window_expires_at, o.window_expires_at),
        human_since = coalesce(c.human_since, o.human_since),
        (call_permission, call_permission_until, call_permission_at) = (SELECT p.call_permission, p.call_permission_until, p.call_permission_at
          FROM (VALUES (c.call_permission, c.call_permission_until, c.call_permission_at), (o.call_permission, o.call_permission_until, o.call_permission_at))
            AS p(call_permission, call_permission_until, call_permission_at)
          ORDER BY p.call_permission IS NULL, p.call_permission_at DESC NULLS LAST LIMIT 1)
      FROM chat o WHERE c.workspace_id = ${workspaceId} AND c.id = ${to} AND o.workspace_id = ${workspaceId} AND o.id = ${from}`.execute(
      db,
    );
    await db.deleteFrom("chat").where("workspace_id", "=", workspaceId).where("id", "=", from).execute();
  }
  await sql`UPDATE chat SET contact_id = ${targetId} WHERE workspace_id = ${workspaceId} AND contact_id = ANY(${others}::uuid[])`.execute(
    db,
  );
}
