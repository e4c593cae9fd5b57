/** Settings of objects that tests copy; never a secret. */
import type pg from "pg";
import type { JsonObject } from "../../domain/json.ts";

export async function readAgentSettings(pool: pg.Pool, workspaceId: string, ids: string[]): Promise<Map<string, JsonObject>> {
  return await read(pool, "agent", workspaceId, ids);
}

export async function readConnectionSettings(pool: pg.Pool, workspaceId: string, ids: string[]): Promise<Map<string, JsonObject>> {
  return await read(pool, "connection", workspaceId, ids);
}

async function read(pool: pg.Pool, table: "agent" | "connection", workspaceId: string, ids: string[]): Promise<Map<string, JsonObject>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; settings: JsonObject }>(
    `SELECT id, settings FROM ${table} WHERE workspace_id = $1 AND id = ANY($2::uuid[])`,
    [workspaceId, ids],
  );
  return new Map(rows.map(({ id, settings }) => [id, settings]));
}
