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
  log: JsonObject[] | null;
}

/** Newest first, each with how its sending went. */
export async function listDeliveries(pool: pg.Pool, workspaceId: string, webhookId: string, limit: number): Promise<Delivery[]> {
  const { rows } = await pool.query<Delivery>(
    `SELECT d.id, d.webhook_id AS "webhookId", d.type, d.body, d.created_at AS "createdAt", r.state, r.attempts, r.log
FROM event_delivery d LEFT JOIN request r ON r.workspace_id = d.workspace_id AND r.id = d.id
WHERE d.workspace_id = $1 AND d.webhook_id = $2 ORDER BY d.id DESC LIMIT $3`,
    [workspaceId, webhookId, limit],
  );
  return rows;
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

/** Sends it again under its own id, so that a receiver who has it already sees that; and with new attempts. */
export async function replayDelivery(client: pg.ClientBase, workspaceId: string, id: string, now: number): Promise<void> {
  await client.query(
    `UPDATE request SET state = 'pending', attempts = 0, due_at = to_timestamp($3::float8 / 1000), created_at = to_timestamp($3::float8 / 1000), finished_at = NULL
WHERE workspace_id = $1 AND id = $2 AND state IN ('done', 'failed')`,
    [workspaceId, id, now],
  );
}
