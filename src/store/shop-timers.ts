/** Start steps waiting for a cart to rest, or for days to pass after an order. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { executeBulk, insertStatement } from "./bulk.ts";
import type { ShopKey } from "./shop-notices.ts";

export type TimerKind = "cart" | "order";

export interface ShopTimerWrite {
  kind: TimerKind;
  objectId: string;
  automationId: string;
  triggerId: string;
  contactId: string;
  dueAt: number;
  /** One that has fired starts again only with other contents. */
  contents: string;
  payload: JsonObject;
}

const TIMER = {
  workspace_id: "uuid",
  connection_id: "uuid",
  kind: "text",
  object_id: "text",
  automation_id: "uuid",
  trigger_id: "text",
  contact_id: "uuid",
  due_at: "timestamptz",
  contents: "text",
  payload: "jsonb",
  seen_at: "timestamptz",
} as const;
const UPSERT = insertStatement(
  "shop_timer",
  TIMER,
  `ON CONFLICT (workspace_id, connection_id, kind, object_id, automation_id, trigger_id) DO UPDATE
  SET contact_id = excluded.contact_id, due_at = excluded.due_at, contents = excluded.contents, payload = excluded.payload, seen_at = excluded.seen_at
  WHERE shop_timer.due_at IS NOT NULL OR shop_timer.contents <> excluded.contents`,
);

/** Sets timers, or sets them again from the beginning. */
export async function startTimers(client: pg.ClientBase, shop: ShopKey, timers: ShopTimerWrite[], now: number): Promise<void> {
  const rows = timers.map(({ kind, objectId, automationId, triggerId, contactId, dueAt, contents, payload }) => ({
    workspace_id: shop.workspaceId,
    connection_id: shop.connectionId,
    kind,
    object_id: objectId,
    automation_id: automationId,
    trigger_id: triggerId,
    contact_id: contactId,
    due_at: dueAt,
    contents,
    payload,
    seen_at: now,
  }));
  await executeBulk(client, "start-shop-timers", UPSERT, rows);
}

export async function dropTimers(
  client: pg.ClientBase,
  { workspaceId, connectionId }: ShopKey,
  of: { kind: TimerKind; objectId: string }[],
): Promise<void> {
  if (of.length === 0) return;
  await client.query({
    name: "drop-shop-timers",
    text: `DELETE FROM shop_timer t USING unnest($3::text[], $4::text[]) AS k(kind, id)
WHERE t.workspace_id = $1 AND t.connection_id = $2 AND t.kind = k.kind AND t.object_id = k.id`,
    values: [workspaceId, connectionId, of.map(({ kind }) => kind), of.map(({ objectId }) => objectId)],
  });
}

export interface DueTimer {
  workspaceId: string;
  connectionId: string;
  kind: TimerKind;
  objectId: string;
  contactId: string;
  automationId: string;
  triggerId: string;
  dueAt: number;
  /** The connection's name now. */
  shop: string;
  payload: JsonObject;
}

// Workspaces are found by hopping along the index, one probe each.
const WORKSPACES = `
WITH RECURSIVE w(id) AS (
  (SELECT workspace_id FROM shop_timer WHERE due_at IS NOT NULL ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT t.workspace_id FROM shop_timer t WHERE t.due_at IS NOT NULL AND t.workspace_id > w.id ORDER BY t.workspace_id LIMIT 1)
  FROM w WHERE w.id IS NOT NULL
)`;

// Locked rows are another worker's: each timer fires once. The OFFSET 0 keeps the planner, which takes every workspace for a large one, from
// reading all connections to join a handful.
export const CLAIM_SHOP_TIMERS = `${WORKSPACES}
SELECT d.workspace_id AS "workspaceId", d.connection_id AS "connectionId", d.kind, d.object_id AS "objectId", d.contact_id AS "contactId",
  d.automation_id AS "automationId", d.trigger_id AS "triggerId", (extract(epoch FROM d.due_at) * 1000)::float8 AS "dueAt", c.name AS shop, d.payload
FROM w CROSS JOIN LATERAL (
  SELECT * FROM shop_timer t WHERE t.workspace_id = w.id AND t.due_at <= to_timestamp($1::float8 / 1000) ORDER BY t.due_at LIMIT $2 FOR UPDATE SKIP LOCKED
) d
CROSS JOIN LATERAL (SELECT name FROM connection c WHERE c.workspace_id = d.workspace_id AND c.id = d.connection_id OFFSET 0) c
WHERE w.id IS NOT NULL ORDER BY d.due_at, d.contact_id`;

// A timer that fired forgets what it would have said and keeps that it has fired. By whole keys as arrays: of these the planner expects a handful.
export const END_SHOP_TIMERS = `
UPDATE shop_timer t SET due_at = NULL, payload = '{}'
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[]) AS d(workspace_id, connection_id, kind, object_id, automation_id, trigger_id)
WHERE t.workspace_id = d.workspace_id AND t.connection_id = d.connection_id AND t.kind = d.kind AND t.object_id = d.object_id
  AND t.automation_id = d.automation_id AND t.trigger_id = d.trigger_id`;

/** Ends up to `limit` due timers of each workspace; they have fired when the transaction commits. */
export async function fireTimers(client: pg.ClientBase, now: number, limit: number): Promise<DueTimer[]> {
  const { rows } = await client.query<DueTimer>({ name: "claim-shop-timers", text: CLAIM_SHOP_TIMERS, values: [now, limit] });
  if (rows.length === 0) return [];
  const keys = ["workspaceId", "connectionId", "kind", "objectId", "automationId", "triggerId"] as const;
  await client.query({ name: "end-shop-timers", text: END_SHOP_TIMERS, values: keys.map((key) => rows.map((row) => row[key])) });
  return rows;
}

export const NEXT_SHOP_TIMER = `${WORKSPACES}
SELECT min((SELECT (extract(epoch FROM due_at) * 1000)::float8 FROM shop_timer
  WHERE workspace_id = w.id AND due_at IS NOT NULL ORDER BY due_at LIMIT 1)) AS at
FROM w WHERE w.id IS NOT NULL`;

export async function nextTimer(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>({ name: "next-shop-timer", text: NEXT_SHOP_TIMER });
  return rows[0]?.at ?? null;
}
