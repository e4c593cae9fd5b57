/** Runs as people look at them, and what is done to many at once. */
import { sql } from "kysely";
import type { PathState, RunStatus } from "../automation/state.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";

export interface RunRow {
  id: string;
  automation_id: string;
  automation_name: string | null;
  contact_id: string;
  contact_name: string;
  contact_phone: string | null;
  version_id: string;
  version_number: number | null;
  status: RunStatus;
  reason: string | null;
  trigger_id: string | null;
  trigger: JsonObject;
  state: { paths: PathState[]; vars: JsonObject; reply: Json };
  wake_at: Date | null;
  started_at: Date;
  ended_at: Date | null;
}

/** What a contact is called, for joins on `c`. */
export const CONTACT_NAME = "coalesce(nullif(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), c.username, c.phone, '')";

const SELECT = sql`SELECT r.*, a.name AS automation_name, v.number AS version_number, c.phone AS contact_phone, ${sql.raw(CONTACT_NAME)} AS contact_name
  FROM run r LEFT JOIN automation a ON a.workspace_id = r.workspace_id AND a.id = r.automation_id
  LEFT JOIN automation_version v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
  JOIN contact c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id`;

export interface RunQuery {
  automationId?: string | undefined;
  contactId?: string | undefined;
  status?: RunStatus | undefined;
  active?: boolean | undefined;
  stepId?: string | undefined;
  onlyAssignedTo: string | null;
  cursor?: string | undefined;
  limit: number;
}

/** Newest first. */
export async function listRuns(db: Db, workspaceId: string, query: RunQuery) {
  const after = decodeCursor(query.cursor, ["id"]);
  const where = [sql`r.workspace_id = ${workspaceId}`];
  if (query.automationId) where.push(sql`r.automation_id = ${query.automationId}`);
  if (query.contactId) where.push(sql`r.contact_id = ${query.contactId}`);
  if (query.status) where.push(sql`r.status = ${query.status}`);
  if (query.active !== undefined) where.push(query.active ? sql`r.ended_at IS NULL` : sql`r.ended_at IS NOT NULL`);
  if (query.stepId) where.push(sql`r.ended_at IS NULL AND r.state->'paths' @> ${JSON.stringify([{ step: query.stepId }])}::jsonb`);
  if (query.onlyAssignedTo) where.push(sql`c.operator_ids @> ARRAY[${query.onlyAssignedTo}::uuid]`);
  if (after) where.push(sql`r.id < ${after[0]}::uuid`);
  const { rows } = await sql<RunRow>`${SELECT} WHERE ${sql.join(where, sql` AND `)} ORDER BY r.id DESC LIMIT ${query.limit + 1}`.execute(
    db,
  );
  return toPage(rows, query.limit, presentRun, (row) => [row.id]);
}

export async function findRun(db: Db, workspaceId: string, id: string, onlyAssignedTo: string | null): Promise<RunRow | undefined> {
  const own = onlyAssignedTo === null ? sql`` : sql`AND c.operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`;
  const { rows } = await sql<RunRow>`${SELECT} WHERE r.workspace_id = ${workspaceId} AND r.id = ${id} ${own}`.execute(db);
  return rows[0];
}

