/** Settings of objects that tests copy; never a secret. */
import type pg from "pg";
import type { JsonObject } from "../../domain/json.ts";

export async function readAgentSettings(pool: pg.Pool, workspaceId: string, ids: string[]): Promise<Map<string, JsonObject>> {
  return await read(pool, "agent", workspaceId, ids);
}

export async function readConnectionSettings(pool: pg.Pool, workspaceId: string, ids: string[]): Promise<Map<string, JsonObject>> {
  return await read(pool, "connection", workspaceId, ids);
}

export interface AgentText {
  title: string;
  text: string;
}

/** What agents know, the newest first, as much of each as fits; none is cut. */
export async function readAgentTexts(
  pool: pg.Pool,
  workspaceId: string,
  ids: string[],
  characters: number,
): Promise<Map<string, AgentText[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<AgentText & { agentId: string }>(
    `SELECT agent_id AS "agentId", title, text FROM (
  SELECT s.*, sum(length(text)) OVER (PARTITION BY agent_id ORDER BY length(text) > $3, updated_at DESC, id ROWS UNBOUNDED PRECEDING) AS taken
  FROM ai_source s WHERE workspace_id = $1 AND agent_id = ANY($2::uuid[])
) f WHERE taken <= $3 ORDER BY updated_at DESC, id`,
    [workspaceId, ids, characters],
  );
  return Map.groupBy(rows, ({ agentId }) => agentId) as Map<string, AgentText[]>;
}

async function read(pool: pg.Pool, table: "agent" | "connection", workspaceId: string, ids: string[]): Promise<Map<string, JsonObject>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; settings: JsonObject }>(
    `SELECT id, settings FROM ${table} WHERE workspace_id = $1 AND id = ANY($2::uuid[])`,
    [workspaceId, ids],
  );
  return new Map(rows.map(({ id, settings }) => [id, settings]));
}
