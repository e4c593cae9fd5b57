import type { Db } from "./db.ts";

export async function findUserByEmail(db: Db, email: string) {
  return await db.selectFrom("app_user").select(["id", "name", "email"]).where("email", "=", email.toLowerCase()).executeTakeFirst();
}

export async function updateUser(db: Db, id: string, change: { name?: string; locale?: string | null }): Promise<void> {
  if (Object.keys(change).length > 0) await db.updateTable("app_user").set(change).where("id", "=", id).execute();
}

export async function setActiveWorkspace(db: Db, sessionId: string, workspaceId: string): Promise<void> {
  await db.updateTable("session").set({ active_workspace_id: workspaceId }).where("id", "=", sessionId).execute();
}

/** Signing in asks for the password alone again. */
export async function dropSecondFactor(db: Db, userId: string): Promise<void> {
  await db.deleteFrom("two_factor").where("user_id", "=", userId).execute();
  await db.updateTable("app_user").set({ two_factor_enabled: false }).where("id", "=", userId).execute();
}
