/** Recipients of campaigns: written down once, then moved on in the very transaction that writes their message or start. */
import type pg from "pg";
import type { HoldReason } from "../domain/hold-reason.ts";
import type { MarketingCap } from "../domain/workspace-settings.ts";
import { executeBulk, insertStatement, type Row, recordset } from "./bulk.ts";
import { decodeCursor } from "./cursor.ts";
import { marketingSent } from "./marketing-sent.ts";

const RECIPIENT = { workspace_id: "uuid", campaign_id: "uuid", contact_id: "uuid", due_at: "timestamptz", variant: "integer" } as const;
export type RecipientWrite = Row<typeof RECIPIENT>;
// Prepared again after a crash in the middle: whoever is there already stays as they are.
const INSERT = insertStatement("campaign_recipient", RECIPIENT, "ON CONFLICT DO NOTHING");

const OUTCOME = {
  workspace_id: "uuid",
  campaign_id: "uuid",
  contact_id: "uuid",
  state: "text",
  reason: "text",
  message_id: "uuid",
  handled_at: "timestamptz",
} as const;
export type RecipientOutcome = Row<typeof OUTCOME>;
const SETTLE = `UPDATE campaign_recipient c SET state = r.state, reason = r.reason, message_id = r.message_id, handled_at = to_timestamp(r.handled_at / 1000.0)
FROM ${recordset(OUTCOME)} WHERE c.workspace_id = r.workspace_id AND c.campaign_id = r.campaign_id AND c.contact_id = r.contact_id`;

export async function insertRecipients(client: pg.ClientBase, rows: RecipientWrite[]): Promise<void> {
  await executeBulk(client, "insert-campaign-recipients", INSERT, rows);
}

export async function settleRecipients(client: pg.ClientBase, rows: RecipientOutcome[]): Promise<void> {
  await executeBulk(client, "settle-campaign-recipients", SETTLE, rows);
}

interface CampaignKey {
  workspaceId: string;
  id: string;
}

export interface DueRecipient {
  contactId: string;
  /** The contact's own. */
  timeZone: string | null;
  variant: number;
  /** A campaign reached the contact within the hours of the campaign's cap, or it has had the marketing that the workspace allows. */
  capped: boolean;
}

const DUE = (often: string) => `
SELECT r.contact_id AS "contactId", c.time_zone AS "timeZone", r.variant, coalesce($4 > 0 AND EXISTS (SELECT FROM campaign_recipient o
    WHERE o.workspace_id = r.workspace_id AND o.contact_id = r.contact_id AND o.handled_at > to_timestamp($3 / 1000.0 - $4 * 3600.0)
      AND o.state IN ('queued', 'started') AND o.campaign_id <> r.campaign_id), false) OR ${often} AS capped
FROM campaign_recipient r JOIN contact c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id
WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.state = 'pending' AND r.due_at <= to_timestamp($3 / 1000.0) ORDER BY r.due_at LIMIT $5`;
const DUE_ANY = DUE("false");
const DUE_CAPPED = DUE(`${marketingSent("r.workspace_id", "r.contact_id", "$6::float8", "$3")} >= $7`);

interface DueQuery {
  now: number;
  capHours: number | null;
  /** The workspace's, where it holds for what is sent. */
  marketingCap: MarketingCap | undefined;
  limit: number;
}

/** The caller holds the campaign's lock, so nobody else takes them. */
export async function dueRecipients(
  client: pg.ClientBase,
  { workspaceId, id }: CampaignKey,
  { now, capHours, marketingCap, limit }: DueQuery,
): Promise<DueRecipient[]> {
  const values = [workspaceId, id, now, capHours ?? 0, limit];
  const { rows } = await client.query<DueRecipient>(
    marketingCap
      ? { name: "due-campaign-recipients-capped", text: DUE_CAPPED, values: [...values, marketingCap.days, marketingCap.messages] }
      : { name: "due-campaign-recipients", text: DUE_ANY, values },
  );
  return rows;
}

