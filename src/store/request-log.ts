/** Calls to outside systems as people look at them. */
import type { JsonObject } from "../domain/json.ts";
import { decodeCursor } from "./cursor.ts";
import type { Db } from "./db.ts";

export interface RequestFilter {
  runId?: string | undefined;
  connection?: string | undefined;
  state?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface LoggedRequest {
  id: string;
  connector: string;
  connection: string | null;
  payload: JsonObject;
  state: string;
  due_at: Date;
  attempts: number;
  contact_id: string | null;
  automation_id: string | null;
  run_id: string | null;
  step_id: string | null;
  log: JsonObject[];
  created_at: Date;
  finished_at: Date | null;
}

/** Newest first (ids grow with time), one more than `limit` where there is a next page. */
export async function listRequests(db: Db, workspaceId: string, filter: RequestFilter): Promise<LoggedRequest[]> {
  const after = decodeCursor(filter.cursor, 1);
  let query = db.selectFrom("request").selectAll().where("workspace_id", "=", workspaceId);
  if (filter.runId !== undefined) query = query.where("run_id", "=", filter.runId);
  if (filter.connection !== undefined) query = query.where("connection", "=", filter.connection);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (after) query = query.where("id", "<", String(after[0]));
  return (await query
    .orderBy("id", "desc")
    .limit(filter.limit + 1)
    .execute()) as unknown as LoggedRequest[];
}

export async function findRequest(db: Db, workspaceId: string, id: string): Promise<LoggedRequest | undefined> {
  const row = await db.selectFrom("request").selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
  return row as unknown as LoggedRequest | undefined;
}
