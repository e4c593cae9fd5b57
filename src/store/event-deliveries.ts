/** From what happened to what is sent: the feed, and the log of deliveries. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { executeBulk, insertStatement } from "./bulk.ts";
import { newId } from "./id.ts";
import { insertRequests } from "./request-write.ts";

export interface FedEvent {
  workspaceId: string;
  type: string;
  objectId: string;
}

/** Takes what happened out of the feed, oldest first; it is back when the transaction fails. */
export async function takeFed(client: pg.ClientBase, limit: number): Promise<FedEvent[]> {
  const { rows } = await client.query<FedEvent>({
    name: "take-event-feed",
    text: `
DELETE FROM event_feed f USING (SELECT workspace_id, seq FROM event_feed ORDER BY workspace_id, seq LIMIT $1 FOR UPDATE SKIP LOCKED) t
WHERE f.workspace_id = t.workspace_id AND f.seq = t.seq RETURNING f.workspace_id AS "workspaceId", f.type, f.object_id AS "objectId", f.seq`,
    values: [limit],
  });
  return rows;
}

export async function hasFed(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ fed: boolean }>(`SELECT EXISTS (SELECT FROM event_feed) AS fed`);
  return rows[0]?.fed ?? false;
}

/** What the outside is told of an object, as it is now. `family` is the word before the point. */
const READ: Record<string, string> = {
  message: `SELECT workspace_id AS w, id::text, jsonb_build_object('id', id, 'contactId', contact_id, 'chatId', chat_id, 'channelId', channel_id, 'direction', direction,
    'type', type, 'text', text, 'status', status, 'error', error, 'automationId', automation_id, 'runId', run_id) AS data FROM message`,
  run: `SELECT workspace_id AS w, id::text, jsonb_build_object('id', id, 'automationId', automation_id, 'contactId', contact_id, 'status', status, 'reason', reason,
    'startedAt', started_at, 'endedAt', ended_at) AS data FROM run`,
  contact: `SELECT workspace_id AS w, id::text, jsonb_build_object('id', id, 'phone', phone, 'firstName', first_name, 'lastName', last_name, 'email', email, 'language', language,
    'consent', consent, 'blocked', blocked, 'fields', fields) AS data FROM contact`,
  ticket: `SELECT workspace_id AS w, id::text, jsonb_build_object('id', id, 'reference', reference, 'contactId', contact_id, 'title', title, 'status', status, 'priority', priority,
    'category', category, 'done', done) AS data FROM ticket`,
};

/** By `workspace object`; what is gone meanwhile is not there. */
export async function readObjects(client: pg.ClientBase, family: string, events: FedEvent[]): Promise<Map<string, JsonObject>> {
  const statement = READ[family];
  if (statement === undefined || events.length === 0) return new Map();
  const { rows } = await client.query<{ w: string; id: string; data: JsonObject }>(
    `SELECT o.* FROM (${statement}) o JOIN (SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[]) AS k(w, id)) k ON o.w = k.w AND o.id = k.id`,
    [events.map(({ workspaceId }) => workspaceId), events.map(({ objectId }) => objectId)],
  );
  return new Map(rows.map(({ w, id, data }) => [`${w} ${id}`, data]));
}

const DELIVERY = { workspace_id: "uuid", id: "uuid", webhook_id: "uuid", type: "text", body: "text", created_at: "timestamptz" } as const;
const INSERT = insertStatement("event_delivery", DELIVERY);

export interface NewDelivery {
  workspaceId: string;
  webhookId: string;
  type: string;
  body: string;
}

/** Writes deliveries down and queues their sending. Returns their ids. */
export async function insertDeliveries(client: pg.ClientBase, deliveries: NewDelivery[], now: number): Promise<string[]> {
  const rows = deliveries.map(({ workspaceId, webhookId, type, body }) => ({
    workspace_id: workspaceId,
    id: newId(),
    webhook_id: webhookId,
    type,
    body,
    created_at: now,
  }));
  await executeBulk(client, "insert-deliveries", INSERT, rows);
  await insertRequests(
    client,
    rows.map(({ workspace_id, id, webhook_id }) => ({
      workspace_id,
      id,
      connector: "event_webhook",
      payload: { webhookId: webhook_id },
      due_at: now,
      awaited: false,
      created_at: now,
    })),
  );
  return rows.map(({ id }) => id);
}

export interface Delivery {
  id: string;
  webhookId: string;
  type: string;
  body: string;
  createdAt: Date;
  state: string | null;
  attempts: number | null;
  dueAt: Date | null;
  finishedAt: Date | null;
  log: JsonObject[] | null;
}

/** Newest first, each with how its sending went; one more than `limit` where there is another page. */
export async function listDeliveries(
  pool: pg.Pool,
  workspaceId: string,
  webhookId: string,
  { state, after, limit }: { state?: string | undefined; after?: string | undefined; limit: number },
): Promise<Delivery[]> {
  const { rows } = await pool.query<Delivery>(
    `SELECT d.id, d.webhook_id AS "webhookId", d.type, d.body, d.created_at AS "createdAt", r.state, r.attempts, r.log, r.due_at AS "dueAt",
  r.finished_at AS "finishedAt"
FROM event_delivery d LEFT JOIN request r ON r.workspace_id = d.workspace_id AND r.id = d.id
WHERE d.workspace_id = $1 AND d.webhook_id = $2 AND ($3::text IS NULL OR r.state = $3) AND ($4::uuid IS NULL OR d.id < $4)
ORDER BY d.id DESC LIMIT $5`,
    [workspaceId, webhookId, state ?? null, after ?? null, limit + 1],
  );
  return rows;
}