/** Of those that are due: at the end of their quiet hours. */
export async function postponeRecipients(
  client: pg.ClientBase,
  { workspaceId, id }: CampaignKey,
  later: { contactId: string; until: number }[],
): Promise<void> {
  await executeBulk(
    client,
    "postpone-recipients",
    `UPDATE campaign_recipient c SET due_at = to_timestamp(r.until / 1000.0), postponed = true FROM json_to_recordset($1::json) AS r(workspace_id uuid, campaign_id uuid, contact_id uuid, until float8)
WHERE c.workspace_id = r.workspace_id AND c.campaign_id = r.campaign_id AND c.contact_id = r.contact_id AND c.state = 'pending'`,
    later.map(({ contactId, until }) => ({ workspace_id: workspaceId, campaign_id: id, contact_id: contactId, until })),
  );
}

export async function hasPending(client: pg.ClientBase, { workspaceId, id }: CampaignKey): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "pending-campaign-recipients",
    text: "SELECT FROM campaign_recipient WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'pending' LIMIT 1",
    values: [workspaceId, id],
  });
  return (rowCount ?? 0) > 0;
}

export interface Unsent {
  /** Null: they leave as fast as the number can. */
  held: { reason: HoldReason; until: number } | null;
}

/** Whether messages of it are still in the outbox, or starts still before the engine; null where all have left. */
export async function unsent(
  client: pg.ClientBase,
  { workspaceId, id, channelId, automationId }: CampaignKey & { channelId: string | null; automationId: string | null },
): Promise<Unsent | null> {
  if (automationId !== null) {
    const { rowCount } = await client.query({ name: "unhandled-campaign-starts", text: `${STARTS} LIMIT 1`, values: [workspaceId, id] });
    return (rowCount ?? 0) > 0 ? { held: null } : null;
  }
  const { rowCount } = await client.query({
    name: "queued-campaign-messages",
    text: `${UNSENT} AND o.seq > 0 LIMIT 1`,
    values: [workspaceId, channelId, id],
  });
  if ((rowCount ?? 0) > 0) return { held: null };
  const { rows } = await client.query<{ reason: HoldReason; until: number }>({
    name: "held-campaign-messages",
    text: `${UNSENT} AND o.seq < 0 AND m.error IS NOT NULL ORDER BY o.due_at LIMIT 1`,
    values: [workspaceId, channelId, id],
  });
  return rows[0] ? { held: rows[0] } : null;
}

const UNSENT = `SELECT m.error AS reason, (extract(epoch FROM o.due_at) * 1000)::float8 AS until FROM outbox o
JOIN message m ON m.workspace_id = o.workspace_id AND m.id = o.message_id AND m.campaign_id = $3 WHERE o.workspace_id = $1 AND o.channel_id = $2`;
const STARTS = `SELECT workspace_id, seq, contact_key, contact_id FROM event
WHERE workspace_id = $1 AND type = 'start' AND payload->'context'->'campaign'->>'id' = $2::text`;

/** Takes back messages that have not left: they are as if never written. Returns how many. */
export async function recallQueued(client: pg.ClientBase, { workspaceId, id }: CampaignKey): Promise<number> {
  const { rowCount } = await client.query(
    `WITH gone AS (
  DELETE FROM outbox o USING message m WHERE o.workspace_id = $1 AND o.state <> 'sending' AND m.workspace_id = o.workspace_id AND m.id = o.message_id AND m.campaign_id = $2
  RETURNING o.message_id, o.contact_id
), unwritten AS (DELETE FROM message m USING gone g WHERE m.workspace_id = $1 AND m.id = g.message_id)
UPDATE campaign_recipient r SET state = 'pending', message_id = NULL, handled_at = NULL FROM gone g
WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.contact_id = g.contact_id AND r.message_id = g.message_id`,
    [workspaceId, id],
  );
  return rowCount ?? 0;
}

/**
 * Takes back starts that the engine has not begun with, as if never handed over. Whoever has the contact's lock handles the event; whom we
 * got it of, nobody begins with before the end of the transaction. Returns how many.
 */
