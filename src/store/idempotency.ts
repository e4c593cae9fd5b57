import { sql } from "kysely";
import type { Db } from "./db.ts";

export interface KeyClaim {
  workspaceId: string;
  actor: string;
  key: string;
  fingerprint: Buffer;
  /** Epoch milliseconds. */
  now: number;
}

/** A request that has not answered after this long died with its process: another may take its key over. */
const ABANDONED_MS = 120_000;

/** "mine" when the work is ours to do; else what the first request was and answered (`body` null: not yet). */
export async function claimKey(
  db: Db,
  { workspaceId, actor, key, fingerprint, now }: KeyClaim,
): Promise<"mine" | { fingerprint: Buffer; body: Buffer | null }> {
  const taken = await db
    .insertInto("idempotency_key")
    .values({ workspace_id: workspaceId, actor, key, fingerprint, created_at: new Date(now) })
    .onConflict((conflict) =>
      conflict
        .columns(["workspace_id", "actor", "key"])
        .doUpdateSet({ created_at: sql`excluded.created_at`, fingerprint: sql`excluded.fingerprint` })
        .where("idempotency_key.body", "is", null)
        .where("idempotency_key.created_at", "<", new Date(now - ABANDONED_MS)),
    )
    .returning("key")
    .executeTakeFirst();
  if (taken) return "mine";
  const found = await db
    .selectFrom("idempotency_key")
    .select(["fingerprint", "body"])
    .where("workspace_id", "=", workspaceId)
    .where("actor", "=", actor)
    .where("key", "=", key)
    .executeTakeFirst();
  // Given up by its first request between the two statements: in progress is as good an answer as any.
  return found ?? { fingerprint, body: null };
}

export async function saveAnswer(db: Db, { workspaceId, actor, key }: KeyClaim, body: Buffer): Promise<void> {
  await db
    .updateTable("idempotency_key")
    .set({ body, status: 200 })
    .where("workspace_id", "=", workspaceId)
    .where("actor", "=", actor)
    .where("key", "=", key)
    .execute();
}

export async function forgetKey(db: Db, { workspaceId, actor, key }: KeyClaim): Promise<void> {
  await db
    .deleteFrom("idempotency_key")
    .where("workspace_id", "=", workspaceId)
    .where("actor", "=", actor)
    .where("key", "=", key)
    .execute();
}

/** Keys are kept for a day. Returns how many were deleted. */
export async function deleteOldKeys(db: Db, now: number): Promise<number> {
  const result = await db
    .deleteFrom("idempotency_key")
    .where("created_at", "<", new Date(now - 86_400_000))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
