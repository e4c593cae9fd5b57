/**
 * Wakes loops in all processes, and tells live views what changed. Both leave with the transaction's commit.
 * A notice carries ids only: whoever listens reads what it may see.
 */
import type pg from "pg";

export const WORK_CHANNEL = "parola_work";
export const LIVE_CHANNEL = "parola_live";

export type LoopName =
  | "worker"
  | "sender"
  | "receipts"
  | "requests"
  | "events"
  | "media"
  | "dates"
  | "campaigns"
  | "shops"
  | "shop-polls"
  | "ai"
  | "notices";

export interface LiveNotice {
  /** Workspace. */
  w: string;
  /** Type: `message.created`, `message.status`, `chat.updated`, `run.changed`, … */
  t: string;
  id?: string;
  /** Contact and chat, where there is one. */
  contactId?: string;
  chatId?: string;
  automationId?: string;
}

/** Beyond this many in one transaction, one notice per workspace and type stands for all of them. */
const MAX_NOTICES = 20;

const NOTIFY = `SELECT pg_notify(c, p) FROM unnest($1::text[], $2::text[]) AS n(c, p)`;

// Event webhooks are fed where everything that happens passes anyway, in the same transaction and without a second round trip.
// Nearly every installation has none: then one look at an empty table is all, and the list is not even read.
const NOTIFY_AND_FEED = `
WITH fed AS (
  INSERT INTO event_feed (workspace_id, type, object_id)
  SELECT n.w, n.t, n.id FROM json_to_recordset($3::text::json) AS n(w uuid, t text, id text)
  WHERE (SELECT EXISTS (SELECT FROM event_webhook WHERE status = 'active')) AND EXISTS (SELECT FROM event_webhook h WHERE h.workspace_id = n.w AND h.status = 'active' AND split_part(n.t, '.', 1) = ANY(h.families))
  RETURNING 1
)
${NOTIFY} UNION ALL (SELECT pg_notify('${WORK_CHANNEL}', 'events') FROM fed LIMIT 1)`;

export async function notifyWork(
  client: pg.ClientBase | pg.Pool,
  loops: Partial<Record<LoopName, boolean>>,
  live: LiveNotice[] = [],
): Promise<void> {
  const names = Object.entries(loops).flatMap(([name, wanted]) => (wanted ? [name] : []));
  const notices = live.length > MAX_NOTICES ? summarise(live) : live;
  if (names.length === 0 && notices.length === 0) return;
  const channels = [...names.map(() => WORK_CHANNEL), ...notices.map(() => LIVE_CHANNEL)];
  const payloads = [...names, ...notices.map((notice) => JSON.stringify(notice))];
  // Every notice counts there, not the summary.
  const told = live.filter(({ id }) => id !== undefined);
  await client.query(
    told.length === 0
      ? { name: "notify", text: NOTIFY, values: [channels, payloads] }
      : { name: "notify-and-feed", text: NOTIFY_AND_FEED, values: [channels, payloads, JSON.stringify(told)] },
  );
}

function summarise(live: LiveNotice[]): LiveNotice[] {
  const kinds = new Map<string, LiveNotice>();
  for (const { w, t } of live) kinds.set(`${w}\n${t}`, { w, t });
  return [...kinds.values()];
}
