/** How many more people campaigns may write to over a number now, by Meta's messaging limit and its own warm-up. */
import type pg from "pg";
import { dailyMost } from "../domain/messaging-limit.ts";

const DAY_MS = 86_400_000;
/** How long a count holds; what campaigns add meanwhile is added to it. */
const COUNT_HOLDS_MS = 60_000;

export interface MessagingRoom {
  /** Infinity without a limit. */
  room: number;
  /** Where there is none: when to look again, at the latest when the first of those who were written to is a day past. */
  roomAt: number;
}

// People who got a template in 24 hours that no message of theirs had opened a window for, over any number of the same account: the limit is of
// the business. Whoever got one and then wrote counts.
const COUNT = `
SELECT count(*)::int AS used, (extract(epoch FROM min(at)) * 1000)::float8 AS "oldestAt" FROM (
  SELECT max(m.created_at) AS at FROM channel own
  JOIN channel c ON c.workspace_id = own.workspace_id AND (c.id = own.id OR c.waba_id = own.waba_id)
  JOIN chat h ON h.workspace_id = c.workspace_id AND h.channel_id = c.id AND h.last_message_at > $3
  JOIN message m ON m.workspace_id = h.workspace_id AND m.contact_id = h.contact_id AND m.direction = 'out' AND m.type = 'template' AND m.created_at > $3 AND m.chat_id = h.id
  WHERE own.workspace_id = $1 AND own.id = $2 AND m.status NOT IN ('failed', 'dropped')
    AND (h.last_inbound_at IS NULL OR h.last_inbound_at NOT BETWEEN m.created_at - interval '24 hours' AND m.created_at)
  GROUP BY h.contact_id
) reached`;

/** People who were written to in the last 24 hours, and when the first of them was. */
export async function countReached(
  client: pg.ClientBase | pg.Pool,
  workspaceId: string,
  channelId: string,
  now: number,
): Promise<{ used: number; oldestAt: number | null }> {
  const { rows } = await client.query<{ used: number; oldestAt: number | null }>({
    name: "count-reached",
    text: COUNT,
    values: [workspaceId, channelId, new Date(now - DAY_MS)],
  });
  return rows[0] ?? { used: 0, oldestAt: null };
}

/** Held to the end of the transaction: campaigns over one number take its room one after the other. */
export async function messagingRoom(client: pg.ClientBase, workspaceId: string, channelId: string, now: number): Promise<MessagingRoom> {
  const { rows } = await client.query<{ limit: string | null; warmUpAt: Date | null; reached: number; reachedAt: Date | null }>({
    name: "messaging-limit",
    text: `SELECT messaging_limit AS "limit", reached, reached_at AS "reachedAt", warm_up_at AS "warmUpAt" FROM channel WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    values: [workspaceId, channelId],
  });
  const most = rows[0] ? dailyMost(rows[0].limit, rows[0].warmUpAt?.getTime() ?? null, now) : null;
  if (!rows[0] || most === null) return { room: Number.POSITIVE_INFINITY, roomAt: now };
  const { reached, reachedAt } = rows[0];
  // Also when it leaves no room: what campaigns started is not all written yet.
  const holdsUntil = reachedAt === null ? now : reachedAt.getTime() + COUNT_HOLDS_MS;
  if (holdsUntil > now) return { room: Math.max(0, most - reached), roomAt: holdsUntil };
  const { used, oldestAt } = await countReached(client, workspaceId, channelId, now);
  await client.query({
    name: "keep-reached",
    text: "UPDATE channel SET reached = $3, reached_at = $4 WHERE workspace_id = $1 AND id = $2",
    values: [workspaceId, channelId, used, new Date(now)],
  });
  return { room: Math.max(0, most - used), roomAt: Math.max((oldestAt ?? now) + DAY_MS, now + COUNT_HOLDS_MS) };
}

/** Of the room that a campaign was given. */
export async function takeRoom(client: pg.ClientBase, workspaceId: string, channelId: string, people: number): Promise<void> {
  await client.query({
    name: "take-room",
    text: "UPDATE channel SET reached = reached + $3 WHERE workspace_id = $1 AND id = $2 AND reached_at IS NOT NULL",
    values: [workspaceId, channelId, people],
  });
}
