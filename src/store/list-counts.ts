/** How lists grow: a count at the beginning of each day, and what it was at the ends of a period. */
import { sql } from "kysely";
import type pg from "pg";
import type { Period } from "../domain/period.ts";
import type { Db } from "./db.ts";

const TODAY = "($2::timestamptz AT TIME ZONE coalesce(w.settings->>'timeZone', 'UTC'))::date";
const UNCOUNTED = `
SELECT 1 FROM list l JOIN workspace w ON w.id = l.workspace_id WHERE l.workspace_id = $1
  AND NOT EXISTS (SELECT 1 FROM list_count n WHERE n.workspace_id = l.workspace_id AND n.list_id = l.id AND n.day = ${TODAY}) LIMIT 1`;
const COUNT = `
INSERT INTO list_count (workspace_id, list_id, day, contacts)
SELECT l.workspace_id, l.id, ${TODAY}, coalesce(c.contacts, 0) FROM list l JOIN workspace w ON w.id = l.workspace_id
  LEFT JOIN (SELECT unnest(list_ids) AS list_id, count(*) AS contacts FROM contact WHERE workspace_id = $1 GROUP BY 1) c ON c.list_id = l.id
WHERE l.workspace_id = $1 ON CONFLICT DO NOTHING`;

/** The first call of a day counts; further ones only look whether a list is new. */
export async function countLists(pool: pg.Pool, workspaceId: string, now: number): Promise<void> {
  const values = [workspaceId, new Date(now)];
  if ((await pool.query(UNCOUNTED, values)).rows.length > 0) await pool.query(COUNT, values);
}

export interface ListGrowth {
  list: { id: string; name: string };
  contacts: number;
  /** Since the period began, or since the first count in it; null where there is none. */
  growth: number | null;
}

export async function listGrowth(db: Db, workspaceId: string, { from, to }: Period, timeZone: string, now: number): Promise<ListGrowth[]> {
  const at = (day: "from" | "after") => sql`(SELECT n.contacts FROM list_count n WHERE n.workspace_id = l.workspace_id AND n.list_id = l.id
    AND ${day === "from" ? sql`n.day BETWEEN ${from}::date AND ${to}::date` : sql`n.day > ${to}::date`} ORDER BY n.day LIMIT 1)`;
  const { rows } = await sql<{ id: string; name: string; contacts: number; growth: number | null }>`
    SELECT l.id, l.name, coalesce(c.contacts, 0)::int AS contacts,
      CASE WHEN ${to}::date >= (${new Date(now)}::timestamptz AT TIME ZONE ${timeZone})::date THEN coalesce(c.contacts, 0)::int ELSE ${at("after")} END
      - CASE WHEN l.created_at >= ${from}::date::timestamp AT TIME ZONE ${timeZone} THEN 0 ELSE ${at("from")} END AS growth
    FROM list l LEFT JOIN (SELECT unnest(list_ids) AS list_id, count(*) AS contacts FROM contact WHERE workspace_id = ${workspaceId} GROUP BY 1) c ON c.list_id = l.id
    WHERE l.workspace_id = ${workspaceId} ORDER BY contacts DESC, l.name LIMIT 20`.execute(db);
  return rows.map(({ id, name, ...rest }) => ({ list: { id, name }, ...rest }));
}
