/** Date plans whose instant has come. */
import type pg from "pg";

export interface DuePlan {
  workspaceId: string;
  contactId: string;
  automationId: string;
  triggerId: string;
  value: string;
  dueAt: number;
  settledAt: number | null;
  /** Values of the contact's fields and its own time zone now. */
  fields: Record<string, unknown>;
  timeZone: string | null;
}

// Workspaces are found by hopping along the index, one probe each, whether or not anything of theirs is due.
const WORKSPACES = `
WITH RECURSIVE w(id) AS (
  (SELECT workspace_id FROM date_plan WHERE due_at IS NOT NULL ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT s.workspace_id FROM date_plan s WHERE s.due_at IS NOT NULL AND s.workspace_id > w.id ORDER BY s.workspace_id LIMIT 1)
  FROM w WHERE w.id IS NOT NULL
)`;

// Locked rows are another worker's: each occurrence is claimed once. In time order over all workspaces. The OFFSET 0 keeps the planner,
// which takes every workspace for a large one, from reading all contacts to join a handful.
export const CLAIM_DUE_PLANS = `${WORKSPACES}
SELECT d.workspace_id AS "workspaceId", d.contact_id AS "contactId", d.automation_id AS "automationId", d.trigger_id AS "triggerId", d.value,
  (extract(epoch FROM d.due_at) * 1000)::float8 AS "dueAt", (extract(epoch FROM d.settled_at) * 1000)::float8 AS "settledAt", c.fields, c.time_zone AS "timeZone"
FROM w CROSS JOIN LATERAL (
  SELECT * FROM date_plan p WHERE p.workspace_id = w.id AND p.due_at <= to_timestamp($1 / 1000.0) ORDER BY p.due_at LIMIT $2 FOR UPDATE SKIP LOCKED
) d
CROSS JOIN LATERAL (SELECT fields, time_zone FROM contact c WHERE c.workspace_id = d.workspace_id AND c.id = d.contact_id OFFSET 0) c
WHERE w.id IS NOT NULL ORDER BY d.due_at, d.contact_id`;

/** Claims up to `limit` due plans of each workspace to the end of the transaction. */
export async function claimDuePlans(client: pg.ClientBase, now: number, limit: number): Promise<DuePlan[]> {
  const { rows } = await client.query<DuePlan>({ name: "claim-due-plans", text: CLAIM_DUE_PLANS, values: [now, limit] });
  return rows;
}

export const NEXT_DUE_PLAN = `${WORKSPACES}
SELECT min((SELECT (extract(epoch FROM due_at) * 1000)::float8 FROM date_plan
  WHERE workspace_id = w.id AND due_at IS NOT NULL ORDER BY due_at LIMIT 1)) AS at,
  EXISTS (SELECT FROM date_planning) AS planning
FROM w WHERE w.id IS NOT NULL`;

/** The earliest planned instant, and whether workspaces wait to be planned. */
export async function nextDuePlan(pool: pg.Pool): Promise<{ at: number | null; planning: boolean }> {
  const { rows } = await pool.query<{ at: number | null; planning: boolean }>({ name: "next-due-plan", text: NEXT_DUE_PLAN });
  return rows[0] ?? { at: null, planning: false };
}
