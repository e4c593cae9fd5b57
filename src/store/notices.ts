/** Notices about tickets, chats that AI operators hand over and trouble with WhatsApp: who wants which and where, what is still to be sent. */
import type pg from "pg";
import { STOPPED_TEMPLATE_STATES } from "../domain/template-state.ts";
import { devicesOf } from "./devices.ts";
import { notifyWork } from "./notify.ts";
import { templateUsers } from "./template-users.ts";

export type TicketNoticeKind = "opened" | "assigned" | "updated";

export interface TicketNoticeCause {
  workspaceId: string;
  ticketId: string;
  kind: TicketNoticeKind;
  /** Member in charge. */
  ownerId: string | null;
  /** Member who did it, who needs no notice of it. */
  authorId: string | null;
  /** Epoch milliseconds. */
  at: number;
}

// Where the person of member `m` is told, one row each: by e-mail (a null) unless they want none, and on their devices. These are locked: one
// that is signed out of in this moment must not fail what the notice is about.
const PLACES = `CROSS JOIN LATERAL (
  SELECT NULL::uuid AS device_id WHERE coalesce(m.settings->>'noticeByEmail', 'true') = 'true'
  UNION ALL SELECT id FROM (SELECT d.id FROM ${devicesOf("m.user_id")} FOR KEY SHARE OF d) kept) place`;

// Switches of each person: their own tickets are told unless they say otherwise, everybody's only when they ask for it. Operators who
// see only what is theirs are not told of others' contacts.
const INSERT_OF_TICKETS = `
INSERT INTO notice (workspace_id, id, member_id, device_id, ticket_id, kind, due_at, created_at)
SELECT r.workspace_id, gen_random_uuid(), m.id, place.device_id, r.ticket_id, r.kind, to_timestamp(r.at / 1000), to_timestamp(r.at / 1000)
FROM json_to_recordset($1::json) AS r(workspace_id uuid, ticket_id uuid, kind text, owner_id uuid, author_id uuid, at float8)
JOIN member m ON m.workspace_id = r.workspace_id AND NOT m.disabled AND m.role <> 'developer' AND m.id IS DISTINCT FROM r.author_id
  AND CASE r.kind
    WHEN 'opened' THEN r.owner_id IS NULL AND m.settings->>'noticeTicketOpened' = 'true' AND (m.role <> 'chat_operator' OR EXISTS (
      SELECT FROM ticket t JOIN contact c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id
      WHERE t.workspace_id = r.workspace_id AND t.id = r.ticket_id AND c.operator_ids @> ARRAY[m.id]))
    WHEN 'assigned' THEN m.id = r.owner_id AND coalesce(m.settings->>'noticeTicketAssigned', 'true') = 'true'
    ELSE m.id = r.owner_id AND coalesce(m.settings->>'noticeTicketUpdated', 'true') = 'true' END
${PLACES}
ON CONFLICT DO NOTHING`;

/** Within the transaction that changed the tickets. */
export async function insertTicketNotices(client: pg.ClientBase, causes: TicketNoticeCause[]): Promise<void> {
  if (causes.length === 0) return;
  const rows = causes.map(({ workspaceId, ticketId, kind, ownerId, authorId, at }) => ({
    workspace_id: workspaceId,
    ticket_id: ticketId,
    kind,
    owner_id: ownerId,
    author_id: authorId,
    at,
  }));
  const { rowCount } = await client.query({ name: "insert-ticket-notices", text: INSERT_OF_TICKETS, values: [JSON.stringify(rows)] });
  await notifyWork(client, { notices: (rowCount ?? 0) > 0 });
}

export interface HandOverCause {
  workspaceId: string;
  chatId: string;
  reason: string;
  at: number;
}

