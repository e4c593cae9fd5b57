/** What has to be done now and then whatever happens: room for what comes, and the end of what nobody can ask for any more. */
import type pg from "pg";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import type { Clock } from "../domain/clock.ts";
import type { Db } from "../store/db.ts";
import { deleteOldCalls } from "../store/hooks.ts";
import { deleteOldKeys } from "../store/idempotency.ts";
import { countLists } from "../store/list-counts.ts";
import { dropPartitionsBefore, ensurePartitions } from "../store/partitions.ts";
import { deleteHistory, deleteOldLogs, readRetention } from "../store/retention.ts";

const DAY_MS = 86_400_000;

export interface HousekeepingContext {
  pool: pg.Pool;
  db: Db;
  clock: Clock;
  storage: FileStorage;
}

export async function keepHouse({ pool, db, clock, storage }: HousekeepingContext): Promise<void> {
  const now = clock.now();
  await ensurePartitions(pool, now);
  await deleteOldKeys(db, now);
  await deleteOldCalls(db, now);
  await deleteOldLogs(pool, now);
  const retentions = await readRetention(pool);
  for (const { workspaceId, days } of retentions) {
    await countLists(pool, workspaceId, now);
    if (days === null) continue;
    const files = await deleteHistory(pool, workspaceId, now - days * DAY_MS);
    for (const key of files) await storage.delete(key);
  }
  // A month that no workspace keeps any more goes as a whole. One that keeps all keeps all months.
  const longest = Math.max(...retentions.map(({ days }) => days ?? Number.POSITIVE_INFINITY));
  if (Number.isFinite(longest)) await dropPartitionsBefore(pool, now - longest * DAY_MS);
}
