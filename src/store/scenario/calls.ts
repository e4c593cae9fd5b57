import type pg from "pg";
import type { VoiceScript } from "../../domain/voice-agent.ts";

/** Whose call it is and what is said in it. */
export async function readCallScript(
  pool: pg.Pool,
  workspaceId: string,
  callId: string,
): Promise<{ agent: string | null; script: VoiceScript | null }> {
  const { rows } = await pool.query<{ agent: string | null; script: VoiceScript | null }>(
    "SELECT agent, script FROM call WHERE workspace_id = $1 AND id = $2",
    [workspaceId, callId],
  );
  return rows[0] ?? { agent: null, script: null };
}

export async function writeCallScript(pool: pg.Pool, workspaceId: string, callId: string, script: VoiceScript): Promise<void> {
  await pool.query("UPDATE call SET script = $3 WHERE workspace_id = $1 AND id = $2", [workspaceId, callId, JSON.stringify(script)]);
}