// Those in charge of the contact; where nobody is, all who see every chat. Each may say that they want none.
const INSERT_OF_HAND_OVERS = `
INSERT INTO notice (workspace_id, id, member_id, device_id, chat_id, kind, reason, due_at, created_at)
SELECT r.workspace_id, gen_random_uuid(), m.id, place.device_id, r.chat_id, 'handed_over', r.reason, to_timestamp(r.at / 1000), to_timestamp(r.at / 1000)
FROM json_to_recordset($1::json) AS r(workspace_id uuid, chat_id uuid, reason text, at float8)
JOIN chat h ON h.workspace_id = r.workspace_id AND h.id = r.chat_id
JOIN contact c ON c.workspace_id = h.workspace_id AND c.id = h.contact_id
JOIN member m ON m.workspace_id = r.workspace_id AND NOT m.disabled AND m.role <> 'developer'
  AND coalesce(m.settings->>'noticeHandedOver', 'true') = 'true'
  AND (c.operator_ids @> ARRAY[m.id] OR (m.role <> 'chat_operator' AND NOT EXISTS (
    SELECT FROM member o WHERE o.workspace_id = r.workspace_id AND NOT o.disabled AND c.operator_ids @> ARRAY[o.id])))
${PLACES}
ON CONFLICT DO NOTHING`;

/** Within the transaction that handed the chats over. */
export async function insertHandOverNotices(client: pg.ClientBase, causes: HandOverCause[]): Promise<void> {
  if (causes.length === 0) return;
  const rows = causes.map(({ workspaceId, chatId, reason, at }) => ({ workspace_id: workspaceId, chat_id: chatId, reason, at }));
  const { rowCount } = await client.query({ name: "insert-hand-over-notices", text: INSERT_OF_HAND_OVERS, values: [JSON.stringify(rows)] });
  await notifyWork(client, { notices: (rowCount ?? 0) > 0 });
}

export interface TemplateCause {
  workspaceId: string;
  templateId: string;
  at: number;
}

/** Those who can do something about it, unless they want no such notices. */
const WHO_MENDS = `NOT m.disabled AND m.role IN ('owner', 'administrator') AND coalesce(m.settings->>'noticeTrouble', 'true') = 'true'`;

// Of a template that nothing under way sends nobody needs to hear.
const INSERT_OF_TEMPLATES = `
INSERT INTO notice (workspace_id, id, member_id, device_id, template_id, kind, due_at, created_at)
SELECT t.workspace_id, gen_random_uuid(), m.id, place.device_id, t.id, 'template_stopped', to_timestamp(r.at / 1000), to_timestamp(r.at / 1000)
FROM json_to_recordset($1::json) AS r(workspace_id uuid, template_id uuid, at float8)
JOIN template t ON t.workspace_id = r.workspace_id AND t.id = r.template_id AND EXISTS (${templateUsers("t")})
JOIN member m ON m.workspace_id = r.workspace_id AND ${WHO_MENDS}
${PLACES}
ON CONFLICT DO NOTHING`;

/** Within the transaction in which Meta's word that it stopped the templates was written. */
export async function insertTemplateNotices(client: pg.ClientBase, causes: TemplateCause[]): Promise<void> {
  if (causes.length === 0) return;
  const rows = causes.map(({ workspaceId, templateId, at }) => ({ workspace_id: workspaceId, template_id: templateId, at }));
  const { rowCount } = await client.query({ name: "insert-template-notices", text: INSERT_OF_TEMPLATES, values: [JSON.stringify(rows)] });
  await notifyWork(client, { notices: (rowCount ?? 0) > 0 });
}

const INSERT_OF_QUALITY = `
INSERT INTO notice (workspace_id, id, member_id, device_id, channel_id, kind, due_at, created_at)
SELECT $1, gen_random_uuid(), m.id, place.device_id, $2, 'quality_low', $3, $3 FROM member m ${PLACES} WHERE m.workspace_id = $1 AND ${WHO_MENDS}
ON CONFLICT DO NOTHING`;

/** Within the transaction in which the number's marketing was paused. */
export async function insertQualityNotices(
  client: pg.ClientBase,
  { workspaceId, channelId, at }: { workspaceId: string; channelId: string; at: number },
): Promise<void> {
  const { rowCount } = await client.query(INSERT_OF_QUALITY, [workspaceId, channelId, new Date(at)]);
  await notifyWork(client, { notices: (rowCount ?? 0) > 0 });
}

interface Due {
  workspaceId: string;
  id: string;
  /** This one included. */
  attempts: number;
  /** Null: an e-mail. */
  deviceId: string | null;
  email: string;
  /** The person's, else the workspace's. */
  language: string;
  workspaceName: string;
  slug: string;
}

