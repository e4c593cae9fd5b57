/** What shops told and nobody has handled yet. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import type { RawNotice } from "../domain/shop/notice.ts";
import { executeBulk, insertStatement } from "./bulk.ts";

export interface ShopKey {
  workspaceId: string;
  connectionId: string;
}

export interface StoredNotice extends RawNotice {
  seq: number;
  receivedAt: number;
}

const INSERT = insertStatement("shop_notice", {
  workspace_id: "uuid",
  connection_id: "uuid",
  topic: "text",
  body: "jsonb",
  received_at: "timestamptz",
});

export async function insertShopNotices(
  client: pg.ClientBase,
  { workspaceId, connectionId }: ShopKey,
  notices: RawNotice[],
  now: number,
): Promise<void> {
  const rows = notices.map(({ topic, body }) => ({
    workspace_id: workspaceId,
    connection_id: connectionId,
    topic,
    body,
    received_at: now,
  }));
  await executeBulk(client, "insert-shop-notices", INSERT, rows);
}

// Hops along the primary key, one probe per shop with something to say.
const WAITING = `
WITH RECURSIVE s(w, c) AS (
  (SELECT workspace_id, connection_id FROM shop_notice ORDER BY workspace_id, connection_id LIMIT 1)
  UNION ALL
  SELECT n.workspace_id, n.connection_id FROM s CROSS JOIN LATERAL (
    SELECT workspace_id, connection_id FROM shop_notice
    WHERE (workspace_id, connection_id) > (s.w, s.c) ORDER BY workspace_id, connection_id LIMIT 1) n
)
SELECT w AS "workspaceId", c AS "connectionId" FROM s LIMIT $1`;

/** Shops of which something waits to be handled. */
export async function waitingShops(pool: pg.Pool, limit: number): Promise<ShopKey[]> {
  const { rows } = await pool.query<ShopKey>({ name: "waiting-shops", text: WAITING, values: [limit] });
  return rows;
}

/** One worker at a time handles what one shop told, so that it is handled in its order. To the end of the transaction. */
export async function holdShop(client: pg.ClientBase, { connectionId }: ShopKey): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held", [
    `shop:${connectionId}`,
  ]);
  return rows[0]?.held ?? false;
}

export async function readShopNotices(client: pg.ClientBase, shop: ShopKey, limit: number): Promise<StoredNotice[]> {
  const { rows } = await client.query<StoredNotice>({
    name: "read-shop-notices",
    text: `SELECT seq, topic, body, (extract(epoch FROM received_at) * 1000)::float8 AS "receivedAt" FROM shop_notice
WHERE workspace_id = $1 AND connection_id = $2 ORDER BY seq LIMIT $3`,
    values: [shop.workspaceId, shop.connectionId, limit],
  });
  return rows;
}

export async function deleteShopNotices(client: pg.ClientBase | pg.Pool, shop: ShopKey, seqs: number[]): Promise<void> {
  await client.query({
    name: "delete-shop-notices",
    text: "DELETE FROM shop_notice WHERE workspace_id = $1 AND connection_id = $2 AND seq = ANY($3::bigint[])",
    values: [shop.workspaceId, shop.connectionId, seqs],
  });
}

// Each shop when its time has come, in one process: the lease keeps the others away while it is asked.
const CLAIM = `
UPDATE connection SET poll_due_at = to_timestamp($2::float8 / 1000)
WHERE (workspace_id, id) IN (
  SELECT workspace_id, id FROM connection
  WHERE kind IN ('shopify', 'woocommerce', 'prestashop', 'magento') AND status <> 'revoked'
    AND (poll_due_at IS NULL OR poll_due_at <= to_timestamp($1::float8 / 1000))
  ORDER BY poll_due_at NULLS FIRST LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING workspace_id AS "workspaceId", id AS "connectionId", poll_cursor AS cursor`;

export interface DuePoll extends ShopKey {
  cursor: JsonObject | null;
}

export async function claimPolls(pool: pg.Pool, now: number, leaseMs: number, limit: number): Promise<DuePoll[]> {
  const { rows } = await pool.query<DuePoll>({ name: "claim-polls", text: CLAIM, values: [now, now + leaseMs, limit] });
  return rows;
}

/** A cursor that is left out stays. */
export async function finishPoll(
  client: pg.ClientBase | pg.Pool,
  { workspaceId, connectionId }: ShopKey,
  { dueAt, cursor }: { dueAt: number; cursor?: JsonObject },
): Promise<void> {
  await client.query({
    name: "finish-poll",
    text: `UPDATE connection SET poll_due_at = to_timestamp($3::float8 / 1000), poll_cursor = coalesce($4, poll_cursor)
WHERE workspace_id = $1 AND id = $2`,
    values: [workspaceId, connectionId, dueAt, cursor ? JSON.stringify(cursor) : null],
  });
}

/** When the next shop is asked; null where there is none. A shop that was never asked is due since ever. */
export async function nextPoll(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>({
    name: "next-poll",
    text: `SELECT coalesce((extract(epoch FROM poll_due_at) * 1000)::float8, 0) AS at FROM connection
WHERE kind IN ('shopify', 'woocommerce', 'prestashop', 'magento') AND status <> 'revoked' ORDER BY poll_due_at NULLS FIRST LIMIT 1`,
  });
  return rows[0]?.at ?? null;
}
