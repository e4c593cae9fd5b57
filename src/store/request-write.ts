import type pg from "pg";
import { executeBulk, insertStatement, type Row } from "./bulk.ts";

const REQUEST = {
  workspace_id: "uuid",
  id: "uuid",
  connector: "text",
  connection: "text",
  payload: "jsonb",
  due_at: "timestamptz",
  awaited: "boolean",
  contact_id: "uuid",
  automation_id: "uuid",
  run_id: "uuid",
  step_id: "text",
  visit: "integer",
  created_at: "timestamptz",
} as const;
export type RequestWrite = Row<typeof REQUEST>;
const INSERT = insertStatement("request", REQUEST);

/** Queues calls to outside systems; their loop carries them out. */
export async function insertRequests(client: pg.ClientBase, rows: RequestWrite[]): Promise<void> {
  await executeBulk(client, "insert-requests", INSERT, rows);
}
