import { sql } from "kysely";
import type { Db } from "./db.ts";

/** Tells the caches of all processes that something they decide with has changed. Belongs in the transaction of the change. */
export async function touchWorkspace(db: Db, workspaceId: string): Promise<void> {
  await db.updateTable("workspace").set({ revision: sql`revision + 1` }).where("id", "=", workspaceId).execute();
}
