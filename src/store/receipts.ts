/** Delivery statuses and news about channels and templates, as rows. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { MESSAGE_STATUSES, type MessageStatus } from "../domain/message-status.ts";
import { isStopped } from "../domain/template-state.ts";
import { workspacesWith } from "./engine-claim.ts";
import { releaseHeld } from "./marketing-pause.ts";
import { insertQualityNotices, insertTemplateNotices } from "./notices.ts";
import { nameSentMessages } from "./provider-messages.ts";

export interface ClaimedChannelEvent {
  workspaceId: string;
  seq: number;
  channelId: string;
  kind: "status" | "channel";
  payload: JsonObject;
}

const CLAIM = `${workspacesWith("channel_event s WHERE NOT s.handled")}
SELECT c.workspace_id AS "workspaceId", c.seq, c.channel_id AS "channelId", c.kind, c.payload FROM w CROSS JOIN LATERAL (
  SELECT * FROM channel_event WHERE workspace_id = w.id AND NOT handled ORDER BY seq LIMIT (SELECT size FROM share) FOR UPDATE SKIP LOCKED
) c WHERE w.id IS NOT NULL ORDER BY c.seq`;

export async function claimChannelEvents(client: pg.ClientBase, limit: number): Promise<ClaimedChannelEvent[]> {
  const { rows } = await client.query<ClaimedChannelEvent>({ name: "claim-channel-events", text: CLAIM, values: [limit] });
  return rows;
}

export async function hasChannelEvents(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query("SELECT EXISTS (SELECT FROM channel_event WHERE NOT handled) AS some");
  return rows[0].some;
}

/** Statuses have done their work; the others are kept to be looked at. */
export async function finishChannelEvents(client: pg.ClientBase, events: ClaimedChannelEvent[]): Promise<void> {
  const keys = (kind: string) => {
    const chosen = events.filter((event) => event.kind === kind);
    return [chosen.map((event) => event.workspaceId), chosen.map((event) => event.seq)];
  };
  const where = "FROM unnest($1::uuid[], $2::bigint[]) AS k(w, s) WHERE workspace_id = k.w AND seq = k.s";
  await client.query({
    name: "delete-statuses",
    text: `DELETE ${where.replace("FROM", "FROM channel_event USING")}`,
    values: keys("status"),
  });
  await client.query({ name: "finish-channel-events", text: `UPDATE channel_event SET handled = true ${where}`, values: keys("channel") });
}

/** All that one batch tells of a message. */
export interface MessageProgress {
  workspaceId: string;
  channelId: string;
  /** Ours, when the status carried it; else the provider's. */
  messageId: string | null;
  providerId: string;
  status: MessageStatus;
  error: string | null;
  detail: string | null;
  sentAt: number | null;
  deliveredAt: number | null;
  readAt: number | null;
  failedAt: number | null;
  pricing: JsonObject | null;
}

export interface ProgressedMessage {
  workspaceId: string;
  id: string;
  channelId: string;
  providerId: string;
  chatId: string;
  contactId: string;
  runId: string | null;
  before: MessageStatus;
  after: MessageStatus;
  template: string | null;
  language: string | null;
  /** The status told the provider's id before the answer to the send did. */
  newlyNamed: boolean;
}

const RANK = `ARRAY[${MESSAGE_STATUSES.map((status) => `'${status}'`).join(", ")}]`;
const instant = (name: string) => `to_timestamp(r."${name}" / 1000.0)`;
// The earliest instant of each status counts; the status itself only moves forward. The self-join gives the old status back.
const ADVANCE = (match: string) => `
UPDATE message m SET
  status = CASE WHEN array_position(${RANK}, r.status) > array_position(${RANK}, m.status) THEN r.status ELSE m.status END,
  provider_id = coalesce(m.provider_id, r."providerId"),
  error = CASE WHEN r.status = 'failed' AND m.status NOT IN ('delivered', 'read') THEN r.error WHEN r.status <> 'failed' AND m.status = 'unknown' THEN NULL ELSE m.error END,
  error_detail = CASE WHEN r.status = 'failed' THEN r.detail ELSE m.error_detail END,
  sent_at = least(m.sent_at, ${instant("sentAt")}), delivered_at = least(m.delivered_at, ${instant("deliveredAt")}),
  read_at = least(m.read_at, ${instant("readAt")}), failed_at = least(m.failed_at, ${instant("failedAt")}),
  pricing = coalesce(r.pricing, m.pricing)
FROM json_to_recordset($1::json) AS r("workspaceId" uuid, "channelId" uuid, "messageId" uuid, "providerId" text, status text, error text, detail text,
  "sentAt" float8, "deliveredAt" float8, "readAt" float8, "failedAt" float8, pricing jsonb)
${match}
WHERE m.workspace_id = old.workspace_id AND m.id = old.id AND m.direction = 'out'
RETURNING m.workspace_id AS "workspaceId", m.id, m.channel_id AS "channelId", r."providerId", m.chat_id AS "chatId", m.contact_id AS "contactId", m.run_id AS "runId", old.status AS before, m.status AS after, old.provider_id IS NULL AS "newlyNamed",
  m.content->>'template' AS template, m.content->>'language' AS language`;
const ADVANCE_BY_ID = ADVANCE(
  `JOIN message old ON old.workspace_id = r."workspaceId" AND old.channel_id = r."channelId" AND old.id = r."messageId"`,
);
const ADVANCE_BY_PROVIDER_ID =
  ADVANCE(`JOIN provider_message p ON p.workspace_id = r."workspaceId" AND p.channel_id = r."channelId" AND p.provider_id = r."providerId"
JOIN message old ON old.workspace_id = p.workspace_id AND old.id = p.message_id`);

