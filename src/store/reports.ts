import { sql } from "kysely";
import type { Period } from "./automation-counts.ts";
import type { Db } from "./db.ts";

function bounds(column: string, { from, to }: Period, timeZone: string) {
  return sql`${sql.raw(column)} >= ${from}::date::timestamp AT TIME ZONE ${timeZone} AND ${sql.raw(column)} < (${to}::date + 1)::timestamp AT TIME ZONE ${timeZone}`;
}

export async function messageTotals(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ received: number; sent: number; delivered: number; read: number; failed: number }>`SELECT
      count(*) FILTER (WHERE direction = 'in') AS received, count(*) FILTER (WHERE status IN ('sent', 'delivered', 'read')) AS sent,
      count(*) FILTER (WHERE status IN ('delivered', 'read')) AS delivered, count(*) FILTER (WHERE status = 'read') AS read, count(*) FILTER (WHERE status = 'failed') AS failed
    FROM message WHERE workspace_id = ${workspaceId} AND ${bounds("created_at", period, timeZone)}`.execute(db);
  return rows[0] as (typeof rows)[number];
}

export async function dailyMessages(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ day: string; received: number; sent: number; failed: number }>`SELECT day::date AS day,
      coalesce(received, 0) AS received, coalesce(sent, 0) AS sent, coalesce(failed, 0) AS failed
    FROM generate_series(${period.from}::date, ${period.to}::date, interval '1 day') AS d(day)
    LEFT JOIN (SELECT (created_at AT TIME ZONE ${timeZone})::date AS mday, count(*) FILTER (WHERE direction = 'in') AS received,
        count(*) FILTER (WHERE status IN ('sent', 'delivered', 'read')) AS sent, count(*) FILTER (WHERE status = 'failed') AS failed
      FROM message WHERE workspace_id = ${workspaceId} AND ${bounds("created_at", period, timeZone)} GROUP BY 1) m ON mday = day::date ORDER BY 1`.execute(
    db,
  );
  return rows;
}

export async function contactTotals(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ total: number; new: number; subscribed: number; unsubscribed: number }>`SELECT count(*) AS total,
      count(*) FILTER (WHERE ${bounds("created_at", period, timeZone)}) AS new, count(*) FILTER (WHERE consent = 'subscribed') AS subscribed,
      count(*) FILTER (WHERE consent = 'unsubscribed') AS unsubscribed FROM contact WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows[0] as (typeof rows)[number];
}

/** First answers of people: from a message of the customer to the first one an operator wrote after it. */
export async function chatTotals(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ active: number; unread: number; median: number | null }>`SELECT
      count(*) FILTER (WHERE ${bounds("last_message_at", period, timeZone)}) AS active, count(*) FILTER (WHERE unread_count > 0) AS unread,
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM o.created_at - i.created_at))
        FROM message o CROSS JOIN LATERAL (SELECT min(i.created_at) AS created_at FROM message i WHERE i.workspace_id = o.workspace_id AND i.chat_id = o.chat_id AND i.direction = 'in'
          AND i.seq < o.seq AND i.seq > coalesce((SELECT max(p.seq) FROM message p WHERE p.workspace_id = o.workspace_id AND p.chat_id = o.chat_id AND p.sender = 'operator' AND p.seq < o.seq), 0)) i
        WHERE o.workspace_id = ${workspaceId} AND o.sender = 'operator' AND ${bounds("o.created_at", period, timeZone)} AND i.created_at IS NOT NULL) AS median
    FROM chat WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows[0] as (typeof rows)[number];
}

export async function ticketTotals(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ open: number; opened: number; closed: number }>`SELECT count(*) FILTER (WHERE NOT done) AS open,
      count(*) FILTER (WHERE ${bounds("created_at", period, timeZone)}) AS opened, count(*) FILTER (WHERE closed_at IS NOT NULL AND ${bounds("closed_at", period, timeZone)}) AS closed
    FROM ticket WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows[0] as (typeof rows)[number];
}

export async function messageErrors(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ code: string; count: number }>`SELECT coalesce(error, 'unknown') AS code, count(*) AS count FROM message
    WHERE workspace_id = ${workspaceId} AND status = 'failed' AND ${bounds("created_at", period, timeZone)} GROUP BY 1 ORDER BY 2 DESC LIMIT 20`.execute(
    db,
  );
  return rows;
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
    WHERE r.workspace_id = ${workspaceId} AND ${bounds("r.started_at", period, timeZone)} GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 20`.execute(
    db,
  );
  return rows.map(({ id, name, ...rest }) => ({ automation: { id, name }, ...rest }));
}

export async function channelTotals(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{
    id: string;
    name: string;
    status: string;
    quality: string | null;
    messaging_limit: string | null;
    sent: number;
    failed: number;
  }>`
    SELECT c.id, c.name, c.status, c.quality, c.messaging_limit, coalesce(m.sent, 0) AS sent, coalesce(m.failed, 0) AS failed FROM channel c
    LEFT JOIN (SELECT channel_id, count(*) FILTER (WHERE status IN ('sent', 'delivered', 'read')) AS sent, count(*) FILTER (WHERE status = 'failed') AS failed
      FROM message WHERE workspace_id = ${workspaceId} AND direction = 'out' AND ${bounds("created_at", period, timeZone)} GROUP BY 1) m ON m.channel_id = c.id
    WHERE c.workspace_id = ${workspaceId} ORDER BY c.id`.execute(db);
  return rows.map(({ id, name, messaging_limit, ...rest }) => ({ channel: { id, name }, messagingLimit: messaging_limit, ...rest }));
}

/** Of the messages that WhatsApp told a price category of: how many it charges for, and how many not. */
export async function chargedMessages(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{ category: string; charged: number; free: number }>`
    SELECT category, count(*) FILTER (WHERE charged)::int AS charged, count(*) FILTER (WHERE NOT charged)::int AS free FROM (
      SELECT pricing->>'category' AS category, coalesce(pricing->>'billable', 'true') = 'true' AND coalesce(pricing->>'type', 'regular') = 'regular' AS charged
      FROM message WHERE workspace_id = ${workspaceId} AND direction = 'out' AND pricing ? 'category' AND ${bounds("created_at", period, timeZone)}) m
    GROUP BY 1 ORDER BY 2 DESC, 1`.execute(db);
  return rows;
}

export async function runsActive(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM run WHERE workspace_id = ${workspaceId} AND ended_at IS NULL`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}
