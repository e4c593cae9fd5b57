import { sql } from "kysely";
import type { Period } from "../domain/period.ts";
import type { Db } from "./db.ts";
import { within } from "./period.ts";

export async function contactTotals(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ total: number; new: number; subscribed: number; unsubscribed: number }>`SELECT count(*) AS total,
      count(*) FILTER (WHERE ${within("created_at", period, timeZone)}) AS new, count(*) FILTER (WHERE consent = 'subscribed') AS subscribed,
      count(*) FILTER (WHERE consent = 'unsubscribed') AS unsubscribed FROM contact WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows[0] as (typeof rows)[number];
}

/** First answers of people: from a message of the customer to the first one an operator wrote after it. */
export async function chatTotals(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ active: number; unread: number; median: number | null }>`SELECT
      count(*) FILTER (WHERE ${within("last_message_at", period, timeZone)}) AS active, count(*) FILTER (WHERE unread_count > 0) AS unread,
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM o.created_at - i.created_at))
        FROM message o CROSS JOIN LATERAL (SELECT min(i.created_at) AS created_at FROM message i WHERE i.workspace_id = o.workspace_id AND i.chat_id = o.chat_id AND i.direction = 'in'
          AND i.seq < o.seq AND i.seq > coalesce((SELECT max(p.seq) FROM message p WHERE p.workspace_id = o.workspace_id AND p.chat_id = o.chat_id AND p.sender = 'operator' AND p.seq < o.seq), 0)) i
        WHERE o.workspace_id = ${workspaceId} AND o.sender = 'operator' AND ${within("o.created_at", period, timeZone)} AND i.created_at IS NOT NULL) AS median
    FROM chat WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows[0] as (typeof rows)[number];
}

export async function ticketTotals(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ open: number; opened: number; closed: number }>`SELECT count(*) FILTER (WHERE NOT done) AS open,
      count(*) FILTER (WHERE ${within("created_at", period, timeZone)}) AS opened, count(*) FILTER (WHERE closed_at IS NOT NULL AND ${within("closed_at", period, timeZone)}) AS closed
    FROM ticket WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows[0] as (typeof rows)[number];
}

export async function automationRuns(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{
    id: string;
    name: string;
    started: number;
    completed: number;
    errors: number;
  }>`SELECT a.id, a.name, count(*) AS started,
      count(*) FILTER (WHERE r.status = 'completed') AS completed,
      coalesce((SELECT sum(c.count) FROM step_count c WHERE c.workspace_id = ${workspaceId} AND c.automation_id = a.id AND c.what = 'error'
        AND c.day BETWEEN ${period.from} AND ${period.to}), 0)::bigint AS errors
    FROM run r JOIN automation a ON a.workspace_id = r.workspace_id AND a.id = r.automation_id
    WHERE r.workspace_id = ${workspaceId} AND ${within("r.started_at", period, timeZone)} GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 20`.execute(
    db,
  );
  return rows.map(({ id, name, ...rest }) => ({ automation: { id, name }, ...rest }));
}

export async function runsActive(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM run WHERE workspace_id = ${workspaceId} AND ended_at IS NULL`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}
