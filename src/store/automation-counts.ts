/** How many went through each part of an automation: summed daily by the engine, so reading is cheap. */
import { sql } from "kysely";
import type { Period } from "../domain/period.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";
import { within } from "./period.ts";
import { CONTACT_NAME } from "./runs.ts";

export interface NodeCount {
  node_id: string;
  what: string;
  count: number;
}

export async function nodeCounts(db: Db, workspaceId: string, automationId: string, { from, to }: Period): Promise<NodeCount[]> {
  return await db
    .selectFrom("step_count")
    .select(["node_id", "what", sql<number>`sum(count)::bigint`.as("count")])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .where("day", ">=", from)
    .where("day", "<=", to)
    .groupBy(["node_id", "what"])
    .execute();
}

/** Entered through any start step, and ended in error, per automation. */
export async function automationTotals(db: Db, workspaceId: string, { from, to }: Period) {
  const { rows } = await sql<{ automation_id: string; started: number; errors: number; active: number }>`
    SELECT a.id AS automation_id,
      coalesce((SELECT sum(count) FROM step_count c WHERE c.workspace_id = a.workspace_id AND c.automation_id = a.id AND c.day BETWEEN ${from} AND ${to}
        AND c.what = 'entered' AND (c.node_id = 'start' OR EXISTS (SELECT FROM automation_trigger t
          WHERE t.workspace_id = a.workspace_id AND t.automation_id = a.id AND t.trigger_id = c.node_id))), 0)::bigint AS started,
      coalesce((SELECT sum(count) FROM step_count c WHERE c.workspace_id = a.workspace_id AND c.automation_id = a.id AND c.day BETWEEN ${from} AND ${to}
        AND c.what = 'error'), 0)::bigint AS errors,
      (SELECT count(*) FROM run r WHERE r.workspace_id = a.workspace_id AND r.automation_id = a.id AND r.ended_at IS NULL) AS active
    FROM automation a WHERE a.workspace_id = ${workspaceId}`.execute(db);
  return new Map(rows.map((row) => [row.automation_id, row]));
}

export interface MessageCounts {
  step_id: string;
  queued: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  replied: number;
}

/** What became of the messages each step sent. `replied`: the customer wrote within a day and before the next message of ours. */
export async function messageCounts(
  db: Db,
  workspaceId: string,
  automationId: string,
  period: Period,
  timeZone: string,
): Promise<MessageCounts[]> {
  const { rows } = await sql<MessageCounts>`SELECT step_id,
      count(*) FILTER (WHERE status IN ('queued', 'sending')) AS queued, count(*) FILTER (WHERE status IN ('sent', 'delivered', 'read')) AS sent,
      count(*) FILTER (WHERE status IN ('delivered', 'read')) AS delivered, count(*) FILTER (WHERE status = 'read') AS read,
      count(*) FILTER (WHERE status = 'failed') AS failed,
      count(*) FILTER (WHERE EXISTS (SELECT FROM message i WHERE i.workspace_id = m.workspace_id AND i.chat_id = m.chat_id AND i.direction = 'in'
        AND i.seq > m.seq AND i.created_at < m.created_at + interval '1 day')) AS replied
    FROM message m WHERE workspace_id = ${workspaceId} AND automation_id = ${automationId} AND step_id IS NOT NULL
      AND ${within("created_at", period, timeZone)}
    GROUP BY step_id`.execute(db);
  return rows;
}

/** Runs begun and ended per day. */
export async function dailyRuns(db: Db, workspaceId: string, automationId: string | null, period: Period, timeZone: string) {
  const only = automationId === null ? sql`` : sql`AND automation_id = ${automationId}`;
  const { rows } = await sql<{ day: string; started: number; completed: number; failed: number; stopped: number }>`
    SELECT day::date AS day, coalesce(started, 0) AS started, coalesce(completed, 0) AS completed, coalesce(failed, 0) AS failed, coalesce(stopped, 0) AS stopped
    FROM generate_series(${period.from}::date, ${period.to}::date, interval '1 day') AS d(day)
    LEFT JOIN (SELECT (started_at AT TIME ZONE ${timeZone})::date AS sday, count(*) AS started FROM run
      WHERE workspace_id = ${workspaceId} ${only} AND ${within("started_at", period, timeZone)} GROUP BY 1) s ON sday = day::date
    LEFT JOIN (SELECT (ended_at AT TIME ZONE ${timeZone})::date AS eday, count(*) FILTER (WHERE status = 'completed') AS completed,
        count(*) FILTER (WHERE status = 'failed') AS failed, count(*) FILTER (WHERE status = 'stopped') AS stopped FROM run
      WHERE workspace_id = ${workspaceId} ${only} AND ended_at IS NOT NULL AND ${within("ended_at", period, timeZone)} GROUP BY 1) e ON eday = day::date
    ORDER BY 1`.execute(db);
  return rows;
}

export interface StepSetQuery extends Period {
  nodeId: string;
  set: "entered" | "waiting" | "error" | "sent" | "delivered" | "read" | "failed" | "replied";
  exit?: string | undefined;
  timeZone: string;
  onlyAssignedTo: string | null;
}

