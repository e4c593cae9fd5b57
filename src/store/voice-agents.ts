/** Voice agents. Every change raises the workspace's revision, since documents name them. */
import type pg from "pg";
import { type VoiceScript, voiceAgentSchema } from "../domain/voice-agent.ts";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";
import { touchWorkspace } from "./revision.ts";

export interface VoiceAgent {
  id: string;
  name: string;
  connectionId: string | null;
  script: VoiceScript;
  createdAt: Date;
  updatedAt: Date;
}

export async function listVoiceAgents(db: Db, workspaceId: string): Promise<VoiceAgent[]> {
  const rows = await db.selectFrom("voice_agent").selectAll().where("workspace_id", "=", workspaceId).orderBy("name").execute();
  return rows.map(({ id, name, connection_id, settings, created_at, updated_at }) => ({
    id,
    name,
    connectionId: connection_id,
    script: voiceAgentSchema.parse(settings),
    createdAt: created_at,
    updatedAt: updated_at,
  }));
}

export async function findVoiceAgent(db: Db, workspaceId: string, id: string): Promise<VoiceAgent | undefined> {
  return (await listVoiceAgents(db, workspaceId)).find((agent) => agent.id === id);
}

export async function insertVoiceAgent(
  db: Db,
  workspaceId: string,
  { name, connectionId, script, at }: { name: string; connectionId: string | null; script: VoiceScript; at: number },
): Promise<string> {
  const id = newId();
  const created = new Date(at);
  await db
    .insertInto("voice_agent")
    .values({
      workspace_id: workspaceId,
      id,
      name,
      connection_id: connectionId,
      settings: JSON.stringify(script),
      created_at: created,
      updated_at: created,
    })
    .execute();
  await touchWorkspace(db, workspaceId);
  return id;
}

export async function updateVoiceAgent(
  db: Db,
  workspaceId: string,
  id: string,
  { name, connectionId, script, at }: { name?: string; connectionId?: string | null; script?: VoiceScript; at: number },
): Promise<void> {
  await db
    .updateTable("voice_agent")
    .set({
      updated_at: new Date(at),
      ...(name !== undefined && { name }),
      ...(connectionId !== undefined && { connection_id: connectionId }),
      ...(script !== undefined && { settings: JSON.stringify(script) }),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
  await touchWorkspace(db, workspaceId);
}

export async function deleteVoiceAgent(db: Db, workspaceId: string, id: string): Promise<void> {
  await db.deleteFrom("voice_agent").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}

/** The agent that answers callers of a number: the oldest that was told to. */
export async function findIncomingAgent(
  client: pg.ClientBase,
  workspaceId: string,
  connectionId: string,
): Promise<{ id: string; name: string; script: VoiceScript } | null> {
  const { rows } = await client.query<{ id: string; name: string; settings: unknown }>(
    `SELECT id, name, settings FROM voice_agent WHERE workspace_id = $1 AND connection_id = $2 AND settings->'incoming'->>'action' <> 'none'
ORDER BY created_at, id LIMIT 1`,
    [workspaceId, connectionId],
  );
  const [row] = rows;
  return row ? { id: row.id, name: row.name, script: voiceAgentSchema.parse(row.settings) } : null;
}
