/** Calls that no path waited for: their step was left before it was known that they fail, and is marked afterwards. */
import type pg from "pg";
import { executeBulk } from "./bulk.ts";

export interface LateFailure {
  workspaceId: string;
  requestId: string;
  runId: string;
  stepId: string;
  code: string;
  /** Epoch milliseconds. */
  at: number;
}

// A step that is marked already was counted: a call repeated by hand fails no second time.
const MARK = `
WITH late AS (SELECT * FROM json_to_recordset($1::json) AS r(workspace_id uuid, request_id text, run_id uuid, step_id text, code text, at float8)),
marked AS (
  UPDATE run_step s SET error = late.code FROM late
  WHERE s.workspace_id = late.workspace_id AND s.run_id = late.run_id AND s.step_id = late.step_id
    AND s.result->>'requestId' = late.request_id AND s.error IS NULL
  RETURNING s.workspace_id, s.automation_id, s.step_id, late.at
)
INSERT INTO step_count (workspace_id, automation_id, node_id, what, day, count)
SELECT m.workspace_id, m.automation_id, m.step_id, 'error', (to_timestamp(m.at / 1000) AT TIME ZONE coalesce(w.settings->>'timeZone', 'UTC'))::date AS day, count(*)
FROM marked m JOIN workspace w ON w.id = m.workspace_id GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 5
ON CONFLICT (workspace_id, automation_id, node_id, what, day) DO UPDATE SET count = step_count.count + excluded.count`;

export async function markLateFailures(client: pg.ClientBase, failures: readonly LateFailure[]): Promise<void> {
  await executeBulk(
    client,
    "mark-late-failures",
    MARK,
    failures.map(({ workspaceId, requestId, runId, stepId, code, at }) => ({
      workspace_id: workspaceId,
      request_id: requestId,
      run_id: runId,
      step_id: stepId,
      code,
      at,
    })),
  );
}
