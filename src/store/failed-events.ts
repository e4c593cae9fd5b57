/** What the engine cannot handle is set aside with the reason, so that everything behind it goes on. */
import type pg from "pg";
import type { ClaimedContact, ClaimedEvent } from "./engine-claim.ts";

const SET_ASIDE = `
WITH taken AS (DELETE FROM event WHERE workspace_id = $1 AND seq = $2 RETURNING *)
INSERT INTO failed_event (workspace_id, seq, contact_key, contact_id, channel_id, type, payload, occurred_at, received_at, error, failed_at)
SELECT workspace_id, seq, contact_key, contact_id, channel_id, type, payload, occurred_at, received_at, $3, to_timestamp($4 / 1000.0) FROM taken`;

export async function setAsideEvent(client: pg.ClientBase, { workspaceId, seq }: ClaimedEvent, error: string, now: number): Promise<void> {
  await client.query(SET_ASIDE, [workspaceId, seq, error, now]);
}

const FAIL_RUNS = `
UPDATE run SET status = 'failed', reason = 'internal_error', wake_at = NULL, ended_at = to_timestamp($3 / 1000.0)
WHERE workspace_id = $1 AND contact_id = $2 AND status = 'waiting' AND wake_at <= to_timestamp($3 / 1000.0)`;

/** Ends the runs whose deadline cannot be handled. */
export async function failDueRuns(client: pg.ClientBase, { workspaceId, contactId }: ClaimedContact, now: number): Promise<void> {
  await client.query(FAIL_RUNS, [workspaceId, contactId, now]);
}