/** One entry per message. Returns the messages that exist, with their status before and after. */
export async function advanceStatuses(client: pg.ClientBase, progress: MessageProgress[]): Promise<ProgressedMessage[]> {
  const byId = progress.filter((item) => item.messageId !== null);
  const byProviderId = progress.filter((item) => item.messageId === null);
  const moved: ProgressedMessage[] = [];
  for (const [name, text, items] of [
    ["advance-by-id", ADVANCE_BY_ID, byId],
    ["advance-by-provider-id", ADVANCE_BY_PROVIDER_ID, byProviderId],
  ] as const) {
    if (items.length > 0) moved.push(...(await client.query<ProgressedMessage>({ name, text, values: [JSON.stringify(items)] })).rows);
  }
  const named = moved.filter(({ newlyNamed }) => newlyNamed);
  await nameSentMessages(
    client,
    named.map(({ workspaceId, channelId, providerId, id }) => ({
      workspace_id: workspaceId,
      channel_id: channelId,
      provider_id: providerId,
      message_id: id,
    })),
  );
  return moved;
}

/** Raises the revision of workspaces whose templates changed, so that every worker sees it with its next batch. */
export async function raiseRevision(client: pg.ClientBase, workspaceId: string): Promise<void> {
  await client.query({ name: "raise-revision", text: "UPDATE workspace SET revision = revision + 1 WHERE id = $1", values: [workspaceId] });
}

export interface TemplateChange {
  name: string;
  language: string;
  providerId: string;
  status?: string;
  reason?: string | null;
  quality?: string;
  category?: string;
}

export async function changeTemplate(client: pg.ClientBase, workspaceId: string, change: TemplateChange, now: number): Promise<void> {
  const { rows } = await client.query<{ templateId: string; before: string; after: string }>(
    `UPDATE template_version v SET status = coalesce($4, v.status), rejected_reason = CASE WHEN $4::text IS NULL THEN v.rejected_reason ELSE $5 END,
  stopped_reason = CASE WHEN $4 = 'approved' THEN NULL ELSE v.stopped_reason END, quality = coalesce($6, v.quality), provider_id = coalesce(v.provider_id, $7), updated_at = now()
FROM template t JOIN template_version old ON old.workspace_id = t.workspace_id AND old.template_id = t.id AND lower(old.language) = lower($3)
WHERE t.workspace_id = $1 AND t.name = $2 AND v.workspace_id = old.workspace_id AND v.id = old.id
RETURNING t.id AS "templateId", old.status AS before, v.status AS after`,
    [workspaceId, change.name, change.language, change.status ?? null, change.reason ?? null, change.quality ?? null, change.providerId],
  );
  if (change.category !== undefined) {
    await client.query(
      "UPDATE template SET category = $3, updated_at = now() WHERE workspace_id = $1 AND name = $2 AND $3 IN ('marketing', 'utility', 'authentication')",
      [workspaceId, change.name, change.category],
    );
  }
  const stopped = rows.filter(({ before, after }) => before !== after && isStopped(after));
  await insertTemplateNotices(
    client,
    stopped.map(({ templateId }) => ({ workspaceId, templateId, at: now })),
  );
  await raiseRevision(client, workspaceId);
}

/** A messaging limit as it is kept; null is none. */
export function limitText(limit: number | null): string {
  return limit === null ? "unlimited" : String(limit);
}

export interface ChannelChange {
  quality?: string;
  messagingLimit?: string;
  throughput?: number;
  stop?: { reason: string; until: number | null };
  restore?: boolean;
}

/**
 * Quality that falls to low pauses marketing, and who can do something about it is told; that it is still low changes nothing, so that a
 * person may have let it go on. Quality that is known to be better lets it go on. Returns whether quality or limit are other than they were.
 */
export async function changeChannel(
  client: pg.ClientBase,
  workspaceId: string,
  channelId: string,
  change: ChannelChange,
  now: number,
): Promise<boolean> {
  const { rows } = await client.query<{ before: Date | null; after: Date | null; changed: boolean }>(
    `UPDATE channel c SET quality = coalesce($3, c.quality), messaging_limit = coalesce($4, c.messaging_limit), throughput = coalesce($5, c.throughput),
  status = CASE WHEN $6::text IS NOT NULL THEN 'stopped' WHEN $8 THEN 'active' ELSE c.status END,
  stopped_reason = CASE WHEN $6::text IS NOT NULL THEN $6 WHEN $8 THEN NULL ELSE c.stopped_reason END,
  stopped_until = CASE WHEN $6::text IS NOT NULL THEN to_timestamp($7 / 1000.0) WHEN $8 THEN NULL ELSE c.stopped_until END,
  marketing_paused_at = CASE WHEN $3 = 'RED' AND c.quality IS DISTINCT FROM 'RED' THEN $9 WHEN $3 IN ('GREEN', 'YELLOW') THEN NULL ELSE c.marketing_paused_at END
FROM channel old WHERE c.workspace_id = $1 AND c.id = $2 AND old.workspace_id = c.workspace_id AND old.id = c.id
RETURNING old.marketing_paused_at AS before, c.marketing_paused_at AS after,
  (old.quality, old.messaging_limit) IS DISTINCT FROM (c.quality, c.messaging_limit) AS changed`,
    [
      workspaceId,
      channelId,
      change.quality ?? null,
      change.messagingLimit ?? null,
      change.throughput ?? null,
      change.stop?.reason ?? null,
      change.stop?.until ?? null,
      change.restore ?? false,
      new Date(now),
    ],
  );
  const [row] = rows;
  if (row?.after && !row.before) await insertQualityNotices(client, { workspaceId, channelId, at: now });
  if (row?.before && !row.after) await releaseHeld(client, workspaceId, channelId, now);
  return row?.changed ?? false;
}