export interface DueTicketNotice extends Due {
  kind: TicketNoticeKind;
  contact: string;
  ticketId: string;
  reference: string;
  title: string;
  status: string;
  priority: string;
}

export interface DueHandOverNotice extends Due {
  kind: "handed_over";
  contact: string;
  chatId: string;
  reason: string;
}

export interface DueTemplateNotice extends Due {
  kind: "template_stopped";
  templateId: string;
  template: string;
  /** What Meta said of each language that it takes no more. */
  stopped: { language: string; status: string; reason: string | null }[];
  /** What sends it. */
  users: { kind: "automation" | "campaign"; name: string }[];
}

export interface DueQualityNotice extends Due {
  kind: "quality_low";
  channelId: string;
  /** Name of the number. */
  channel: string;
}

export type DueNotice = DueTicketNotice | DueHandOverNotice | DueTemplateNotice | DueQualityNotice;

/** Takes what is due for so long; whoever dies meanwhile leaves it to be taken again. */
export async function takeNotices(client: pg.ClientBase, now: number, leaseMs: number, limit: number): Promise<DueNotice[]> {
  const { rows } = await client.query<DueNotice>(
    `WITH taken AS (
  UPDATE notice n SET attempts = n.attempts + 1, due_at = to_timestamp(($1::float8 + $2) / 1000)
  FROM (SELECT workspace_id, id FROM notice WHERE due_at <= to_timestamp($1::float8 / 1000) ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) d
  WHERE n.workspace_id = d.workspace_id AND n.id = d.id RETURNING n.*
)
SELECT n.workspace_id AS "workspaceId", n.id, n.kind, n.attempts, n.device_id AS "deviceId", u.email, coalesce(u.locale, w.settings->>'defaultLanguage', 'en') AS language,
  w.name AS "workspaceName", w.slug, t.id AS "ticketId", t.reference, t.title, t.status, t.priority,
  h.id AS "chatId", coalesce(n.reason, '') AS reason,
  coalesce(nullif(trim(concat(c.first_name, ' ', c.last_name)), ''), c.phone, '') AS contact,
  ch.id AS "channelId", concat_ws(' ', ch.name, ch.phone) AS channel, p.id AS "templateId", p.name AS template,
  (SELECT coalesce(json_agg(json_build_object('language', v.language, 'status', v.status, 'reason', coalesce(v.rejected_reason, v.stopped_reason)) ORDER BY v.language), '[]')
    FROM template_version v WHERE v.workspace_id = p.workspace_id AND v.template_id = p.id AND v.status = ANY($4)) AS stopped,
  (SELECT coalesce(json_agg(u ORDER BY u.kind, u.name), '[]') FROM (${templateUsers("p")}) u) AS users
FROM taken n JOIN member m ON m.workspace_id = n.workspace_id AND m.id = n.member_id JOIN app_user u ON u.id = m.user_id
JOIN workspace w ON w.id = n.workspace_id
LEFT JOIN ticket t ON t.workspace_id = n.workspace_id AND t.id = n.ticket_id
LEFT JOIN chat h ON h.workspace_id = n.workspace_id AND h.id = n.chat_id
LEFT JOIN contact c ON c.workspace_id = n.workspace_id AND c.id = coalesce(t.contact_id, h.contact_id)
LEFT JOIN template p ON p.workspace_id = n.workspace_id AND p.id = n.template_id
LEFT JOIN channel ch ON ch.workspace_id = n.workspace_id AND ch.id = n.channel_id`,
    [now, leaseMs, limit, STOPPED_TEMPLATE_STATES],
  );
  return rows;
}

export async function deleteNotice(pool: pg.Pool, workspaceId: string, id: string): Promise<void> {
  await pool.query("DELETE FROM notice WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);
}

export async function postponeNotice(pool: pg.Pool, workspaceId: string, id: string, dueAt: number): Promise<void> {
  await pool.query("UPDATE notice SET due_at = to_timestamp($3::float8 / 1000) WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    id,
    dueAt,
  ]);
}

export async function nextNoticeDue(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>("SELECT (extract(epoch FROM min(due_at)) * 1000)::float8 AS at FROM notice");
  return rows[0]?.at ?? null;
}
