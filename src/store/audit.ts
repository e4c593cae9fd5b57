import type { Caller } from "../domain/caller.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";

export interface AuditEntry {
  action: string;
  objectKind: string | null;
  objectId: string | null;
  detail: Record<string, unknown>;
}

export async function writeAudit(db: Db, actor: Caller, entry: AuditEntry, now: number): Promise<void> {
  await db
    .insertInto("audit")
    .values({
      workspace_id: actor.workspaceId,
      id: newId(),
      at: new Date(now),
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_name: actor.name,
      action: entry.action,
      object_kind: entry.objectKind,
      object_id: entry.objectId,
      detail: JSON.stringify(entry.detail),
    })
    .execute();
}

export interface AuditQuery {
  actorId?: string | undefined;
  action?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Newest first. */
export async function listAudit(db: Db, workspaceId: string, { actorId, action, cursor, limit }: AuditQuery) {
  const after = decodeCursor(cursor, ["id"]);
  let query = db.selectFrom("audit").selectAll().where("workspace_id", "=", workspaceId);
  if (actorId) query = query.where("actor_id", "=", actorId);
  if (action) query = query.where("action", "like", `${action.replace(/[%_\\]/g, "\\$&")}%`);
  if (after) query = query.where("id", "<", after[0]);
  const rows = await query
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  return toPage(
    rows,
    limit,
    (row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { kind: row.actor_kind as "member" | "api_key" | "system", id: row.actor_id, name: row.actor_name },
      action: row.action,
      objectKind: row.object_kind,
      objectId: row.object_id,
      detail: row.detail as Record<string, unknown>,
    }),
    (row) => [row.id],
  );
}