interface StepContactRow {
  run_id: string;
  contact_id: string;
  contact_name: string;
  contact_phone: string | null;
  status: string;
  entered_at: Date;
  left_at: Date | null;
  wake_at: Date | null;
  exit: string | null;
  error: string | null;
  key: string;
}

function stepSet(workspaceId: string, automationId: string, query: StepSetQuery) {
  const { nodeId, set, exit, timeZone } = query;
  if (set === "waiting") {
    return sql`SELECT r.id AS run_id, r.contact_id, r.status, to_timestamp((path->>'enteredAt')::float8 / 1000) AS entered_at, NULL::timestamptz AS left_at, r.wake_at,
        NULL AS exit, NULL AS error, r.id::text AS key FROM run r, jsonb_array_elements(r.state->'paths') path
      WHERE r.workspace_id = ${workspaceId} AND r.automation_id = ${automationId} AND r.ended_at IS NULL AND path->>'step' = ${nodeId}`;
  }
  if (set === "entered" || set === "error") {
    const only = set === "error" ? sql`AND s.error IS NOT NULL` : exit === undefined ? sql`` : sql`AND s.exit = ${exit}`;
    const runs = sql`SELECT s.run_id, s.contact_id, r.status, s.entered_at, s.left_at, r.wake_at, s.exit, s.error, lpad(s.seq::text, 20, '0') AS key
      FROM run_step s JOIN run r ON r.workspace_id = s.workspace_id AND r.id = s.run_id
      WHERE s.workspace_id = ${workspaceId} AND s.automation_id = ${automationId} AND s.step_id = ${nodeId} AND ${within("s.left_at", query, timeZone)} ${only}`;
    const started = sql`SELECT r.id AS run_id, r.contact_id, r.status, r.started_at AS entered_at, r.ended_at AS left_at, r.wake_at, NULL AS exit, r.reason AS error, r.id::text AS key
      FROM run r WHERE r.workspace_id = ${workspaceId} AND r.automation_id = ${automationId} AND r.trigger_id = ${nodeId} AND ${within("r.started_at", query, timeZone)}`;
    return set === "entered" && exit === undefined ? sql`${runs} UNION ALL ${started}` : runs;
  }
  const status = {
    sent: sql`m.status IN ('sent', 'delivered', 'read')`,
    delivered: sql`m.status IN ('delivered', 'read')`,
    read: sql`m.status = 'read'`,
    failed: sql`m.status = 'failed'`,
    replied: sql`EXISTS (SELECT FROM message i WHERE i.workspace_id = m.workspace_id AND i.chat_id = m.chat_id AND i.direction = 'in' AND i.seq > m.seq AND i.created_at < m.created_at + interval '1 day')`,
  }[set];
  return sql`SELECT m.run_id, m.contact_id, coalesce(r.status, 'completed') AS status, m.created_at AS entered_at, m.sent_at AS left_at, r.wake_at, NULL AS exit, m.error, lpad(m.seq::text, 20, '0') AS key
    FROM message m LEFT JOIN run r ON r.workspace_id = m.workspace_id AND r.id = m.run_id
    WHERE m.workspace_id = ${workspaceId} AND m.automation_id = ${automationId} AND m.step_id = ${nodeId} AND m.run_id IS NOT NULL AND ${within("m.created_at", query, timeZone)} AND ${status}`;
}

/** Who is or was at a step. */
export async function contactsAtStep(
  db: Db,
  workspaceId: string,
  automationId: string,
  query: StepSetQuery & { cursor?: string | undefined; limit: number },
) {
  const after = decodeCursor(query.cursor, ["text"]);
  const own = query.onlyAssignedTo === null ? sql`` : sql`AND c.operator_ids @> ARRAY[${query.onlyAssignedTo}::uuid]`;
  const { rows } = await sql<StepContactRow>`SELECT s.*, c.phone AS contact_phone, ${sql.raw(CONTACT_NAME)} AS contact_name
    FROM (${stepSet(workspaceId, automationId, query)}) s JOIN contact c ON c.workspace_id = ${workspaceId} AND c.id = s.contact_id
    WHERE true ${own} ${after ? sql`AND s.key < ${after[0]}` : sql``} ORDER BY s.key DESC LIMIT ${query.limit + 1}`.execute(db);
  return toPage(
    rows,
    query.limit,
    (row) => ({
      runId: row.run_id,
      contact: { id: row.contact_id, name: row.contact_name, phone: row.contact_phone },
      status: row.status,
      enteredAt: row.entered_at.toISOString(),
      leftAt: row.left_at?.toISOString() ?? null,
      wakeAt: row.wake_at?.toISOString() ?? null,
      exit: row.exit,
      error: row.error,
    }),
    (row) => [row.key],
  );
}

/** The same people, each once. */
export async function contactIdsAtStep(db: Db, workspaceId: string, automationId: string, query: StepSetQuery): Promise<string[]> {
  const { rows } = await sql<{
    contact_id: string;
  }>`SELECT DISTINCT s.contact_id FROM (${stepSet(workspaceId, automationId, query)}) s ORDER BY 1`.execute(db);
  return rows.map((row) => row.contact_id);
}