export function presentRun(row: RunRow) {
  return {
    id: row.id,
    automation: { id: row.automation_id, name: row.automation_name ?? "" },
    contact: { id: row.contact_id, name: row.contact_name, phone: row.contact_phone },
    status: row.status,
    reason: row.reason,
    triggerId: row.trigger_id,
    at: row.state.paths.map((path) => path.step),
    wakeAt: row.wake_at?.toISOString() ?? null,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

/** When each automation had last started for the contact before an instant, in epoch milliseconds. */
export async function lastStartsBefore(db: Db, workspaceId: string, contactId: string, at: Date): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom("run")
    .select(["automation_id", sql<Date>`max(started_at)`.as("at")])
    .where("workspace_id", "=", workspaceId)
    .where("contact_id", "=", contactId)
    .where("started_at", "<", at)
    .groupBy("automation_id")
    .execute();
  return Object.fromEntries(rows.map((row) => [row.automation_id, row.at.getTime()]));
}

/** With its whole path: the steps it left, then those where it is now. */
export async function presentWholeRun(db: Db, workspaceId: string, row: RunRow, stepTypes: (stepId: string) => string) {
  const left = await db
    .selectFrom("run_step")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("run_id", "=", row.id)
    .orderBy("left_at")
    .orderBy("seq")
    .execute();
  return {
    ...presentRun(row),
    versionId: row.version_id,
    version: row.version_number ?? 0,
    trigger: row.trigger,
    vars: row.state.vars,
    reply: row.state.reply ?? null,
    steps: [
      ...left.map((step) => ({
        pathId: step.path_id,
        stepId: step.step_id,
        stepType: step.step_type,
        visit: step.visit,
        enteredAt: step.entered_at.toISOString(),
        leftAt: step.left_at.toISOString(),
        exit: step.exit,
        error: step.error,
        result: (step.result ?? null) as Json,
        wait: null,
      })),
      ...row.state.paths.map((path) => ({
        pathId: path.id,
        stepId: path.step,
        stepType: stepTypes(path.step),
        visit: path.visit,
        enteredAt: new Date(path.enteredAt).toISOString(),
        leftAt: null,
        exit: null,
        error: null,
        result: null,
        wait: path.wait && {
          deadline: path.wait.deadline === null ? null : new Date(path.wait.deadline).toISOString(),
          on: path.wait.on.map(({ type }) => type),
        },
      })),
    ],
  };
}

/** Many runs are changed in portions, each a transaction of its own, so that the engine is never kept waiting for long. */
const PORTION = 5000;

/** Repeats a statement that changes at most `PORTION` rows until it finds none. Returns how many it changed. */
async function inPortions(statement: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const changed = await statement(PORTION);
    total += changed;
    if (changed < PORTION) return total;
  }
}

async function changed(query: { execute(db: Db): Promise<{ numAffectedRows?: bigint }> }, db: Db): Promise<number> {
  return Number((await query.execute(db)).numAffectedRows ?? 0n);
}

const locked = (workspaceId: string, automationId: string, where: ReturnType<typeof sql>, limit: number) => sql`
  SELECT * FROM run WHERE workspace_id = ${workspaceId} AND automation_id = ${automationId} AND ended_at IS NULL AND ${where} ORDER BY id LIMIT ${limit} FOR UPDATE`;

const portion = (workspaceId: string, automationId: string, where: ReturnType<typeof sql>, limit: number) => sql`
  workspace_id = ${workspaceId} AND id IN (SELECT id FROM (${locked(workspaceId, automationId, where, limit)}) r)`;

/** Waiting runs stand still: their deadlines do not fire. */
export async function pauseRuns(db: Db, workspaceId: string, automationId: string): Promise<number> {
  return await inPortions((limit) =>
    changed(
      sql`UPDATE run SET status = 'paused' WHERE ${portion(workspaceId, automationId, sql`status IN ('waiting', 'running')`, limit)}`,
      db,
    ),
  );
}

/** Paused runs wait on; what fell due meanwhile fires now. */
export async function resumeRuns(db: Db, workspaceId: string, automationId: string): Promise<number> {
  return await inPortions((limit) =>
    changed(sql`UPDATE run SET status = 'waiting' WHERE ${portion(workspaceId, automationId, sql`status = 'paused'`, limit)}`, db),
  );
}

