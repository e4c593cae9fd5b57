/** Calls to outside systems as people look at them. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { decodeCursor } from "./cursor.ts";
import type { Db } from "./db.ts";

export interface RequestFilter {
  runId?: string | undefined;
  automationId?: string | undefined;
  connection?: string | undefined;
  connector?: string | undefined;
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
  /** What was sent with its secrets, where `payload` has lost some. */
  sealed: Buffer | null;
}

/** Newest first (ids grow with time), one more than `limit` where there is a next page. */
export async function listRequests(db: Db, workspaceId: string, filter: RequestFilter): Promise<LoggedRequest[]> {
  const after = decodeCursor(filter.cursor, ["id"]);
  let query = db.selectFrom("request").selectAll().where("workspace_id", "=", workspaceId);
  if (filter.runId !== undefined) query = query.where("run_id", "=", filter.runId);
  if (filter.automationId !== undefined) query = query.where("automation_id", "=", filter.automationId);
  if (filter.connector !== undefined) query = query.where("connector", "=", filter.connector);
  if (filter.connection !== undefined) query = query.where("connection", "=", filter.connection);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (after) query = query.where("id", "<", after[0]);
  return (await query
    .orderBy("id", "desc")
    .limit(filter.limit + 1)
    .execute()) as unknown as LoggedRequest[];
}

export async function findRequest(db: Db, workspaceId: string, id: string): Promise<LoggedRequest | undefined> {
  const row = await db.selectFrom("request").selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
  return row as unknown as LoggedRequest | undefined;
}

/** Due at once, with new attempts where it had failed. False when it is under way or done meanwhile. */
export async function retryRequest(
  client: pg.ClientBase,
  workspaceId: string,
  id: string,
  payload: JsonObject,
  now: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE request SET state = 'pending', attempts = CASE WHEN state = 'failed' THEN 0 ELSE attempts END, due_at = to_timestamp($4::float8 / 1000),
  created_at = CASE WHEN state = 'failed' THEN to_timestamp($4::float8 / 1000) ELSE created_at END, payload = $3, sealed = NULL, finished_at = NULL
WHERE workspace_id = $1 AND id = $2 AND state IN ('pending', 'failed')`,
    [workspaceId, id, JSON.stringify(payload), now],
  );
  return rowCount === 1;
}