/** Of each address the last delivery that is over. */
export async function lastDeliveries(pool: pg.Pool, workspaceId: string): Promise<Map<string, { at: Date; ok: boolean }>> {
  const { rows } = await pool.query<{ id: string; at: Date; ok: boolean }>(
    `SELECT h.id, l.at, l.ok FROM event_webhook h CROSS JOIN LATERAL (
  SELECT r.finished_at AS at, r.state = 'done' AS ok FROM event_delivery d JOIN request r ON r.workspace_id = d.workspace_id AND r.id = d.id
  WHERE d.workspace_id = h.workspace_id AND d.webhook_id = h.id AND r.finished_at IS NOT NULL ORDER BY d.id DESC LIMIT 1
) l WHERE h.workspace_id = $1`,
    [workspaceId],
  );
  return new Map(rows.map(({ id, ...last }) => [id, last]));
}

/** So many different events an address has to refuse before it is taken for dead, each for so long. */
const REFUSED_EVENTS = 3;
const REFUSED_FOR_MS = 24 * 3_600_000;

/**
 * Whether an address takes nothing any more: it accepted nothing since `since`, and since what it accepted last (or since it was switched on) it
 * refused several different events for a day each. One event that a receiver always refuses is that event's fault.
 */
export async function takesNothing(
  pool: pg.Pool,
  workspaceId: string,
  webhookId: string,
  { since, now }: { since: number; now: number },
): Promise<boolean> {
  // The newest that was accepted is found first, by the index, and settles it for a living address; an older one may have been accepted later.
  const { rows } = await pool.query<{ dead: boolean }>(
    `WITH of_webhook AS NOT MATERIALIZED (
  SELECT d.id, r.state, r.attempts, r.created_at, r.finished_at FROM event_delivery d JOIN request r ON r.workspace_id = d.workspace_id AND r.id = d.id
  WHERE d.workspace_id = $1 AND d.webhook_id = $2
), heard AS (
  SELECT greatest(active_since, (SELECT finished_at FROM of_webhook WHERE state = 'done' ORDER BY id DESC LIMIT 1)) AS at
  FROM event_webhook WHERE workspace_id = $1 AND id = $2
)
SELECT heard.at <= to_timestamp($3::float8 / 1000)
  AND NOT EXISTS (SELECT FROM of_webhook WHERE state = 'done' AND finished_at > to_timestamp($3::float8 / 1000))
  AND ${REFUSED_EVENTS} = (SELECT count(*) FROM (
  SELECT FROM of_webhook WHERE state <> 'done' AND attempts > 1 AND created_at >= heard.at AND created_at <= to_timestamp($4::float8 / 1000) LIMIT ${REFUSED_EVENTS}
) refused) AS dead FROM heard`,
    [workspaceId, webhookId, since, now - REFUSED_FOR_MS],
  );
  return rows[0]?.dead ?? false;
}

export async function findDelivery(
  pool: pg.Pool,
  workspaceId: string,
  id: string,
): Promise<{ webhookId: string; type: string; body: string } | undefined> {
  const { rows } = await pool.query<{ webhookId: string; type: string; body: string }>(
    `SELECT webhook_id AS "webhookId", type, body FROM event_delivery WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id],
  );
  return rows[0];
}

/** Most deliveries of one request to replay. */
const MAX_REPLAYED = 10_000;

/**
 * Sends again what is over, under its own id, so that a receiver who has it already sees that; and with new attempts. Oldest first.
 * Returns how many.
 */
export async function replayDeliveries(
  client: pg.ClientBase,
  workspaceId: string,
  webhookId: string,
  { id, since, failedOnly = false }: { id?: string; since?: number; failedOnly?: boolean },
  now: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE request r SET state = 'pending', attempts = 0, due_at = to_timestamp($3::float8 / 1000), created_at = to_timestamp($3::float8 / 1000), finished_at = NULL
FROM (
  SELECT d.id FROM event_delivery d JOIN request q ON q.workspace_id = d.workspace_id AND q.id = d.id
  WHERE d.workspace_id = $1 AND d.webhook_id = $2 AND ($4::uuid IS NULL OR d.id = $4) AND ($5::float8 IS NULL OR d.created_at >= to_timestamp($5 / 1000))
    AND q.state = ANY($6::text[]) ORDER BY d.id LIMIT ${MAX_REPLAYED} FOR UPDATE OF q
) t WHERE r.workspace_id = $1 AND r.id = t.id`,
    [workspaceId, webhookId, now, id ?? null, since ?? null, failedOnly ? ["failed"] : ["done", "failed"]],
  );
  return rowCount ?? 0;
}