export async function recallStarts(client: pg.ClientBase, { workspaceId, id }: CampaignKey): Promise<number> {
  const { rowCount } = await client.query(
    `WITH waiting AS MATERIALIZED (${STARTS}),
free AS MATERIALIZED (SELECT * FROM waiting WHERE pg_try_advisory_xact_lock(hashtextextended(contact_key, 0))),
gone AS (DELETE FROM event e USING free f WHERE e.workspace_id = f.workspace_id AND e.seq = f.seq RETURNING e.contact_id)
UPDATE campaign_recipient r SET state = 'pending', handled_at = NULL FROM gone g
WHERE r.workspace_id = $1 AND r.campaign_id = $2::uuid AND r.contact_id = g.contact_id AND r.state = 'started'`,
    [workspaceId, id],
  );
  return rowCount ?? 0;
}

/** Those whose message failed become pending again; never those of unknown outcome, who may have got it. Returns how many. */
export async function retryFailed(client: pg.ClientBase, { workspaceId, id }: CampaignKey, now: number): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE campaign_recipient r SET state = 'pending', message_id = NULL, handled_at = NULL, due_at = $3 FROM message m
WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.state = 'queued' AND m.workspace_id = r.workspace_id AND m.id = r.message_id AND m.status = 'failed'`,
    [workspaceId, id, new Date(now)],
  );
  return rowCount ?? 0;
}

/** Of contacts that become one: whom a campaign meant as both, it meant once, and a message that was written counts. */
export async function mergeRecipients(client: pg.ClientBase, workspaceId: string, targetId: string, others: string[]): Promise<void> {
  await client.query(
    `WITH best AS (
  SELECT DISTINCT ON (campaign_id) * FROM campaign_recipient WHERE workspace_id = $1 AND contact_id = ANY($3::uuid[])
  ORDER BY campaign_id, state = 'pending', handled_at DESC
)
INSERT INTO campaign_recipient AS r (workspace_id, campaign_id, contact_id, state, reason, due_at, variant, message_id, handled_at)
SELECT workspace_id, campaign_id, $2, state, reason, due_at, variant, message_id, handled_at FROM best
ON CONFLICT (workspace_id, campaign_id, contact_id) DO UPDATE SET state = excluded.state, reason = excluded.reason, variant = excluded.variant,
  message_id = excluded.message_id, handled_at = excluded.handled_at WHERE r.state IN ('pending', 'skipped') AND excluded.state <> 'pending'`,
    [workspaceId, targetId, others],
  );
}

export interface RecipientRow {
  contactId: string;
  name: string;
  phone: string | null;
  state: string;
  reason: string | null;
  variant: number;
  dueAt: Date;
  messageId: string | null;
  /** Of the message. */
  status: string | null;
  error: string | null;
}

export interface RecipientQuery {
  /** A state of the recipient or of its message. */
  status?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** In the order of contacts, one row more than `limit` where there is another page. */
export async function listRecipients(
  client: pg.ClientBase | pg.Pool,
  { workspaceId, id }: CampaignKey,
  { status, cursor, limit }: RecipientQuery,
): Promise<RecipientRow[]> {
  const after = decodeCursor(cursor, ["id"]);
  const { rows } = await client.query<RecipientRow>(
    `SELECT r.contact_id AS "contactId", coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.phone, '') AS name, c.phone, r.state, r.reason, r.variant,
  r.due_at AS "dueAt", r.message_id AS "messageId", m.status, m.error
FROM campaign_recipient r JOIN contact c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id
LEFT JOIN message m ON m.workspace_id = r.workspace_id AND m.id = r.message_id
WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND ($3::text IS NULL OR coalesce(m.status, r.state) = $3) AND ($4::uuid IS NULL OR r.contact_id > $4)
ORDER BY r.contact_id LIMIT $5`,
    [workspaceId, id, status ?? null, after?.[0] ?? null, limit + 1],
  );
  return rows;
}
