/** AI operators: rows of `agent` of kind `ai`, with their settings read as this release knows them. */
import type pg from "pg";
import { type AiAgent, type AiAgentSettings, readAgentSettings } from "../domain/ai-agent.ts";
import { newId } from "./id.ts";

type Client = pg.Pool | pg.ClientBase;

export interface StoredAgent extends AiAgent {
  createdAt: number;
  updatedAt: number;
}

const SELECT = `
SELECT workspace_id AS "workspaceId", id, name, is_default AS "isDefault", settings, (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt",
  (extract(epoch FROM updated_at) * 1000)::float8 AS "updatedAt"
FROM agent WHERE kind = 'ai' AND workspace_id = $1`;

function read(row: Omit<StoredAgent, "settings"> & { settings: unknown }): StoredAgent {
  return { ...row, settings: readAgentSettings(row.settings) };
}

export async function listAgents(client: Client, workspaceId: string): Promise<StoredAgent[]> {
  const { rows } = await client.query(`${SELECT} ORDER BY name`, [workspaceId]);
  return rows.map(read);
}

export async function findAgent(client: Client, workspaceId: string, id: string): Promise<StoredAgent | null> {
  const { rows } = await client.query(`${SELECT} AND id = $2`, [workspaceId, id]);
  return rows[0] ? read(rows[0]) : null;
}

/** Returns the id. A name that is taken breaks the table's key on it. */
export async function insertAgent(
  client: pg.ClientBase,
  workspaceId: string,
  { name, isDefault, settings }: { name: string; isDefault: boolean; settings: AiAgentSettings },
  now: number,
): Promise<string> {
  const id = newId();
  if (isDefault) await noDefault(client, workspaceId);
  await client.query(
    `INSERT INTO agent (workspace_id, id, name, kind, is_default, settings, created_at, updated_at)
VALUES ($1, $2, $3, 'ai', $4, $5, to_timestamp($6::float8 / 1000), to_timestamp($6::float8 / 1000))`,
    [workspaceId, id, name, isDefault, JSON.stringify(settings), now],
  );
  return id;
}

/** Whoever becomes the workspace's own takes that from the one before. */
export async function updateAgent(
  client: pg.ClientBase,
  workspaceId: string,
  id: string,
  { name, isDefault, settings }: { name: string; isDefault: boolean; settings: AiAgentSettings },
  now: number,
): Promise<void> {
  if (isDefault) await noDefault(client, workspaceId);
  await client.query(
    `UPDATE agent SET name = $3, is_default = $4, settings = $5, updated_at = to_timestamp($6::float8 / 1000) WHERE workspace_id = $1 AND id = $2 AND kind = 'ai'`,
    [workspaceId, id, name, isDefault, JSON.stringify(settings), now],
  );
}

async function noDefault(client: pg.ClientBase, workspaceId: string): Promise<void> {
  await client.query("UPDATE agent SET is_default = false WHERE workspace_id = $1 AND is_default", [workspaceId]);
}

export async function deleteAgent(client: pg.ClientBase, workspaceId: string, id: string): Promise<void> {
  await client.query("DELETE FROM agent WHERE workspace_id = $1 AND id = $2 AND kind = 'ai'", [workspaceId, id]);
}
