import { type RawBuilder, sql } from "kysely";
import type { Period } from "../domain/period.ts";
import type { Db } from "./db.ts";
import { within } from "./period.ts";

/** So many messages of one day that are alike in all that reports tell of messages. */
export interface MessageCount {
  day: string;
  direction: "in" | "out";
  status: string;
  channelId: string;
  /** Why they failed; null for those that did not. */
  error: string | null;
  /** What WhatsApp charges for them as; null where it has not said. */
  category: string | null;
  /** Whether it charges at all. */
  charged: boolean;
  count: number;
}

/** All figures of messages are sums of these: one pass over the messages of the period instead of one for every figure. */
export async function countMessages(db: Db, workspaceId: string, period: Period, timeZone: string): Promise<MessageCount[]> {
  return (await messageCounts(workspaceId, period, timeZone).execute(db)).rows;
}

/** The statement, for a test that looks at its plan. */
export function messageCounts(workspaceId: string, period: Period, timeZone: string): RawBuilder<MessageCount> {
  return sql<MessageCount>`SELECT (created_at AT TIME ZONE ${timeZone})::date AS day, direction, status, channel_id AS "channelId",
      CASE WHEN status = 'failed' THEN coalesce(error, 'unknown') END AS error, CASE WHEN direction = 'out' THEN pricing->>'category' END AS category,
      coalesce(pricing->>'billable', 'true') = 'true' AND coalesce(pricing->>'type', 'regular') = 'regular' AS charged, count(*) AS count
    FROM message WHERE workspace_id = ${workspaceId} AND ${within("created_at", period, timeZone)} GROUP BY 1, 2, 3, 4, 5, 6, 7`;
}
