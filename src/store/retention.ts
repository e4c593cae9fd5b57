/** What is deleted because it is old: logs after a month, and the history of workspaces that set how long they keep theirs. */
import type pg from "pg";
import { transaction } from "./transaction.ts";

const DAY_MS = 86_400_000;
/** Rows of one statement: small enough that nobody waits for its locks. */
const BATCH = 2000;

/** Logs of machines talking to machines, which nobody looks at after this long. */
const LOG_DAYS = 30;
const LOGS = [
  { table: "channel_event", old: "handled AND received_at < $1" },
  { table: "request", old: "state IN ('done', 'failed') AND finished_at < $1" },
  { table: "event_delivery", old: "created_at < $1" },
  { table: "provider_event", old: "received_at < $1" },
];

export async function deleteOldLogs(pool: pg.Pool, now: number): Promise<void> {
  const before = new Date(now - LOG_DAYS * DAY_MS);
  for (const { table, old } of LOGS) {
    const text = `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${old} LIMIT ${BATCH}))`;
    while (((await pool.query(text, [before])).rowCount ?? 0) === BATCH);
  }
}

interface Retention {
  workspaceId: string;
  /** Null: for ever. */
  days: number | null;
}

export async function readRetention(pool: pg.Pool): Promise<Retention[]> {
  const { rows } = await pool.query<Retention>(
    `SELECT id AS "workspaceId", (settings->>'retentionDays')::int AS days FROM workspace ORDER BY id`,
  );
  return rows;
}

// Messages that wait to leave are no history. Ids ascend with time, so the key finds the old ones first.
const DELETE_MESSAGES = `
WITH old AS (
  SELECT id FROM message WHERE workspace_id = $1 AND id > $2 AND created_at < $3 AND status NOT IN ('queued', 'sending') ORDER BY id LIMIT ${BATCH}
), gone AS (DELETE FROM message m USING old WHERE m.workspace_id = $1 AND m.id = old.id RETURNING m.id, m.channel_id, m.provider_id),
names AS (DELETE FROM provider_message p USING gone g WHERE p.workspace_id = $1 AND p.channel_id = g.channel_id AND p.provider_id = g.provider_id),
files AS (DELETE FROM media f USING gone g WHERE f.workspace_id = $1 AND f.message_id = g.id RETURNING f.storage_key)
SELECT (SELECT count(*)::int FROM gone) AS count, (SELECT id FROM gone ORDER BY id DESC LIMIT 1) AS last,
  ARRAY(SELECT storage_key FROM files WHERE storage_key IS NOT NULL) AS files`;

// Of each contact and automation the newest run stays, emptied: re-entry and cooldowns ask when the last one was.
const DELETE_RUNS = `
WITH old AS (
  SELECT id, contact_id, automation_id FROM run WHERE workspace_id = $1 AND id > $2 AND ended_at < $3 ORDER BY id LIMIT ${BATCH}
), steps AS (DELETE FROM run_step s USING old WHERE s.workspace_id = $1 AND s.run_id = old.id),
newest AS (
  SELECT old.id FROM old WHERE NOT EXISTS (SELECT FROM run n WHERE n.workspace_id = $1 AND n.contact_id = old.contact_id AND n.automation_id = old.automation_id
    AND n.id > old.id)
), emptied AS (
  UPDATE run r SET trigger = jsonb_build_object('type', r.trigger->'type', 'id', r.trigger->'id', 'at', r.trigger->'at'),
    state = '{"vars": {}, "reply": null, "ticket": null, "paths": [], "steps": 0, "visits": {}, "depth": 0}'
  FROM newest WHERE r.workspace_id = $1 AND r.id = newest.id
), gone AS (DELETE FROM run r USING old WHERE r.workspace_id = $1 AND r.id = old.id AND old.id NOT IN (SELECT id FROM newest))
SELECT (SELECT count(*)::int FROM old) AS count, (SELECT id FROM old ORDER BY id DESC LIMIT 1) AS last, '{}'::text[] AS files`;

const FIRST = "00000000-0000-0000-0000-000000000000";

/** Deletes the workspace's messages, ended runs and their steps from before `before`; returns the storage keys of files to delete. */
export async function deleteHistory(pool: pg.Pool, workspaceId: string, before: number): Promise<string[]> {
  const files: string[] = [];
  for (const text of [DELETE_MESSAGES, DELETE_RUNS]) {
    let last: string | null = FIRST;
    while (last !== null) {
      const from: string = last;
      const found: { last: string | null; files: string[] } | undefined = await transaction(pool, async (client) => {
        const { rows } = await client.query<{ count: number; last: string | null; files: string[] }>(text, [
          workspaceId,
          from,
          new Date(before),
        ]);
        return rows[0];
      });
      files.push(...(found?.files ?? []));
      last = found?.last ?? null;
    }
  }
  return files;
}
