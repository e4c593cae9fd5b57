/** Addresses that are told what happens, with the secret of each. */
import type pg from "pg";
import { familiesOf } from "../domain/webhook-event.ts";
import { newId } from "./id.ts";
import type { SecretBox } from "./secret.ts";
import { createSigningSecret, ROTATION_MS } from "./webhook-secret.ts";

export interface EventWebhook {
  workspaceId: string;
  id: string;
  name: string;
  url: string;
  types: string[];
  status: "active" | "disabled";
  statusDetail: string | null;
  /** Epoch milliseconds. */
  createdAt: number;
}

const COLUMNS = `workspace_id AS "workspaceId", id, name, url, types, status, status_detail AS "statusDetail",
  (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt"`;

export async function listEventWebhooks(pool: pg.Pool | pg.ClientBase, workspaceId: string): Promise<EventWebhook[]> {
  const { rows } = await pool.query<EventWebhook>(`SELECT ${COLUMNS} FROM event_webhook WHERE workspace_id = $1 ORDER BY name`, [
    workspaceId,
  ]);
  return rows;
}

export async function findEventWebhook(pool: pg.Pool | pg.ClientBase, workspaceId: string, id: string): Promise<EventWebhook | undefined> {
  const { rows } = await pool.query<EventWebhook>(`SELECT ${COLUMNS} FROM event_webhook WHERE workspace_id = $1 AND id = $2`, [
    workspaceId,
    id,
  ]);
  return rows[0];
}

export async function insertEventWebhook(
  pool: pg.Pool | pg.ClientBase,
  box: SecretBox,
  workspaceId: string,
  { name, url, types }: Pick<EventWebhook, "name" | "url" | "types">,
  now: number,
): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO event_webhook (workspace_id, id, name, url, types, families, secret, created_at, active_since)
VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000), to_timestamp($8::float8 / 1000))`,
    [workspaceId, id, name, url, types, familiesOf(types), box.encrypt(createSigningSecret()), now],
  );
  return id;
}

export async function updateEventWebhook(
  pool: pg.Pool | pg.ClientBase,
  workspaceId: string,
  id: string,
  {
    name,
    url,
    types,
    active,
  }: { name?: string | undefined; url?: string | undefined; types?: string[] | undefined; active?: boolean | undefined },
  now: number,
): Promise<void> {
  await pool.query(
    `UPDATE event_webhook SET name = coalesce($3, name), url = coalesce($4, url), types = coalesce($5, types), families = coalesce($6, families),
  status = coalesce($7, status), status_detail = CASE WHEN $7 = 'active' THEN NULL ELSE status_detail END,
  active_since = CASE WHEN $7 = 'active' AND status = 'disabled' OR $4 <> url THEN to_timestamp($8::float8 / 1000) ELSE active_since END
WHERE workspace_id = $1 AND id = $2`,
    [
      workspaceId,
      id,
      name ?? null,
      url ?? null,
      types ?? null,
      types ? familiesOf(types) : null,
      active === undefined ? null : active ? "active" : "disabled",
      now,
    ],
  );
}

/** Nothing is sent there any more, until somebody switches it on again. */
export async function disableEventWebhook(pool: pg.Pool, workspaceId: string, id: string, detail: string): Promise<void> {
  await pool.query(`UPDATE event_webhook SET status = 'disabled', status_detail = $3 WHERE workspace_id = $1 AND id = $2`, [
    workspaceId,
    id,
    detail,
  ]);
}

export async function deleteEventWebhook(pool: pg.Pool | pg.ClientBase, workspaceId: string, id: string): Promise<void> {
  await pool.query(`DELETE FROM event_webhook WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);
}

/** What its deliveries are signed with, newest first: two for a day after a rotation. */
export async function eventWebhookSecrets(pool: pg.Pool, box: SecretBox, workspaceId: string, id: string, now: number): Promise<string[]> {
  const { rows } = await pool.query<{ secret: Buffer; previous: Buffer | null }>(
    `SELECT secret, CASE WHEN previous_until > to_timestamp($3::float8 / 1000) THEN previous END AS previous FROM event_webhook WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, now],
  );
  return [rows[0]?.secret, rows[0]?.previous].flatMap((sealed) => (sealed ? [box.decrypt(sealed)] : []));
}

/** Returns the new secret; the old one signs beside it for a day. */
export async function rotateEventWebhookSecret(
  pool: pg.Pool,
  box: SecretBox,
  workspaceId: string,
  id: string,
  now: number,
): Promise<string> {
  const secret = createSigningSecret();
  await pool.query(
    `UPDATE event_webhook SET previous = secret, previous_until = to_timestamp($4::float8 / 1000), secret = $3 WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, box.encrypt(secret), now + ROTATION_MS],
  );
  return secret;
}
