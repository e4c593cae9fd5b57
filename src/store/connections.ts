/** Accounts at outside systems: their settings in the open, their secrets sealed. */
import type pg from "pg";
import type { Connection, ConnectionHealth } from "../domain/connection.ts";
import type { JsonObject } from "../domain/json.ts";
import { newId } from "./id.ts";
import type { SecretBox } from "./secret.ts";

export const CONNECTION_STATUSES = ["ok", "failing", "revoked"] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

export interface StoredConnection extends Connection {
  status: ConnectionStatus;
  statusDetail: string | null;
  /** Epoch milliseconds. */
  checkedAt: number | null;
  createdAt: number;
}

interface Row extends Omit<StoredConnection, "secrets"> {
  sealed: Buffer | null;
}

const SELECT = `
SELECT workspace_id AS "workspaceId", id, name, kind, settings, secrets AS sealed, status, status_detail AS "statusDetail",
  (extract(epoch FROM checked_at) * 1000)::float8 AS "checkedAt", (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt"
FROM connection`;

function open({ sealed, ...row }: Row, box: SecretBox): StoredConnection {
  return { ...row, secrets: sealed ? (JSON.parse(box.decrypt(sealed)) as JsonObject) : {} };
}

export async function listConnections(pool: pg.Pool | pg.ClientBase, box: SecretBox, workspaceId: string): Promise<StoredConnection[]> {
  const { rows } = await pool.query<Row>(`${SELECT} WHERE workspace_id = $1 ORDER BY name`, [workspaceId]);
  return rows.map((row) => open(row, box));
}

export async function findConnection(
  pool: pg.Pool | pg.ClientBase,
  box: SecretBox,
  workspaceId: string,
  by: { id: string } | { name: string },
): Promise<StoredConnection | null> {
  const [column, value] = "id" in by ? ["id", by.id] : ["name", by.name];
  const { rows } = await pool.query<Row>(`${SELECT} WHERE workspace_id = $1 AND ${column} = $2`, [workspaceId, value]);
  return rows[0] ? open(rows[0], box) : null;
}

/** Of which workspace a connection is whose address, as providers call it, names nothing else. Null unless it is of this kind and in use. */
export async function connectionOfKind(pool: pg.Pool, id: string, kind: string): Promise<{ workspaceId: string; name: string } | null> {
  const { rows } = await pool.query<{ workspaceId: string; name: string }>(
    `SELECT workspace_id AS "workspaceId", name FROM connection WHERE id = $1 AND kind = $2 AND status <> 'revoked'`,
    [id, kind],
  );
  return rows[0] ?? null;
}

export interface NewConnection {
  name: string;
  kind: string;
  settings: JsonObject;
  secrets: JsonObject;
}

/** Returns the id. A name that is taken breaks the table's key on it. */
export async function insertConnection(
  client: pg.ClientBase,
  box: SecretBox,
  workspaceId: string,
  { name, kind, settings, secrets }: NewConnection,
  now: number,
): Promise<string> {
  const id = newId();
  await client.query(
    `INSERT INTO connection (workspace_id, id, name, kind, settings, secrets, created_at) VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000))`,
    [workspaceId, id, name, kind, JSON.stringify(settings), box.encrypt(JSON.stringify(secrets)), now],
  );
  return id;
}

/** New credentials end a revocation. */
export async function updateConnection(
  client: pg.ClientBase,
  box: SecretBox,
  workspaceId: string,
  id: string,
  { name, settings, secrets }: { name?: string | undefined; settings?: JsonObject | undefined; secrets?: JsonObject | undefined },
): Promise<void> {
  await client.query(
    `UPDATE connection SET name = coalesce($3, name), settings = coalesce($4, settings), secrets = coalesce($5, secrets),
  status = CASE WHEN $5::bytea IS NOT NULL AND status = 'revoked' THEN 'ok' ELSE status END WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, name ?? null, settings ? JSON.stringify(settings) : null, secrets ? box.encrypt(JSON.stringify(secrets)) : null],
  );
}

/** What a check or a call found out. A revoked connection stays revoked. */
export async function setConnectionHealth(
  client: pg.Pool | pg.ClientBase,
  workspaceId: string,
  id: string,
  health: ConnectionHealth,
  now: number,
): Promise<void> {
  await client.query(
    `UPDATE connection SET status = $3, status_detail = $4, checked_at = to_timestamp($5::float8 / 1000) WHERE workspace_id = $1 AND id = $2 AND status <> 'revoked'`,
    [workspaceId, id, health.ok ? "ok" : "failing", health.ok ? null : `${health.code}: ${health.detail}`.slice(0, 500), now],
  );
}

/** Forgets the credentials; steps that use it fail from now on. */
export async function revokeConnection(client: pg.ClientBase, workspaceId: string, id: string): Promise<void> {
  await client.query(`UPDATE connection SET status = 'revoked', status_detail = NULL, secrets = NULL WHERE workspace_id = $1 AND id = $2`, [
    workspaceId,
    id,
  ]);
}

export async function deleteConnection(client: pg.ClientBase, workspaceId: string, id: string): Promise<void> {
  await client.query(`DELETE FROM connection WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);
}
