/**
 * Which contacts a batch works on. A contact is in one hand only: its key's advisory lock is held to the end of the
 * transaction, and a worker that dies gives it back with its connection. Nothing waits: what another worker holds is
 * skipped.
 */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";

export interface ClaimedEvent {
  workspaceId: string;
  seq: number;
  contactKey: string;
  contactId: string | null;
  channelId: string | null;
  type: string;
  payload: JsonObject;
  occurredAt: number;
  receivedAt: number;
}

export interface ClaimedContact {
  workspaceId: string;
  contactId: string;
}

/** Claims consider this many times the limit, since other workers may hold the first ones. */
const LOOKAHEAD = 4;

// Workspaces with work are found by hopping along the primary key, one probe each; each gets the same share of the batch.
export function workspacesWith(source: string): string {
  return `
WITH RECURSIVE w(id) AS (
  (SELECT workspace_id FROM ${source} ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT s.workspace_id FROM ${source} AND s.workspace_id > w.id ORDER BY s.workspace_id LIMIT 1) FROM w WHERE w.id IS NOT NULL
), share AS (SELECT greatest($1::int / greatest(count(id), 1), 1) AS size FROM w)`;
}

// The candidates are ordered and limited before the lock function sees them: it must run for those taken and no others.
const CLAIM_EVENTS = `${workspacesWith("event s WHERE true")}
SELECT c.workspace_id, c.seq FROM w CROSS JOIN LATERAL (
  SELECT workspace_id, seq FROM (
    SELECT workspace_id, seq, contact_key FROM event WHERE workspace_id = w.id ORDER BY seq LIMIT (SELECT size * ${LOOKAHEAD} FROM share) OFFSET 0
  ) candidate
  WHERE pg_try_advisory_xact_lock(hashtextextended(contact_key, 0)) LIMIT (SELECT size FROM share)
) c WHERE w.id IS NOT NULL`;

/**
 * Events by key, `$1::uuid[]` and `$2::bigint[]`, as `e`. One probe per key whatever the planner believes: while the queue was empty
 * it would plan the other way round, and compare every event with every key once there are thousands.
 */
export function eventsByKey(columns: string): string {
  return `unnest($1::uuid[], $2::bigint[]) AS k(w, s) CROSS JOIN LATERAL (SELECT ${columns} FROM event WHERE workspace_id = k.w AND seq = k.s OFFSET 0) e`;
}

// Read again after the lock: whoever held it before may have handled and deleted the event since the claim's snapshot.
const READ_EVENTS = `
SELECT workspace_id AS "workspaceId", seq, contact_key AS "contactKey", contact_id AS "contactId", channel_id AS "channelId", type, payload,
  (extract(epoch FROM occurred_at) * 1000)::float8 AS "occurredAt", (extract(epoch FROM received_at) * 1000)::float8 AS "receivedAt"
FROM ${eventsByKey("*")} ORDER BY seq`;

/** The share of each workspace is at least one; a limit of 1 claims a single event of them all. */
export async function claimEvents(client: pg.ClientBase, limit: number): Promise<ClaimedEvent[]> {
  const claimed = await client.query<{ workspace_id: string; seq: number }>(
    limit === 1
      ? { name: "claim-one-event", text: `${CLAIM_EVENTS} LIMIT 1`, values: [limit] }
      : { name: "claim-events", text: CLAIM_EVENTS, values: [limit] },
  );
  if (claimed.rows.length === 0) return [];
  const { rows } = await client.query<ClaimedEvent>({
    name: "read-events",
    text: READ_EVENTS,
    values: [claimed.rows.map((row) => row.workspace_id), claimed.rows.map((row) => row.seq)],
  });
  return rows;
}

const CLAIM_DUE_RUNS = `${workspacesWith("run s WHERE s.status = 'waiting' AND s.wake_at <= to_timestamp($2 / 1000.0)")}
SELECT DISTINCT c.workspace_id AS "workspaceId", c.contact_id AS "contactId" FROM w CROSS JOIN LATERAL (
  SELECT workspace_id, contact_id FROM (
    SELECT workspace_id, contact_id FROM run WHERE workspace_id = w.id AND status = 'waiting' AND wake_at <= to_timestamp($2 / 1000.0)
    ORDER BY wake_at LIMIT (SELECT size * ${LOOKAHEAD} FROM share) OFFSET 0
  ) candidate
  WHERE pg_try_advisory_xact_lock(hashtextextended('c:' || contact_id, 0)) LIMIT (SELECT size FROM share)
) c WHERE w.id IS NOT NULL`;

/** Contacts with a run whose deadline has come by `now`. */
export async function claimDueContacts(client: pg.ClientBase, now: number, limit: number): Promise<ClaimedContact[]> {
  const { rows } = await client.query<ClaimedContact>(
    limit === 1
      ? { name: "claim-one-due-run", text: `${CLAIM_DUE_RUNS} LIMIT 1`, values: [limit, now] }
      : { name: "claim-due-runs", text: CLAIM_DUE_RUNS, values: [limit, now] },
  );
  return rows;
}

/** The earliest deadline of all waiting runs, for the worker's timer; one probe per workspace with waiting runs. */
const NEXT_DUE = `
WITH RECURSIVE w(id) AS (
  (SELECT workspace_id FROM run WHERE status = 'waiting' AND wake_at IS NOT NULL ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT s.workspace_id FROM run s WHERE s.status = 'waiting' AND s.wake_at IS NOT NULL AND s.workspace_id > w.id ORDER BY s.workspace_id LIMIT 1)
  FROM w WHERE w.id IS NOT NULL
)
SELECT min((SELECT (extract(epoch FROM wake_at) * 1000)::float8 FROM run
  WHERE workspace_id = w.id AND status = 'waiting' AND wake_at IS NOT NULL ORDER BY wake_at LIMIT 1)) AS at
FROM w WHERE w.id IS NOT NULL`;

export async function nextRunDue(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>({ name: "next-run-due", text: NEXT_DUE });
  return rows[0]?.at ?? null;
}

export async function hasEvents(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ some: boolean }>({ name: "has-events", text: "SELECT EXISTS (SELECT FROM event) AS some" });
  return rows[0]?.some ?? false;
}