/** Ends runs for good: where they stood is kept with what they had walked, and their queued messages never leave. */
export async function endRuns(
  db: Db,
  workspaceId: string,
  automationId: string,
  reason: string,
  now: number,
  only: "all" | "paused" = "all",
): Promise<number> {
  const where = only === "all" ? sql`true` : sql`status = 'paused'`;
  const at = sql`to_timestamp(${now / 1000})`;
  return await inPortions(async (limit) => {
    const { rows } = await sql<{ ended: number }>`
      WITH before AS MATERIALIZED (${locked(workspaceId, automationId, where, limit)}),
      ended AS (
        UPDATE run r SET status = 'stopped', reason = ${reason}, wake_at = NULL, ended_at = ${at}, state = jsonb_set(r.state, '{paths}', '[]')
        FROM before b WHERE r.workspace_id = b.workspace_id AND r.id = b.id RETURNING r.id
      ),
      step AS (
        SELECT v.id AS version_id, s->>'id' AS id, s->>'type' AS type FROM automation_version v, jsonb_array_elements(v.document->'steps') s
        WHERE v.workspace_id = ${workspaceId} AND v.automation_id = ${automationId}
      ),
      left_behind AS (
        INSERT INTO run_step (workspace_id, run_id, contact_id, automation_id, version_id, path_id, step_id, step_type, visit, entered_at, left_at)
        SELECT b.workspace_id, b.id, b.contact_id, b.automation_id, b.version_id, path->>'id', path->>'step', coalesce(step.type, 'deleted'), (path->>'visit')::int,
          to_timestamp((path->>'enteredAt')::float8 / 1000), ${at}
        FROM before b CROSS JOIN jsonb_array_elements(b.state->'paths') path LEFT JOIN step ON step.version_id = b.version_id AND step.id = path->>'step'
      ),
      dropped AS (
        DELETE FROM outbox o USING before b WHERE o.workspace_id = b.workspace_id AND o.run_id = b.id AND o.state <> 'sending' RETURNING o.message_id
      ),
      silenced AS (
        UPDATE message m SET status = 'dropped', error = 'automation_stopped' FROM dropped d WHERE m.workspace_id = ${workspaceId} AND m.id = d.message_id
      )
      SELECT count(*) AS ended FROM ended`.execute(db);
    return rows[0]?.ended ?? 0;
  });
}

/** Active runs per step where one of their paths is. */
export async function waitingBySteps(db: Db, workspaceId: string, automationId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ step: string; runs: number }>`SELECT path->>'step' AS step, count(DISTINCT r.id) AS runs
    FROM run r, jsonb_array_elements(r.state->'paths') path
    WHERE r.workspace_id = ${workspaceId} AND r.automation_id = ${automationId} AND r.ended_at IS NULL GROUP BY 1`.execute(db);
  return new Map(rows.map(({ step, runs }) => [step, runs]));
}

export async function countActive(db: Db, workspaceId: string, automationId: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`SELECT count(*) AS n FROM run WHERE workspace_id = ${workspaceId} AND automation_id = ${automationId} AND ended_at IS NULL`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** Has the engine look at once at runs that wait at one of these steps. */
export async function wakeRunsAt(db: Db, workspaceId: string, automationId: string, stepIds: string[], now: number): Promise<number> {
  if (stepIds.length === 0) return 0;
  const query = sql`UPDATE run SET wake_at = to_timestamp(${now / 1000}) WHERE workspace_id = ${workspaceId} AND automation_id = ${automationId} AND ended_at IS NULL
    AND EXISTS (SELECT FROM jsonb_array_elements(state->'paths') path WHERE path->>'step' = ANY(${stepIds}::text[]))`;
  return await changed(query, db);
}

export interface RunRef {
  id: string;
  contact_id: string;
}

/** Active runs by id, or of an automation (at a step). */
export async function activeRunRefs(
  db: Db,
  workspaceId: string,
  query: { ids?: string[] | undefined; automationId?: string | undefined; stepId?: string | undefined; onlyAssignedTo: string | null },
): Promise<RunRef[]> {
  const where = [sql`r.workspace_id = ${workspaceId} AND r.ended_at IS NULL`];
  if (query.ids) where.push(sql`r.id = ANY(${query.ids}::uuid[])`);
  if (query.automationId) where.push(sql`r.automation_id = ${query.automationId}`);
  if (query.stepId) where.push(sql`r.state->'paths' @> ${JSON.stringify([{ step: query.stepId }])}::jsonb`);
  if (query.onlyAssignedTo) {
    where.push(
      sql`EXISTS (SELECT FROM contact c WHERE c.workspace_id = r.workspace_id AND c.id = r.contact_id AND c.operator_ids @> ARRAY[${query.onlyAssignedTo}::uuid])`,
    );
  }
  return (await sql<RunRef>`SELECT r.id, r.contact_id FROM run r WHERE ${sql.join(where, sql` AND `)}`.execute(db)).rows;
}
