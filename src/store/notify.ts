/**
 * Wakes loops in all processes, and tells live views what changed. Both leave with the transaction's commit.
 * A notice carries ids only: whoever listens reads what it may see.
 */
import type pg from "pg";

export const WORK_CHANNEL = "parola_work";
export const LIVE_CHANNEL = "parola_live";

export type LoopName = "worker" | "sender" | "receipts" | "requests" | "media" | "dates" | "campaigns";

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

export async function notifyWork(
  client: pg.ClientBase | pg.Pool,
  loops: Partial<Record<LoopName, boolean>>,
  live: LiveNotice[] = [],
): Promise<void> {
  const names = Object.entries(loops).flatMap(([name, wanted]) => (wanted ? [name] : []));
  const notices = live.length > MAX_NOTICES ? summarise(live) : live;
  if (names.length === 0 && notices.length === 0) return;
  await client.query({
    name: "notify",
    text: `SELECT pg_notify(c, p) FROM unnest($1::text[], $2::text[]) AS n(c, p)`,
    values: [
      [...names.map(() => WORK_CHANNEL), ...notices.map(() => LIVE_CHANNEL)],
      [...names, ...notices.map((notice) => JSON.stringify(notice))],
    ],
  });
}

function summarise(live: LiveNotice[]): LiveNotice[] {
  const kinds = new Map<string, LiveNotice>();
  for (const { w, t } of live) kinds.set(`${w}\n${t}`, { w, t });
  return [...kinds.values()];
}
