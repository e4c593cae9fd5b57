import type { Db } from "./db.ts";

export async function findKeyWorkspace(db: Db, keyId: string): Promise<string | null> {
  const row = await db.selectFrom("api_key").select("workspace_id").where("id", "=", keyId).executeTakeFirst();
  return row?.workspace_id ?? null;
}

/** Gives a key that better-auth has just made its workspace. */
export async function setKeyWorkspace(db: Db, keyId: string, workspaceId: string): Promise<void> {
  await db.updateTable("api_key").set({ workspace_id: workspaceId }).where("id", "=", keyId).execute();
}

export async function listKeys(db: Db, workspaceId: string) {
  const rows = await db
    .selectFrom("api_key")
    .leftJoin("app_user", (join) => join.onRef("app_user.id", "=", (eb) => eb.cast("api_key.reference_id", "uuid")))
    .leftJoin("member", (join) =>
      join
        .onRef("member.workspace_id", "=", "api_key.workspace_id")
        .onRef("member.user_id", "=", "app_user.id")
        .on("member.disabled", "=", false),
    )
    .select([
      "api_key.id",
      "api_key.name",
      "start",
      "permissions",
      "last_request",
      "expires_at",
      "api_key.created_at",
      "app_user.name as created_by",
      "member.id as member_id",
    ])
    .where("api_key.workspace_id", "=", workspaceId)
    .orderBy("api_key.created_at", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name ?? "",
    start: row.start,
    scopes: keyScopes(row.permissions),
    createdBy: row.created_by,
    creatorLeft: row.member_id === null,
    lastUsedAt: row.last_request?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }));
}

function keyScopes(permissions: string | null): string[] {
  return permissions === null ? [] : ((JSON.parse(permissions) as { parola?: string[] }).parola ?? []);
}

export async function deleteKey(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const result = await db.deleteFrom("api_key").where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
