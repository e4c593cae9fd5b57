/** The queue of calls to outside systems: claiming what is due, writing what became of it. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { executeBulk } from "./bulk.ts";
import { workspacesWith } from "./engine-claim.ts";

/** A call whose process died is tried again after this long. No attempt takes longer: the longest time-out is 60 s. */
const LEASE_MS = 120_000;

export interface ClaimedRequest {
  workspaceId: string;
  /** Also the key by which receivers recognise a repetition. */
  id: string;
  connector: string;
  connection: string | null;
  payload: JsonObject;
  /** This one included. */
  attempts: number;
  awaited: boolean;
  contactId: string | null;
  automationId: string | null;
  runId: string | null;
  stepId: string | null;
  createdAt: number;
}

// A row on the wire keeps its place in the queue with the end of its lease as its instant: no sweep has to find it again.
const SOURCE = `request s WHERE s.state IN ('pending', 'sending') AND s.due_at <= to_timestamp($2::float8 / 1000)
  AND s.connector = ANY($3::text[]) AND s.workspace_id <> ALL($4::uuid[])`;
export const CLAIM_REQUESTS = `${workspacesWith(SOURCE)}, claimed AS (
  SELECT c.workspace_id, c.id FROM w CROSS JOIN LATERAL (
    SELECT workspace_id, id FROM request
    WHERE workspace_id = w.id AND state IN ('pending', 'sending') AND due_at <= to_timestamp($2::float8 / 1000) AND connector = ANY($3::text[])
    ORDER BY due_at, id LIMIT (SELECT size FROM share) FOR UPDATE SKIP LOCKED
  ) c WHERE w.id IS NOT NULL
)
UPDATE request r SET state = 'sending', attempts = r.attempts + 1, due_at = to_timestamp(($2::float8 + ${LEASE_MS}) / 1000)
FROM claimed WHERE r.workspace_id = claimed.workspace_id AND r.id = claimed.id
RETURNING r.workspace_id AS "workspaceId", r.id, r.connector, r.connection, r.payload, r.attempts, r.awaited, r.contact_id AS "contactId",
  r.automation_id AS "automationId", r.run_id AS "runId", r.step_id AS "stepId", (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAt"`;

/** @param busy workspaces that have as many on the wire as they may */
export async function claimRequests(
  client: pg.ClientBase,
  { now, limit, connectors, busy }: { now: number; limit: number; connectors: string[]; busy: string[] },
): Promise<ClaimedRequest[]> {
  const { rows } = await client.query<ClaimedRequest>({
    name: "claim-requests",
    text: CLAIM_REQUESTS,
    values: [limit, now, connectors, busy],
  });
  return rows;
}

export interface RequestProgress {
  request: ClaimedRequest;
  state: "pending" | "done" | "failed";
  /** When it is tried again; for `pending`. */
  dueAt: number | null;
  /** False gives the attempt back. */
  counted: boolean;
  /** Appended to the row's log. */
  entry: JsonObject | null;
  /** Without secrets, once nothing will be sent any more. */
  payload: JsonObject | null;
  /** The payload as it was sent, encrypted: for another try by hand. */
  sealed: Buffer | null;
  finishedAt: number | null;
}

// The number of attempts is the claim's own: whoever held a claim that ran out changes nothing any more.
const FINISH = `
UPDATE request t SET state = r.state, due_at = coalesce(to_timestamp(r.due_at / 1000), t.due_at), attempts = t.attempts - (NOT r.counted)::int,
  log = CASE WHEN r.entry IS NULL THEN t.log ELSE t.log || jsonb_build_array(r.entry) END, payload = coalesce(r.payload, t.payload),
  sealed = decode(r.sealed, 'base64'), finished_at = to_timestamp(r.finished_at / 1000)
FROM json_to_recordset($1::json) AS r(workspace_id uuid, id uuid, attempts int, state text, due_at float8, counted boolean, entry jsonb, payload jsonb, sealed text, finished_at float8)
WHERE t.workspace_id = r.workspace_id AND t.id = r.id AND t.state = 'sending' AND t.attempts = r.attempts
RETURNING t.id`;

/** Returns the ids of those that were still ours. */
export async function writeRequestProgress(client: pg.ClientBase, progress: RequestProgress[]): Promise<Set<string>> {
  const rows = progress.map(({ request, state, dueAt, counted, entry, payload, sealed, finishedAt }) => ({
    workspace_id: request.workspaceId,
    id: request.id,
    attempts: request.attempts,
    state,
    due_at: dueAt,
    counted,
    entry,
    payload,
    sealed: sealed?.toString("base64") ?? null,
    finished_at: finishedAt,
  }));
  const result = await executeBulk(client, "finish-requests", FINISH, rows);
  return new Set((result?.rows as { id: string }[] | undefined)?.map(({ id }) => id));
}

export const NEXT_REQUEST_DUE = `
WITH RECURSIVE w(id) AS (
  (SELECT workspace_id FROM request WHERE state IN ('pending', 'sending') ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT workspace_id FROM request WHERE state IN ('pending', 'sending') AND workspace_id > w.id ORDER BY workspace_id LIMIT 1)
  FROM w WHERE w.id IS NOT NULL
)
SELECT (extract(epoch FROM min(d.due_at)) * 1000)::float8 AS at FROM w CROSS JOIN LATERAL (
  SELECT due_at FROM request WHERE workspace_id = w.id AND state IN ('pending', 'sending') AND connector = ANY($1::text[]) ORDER BY due_at LIMIT 1
) d WHERE w.id IS NOT NULL`;

export async function nextRequestDue(pool: pg.Pool, connectors: string[]): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>({ name: "next-request-due", text: NEXT_REQUEST_DUE, values: [connectors] });
  return rows[0]?.at ?? null;
}
