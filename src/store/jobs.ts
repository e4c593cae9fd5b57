/** Work for later: kept by graphile-worker, added in the transaction whose state needs it. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";

export type JobName = "start_contacts" | "import_contacts" | "undo_import" | "housekeeping" | "read_numbers";

export interface JobOptions {
  /** Epoch milliseconds; at once when left out. */
  runAt?: number;
  /** Another job with this key that waits is replaced. */
  key?: string;
  /** Jobs of one queue run one after the other. */
  queue?: string;
}

export async function addJob(
  client: pg.ClientBase,
  name: JobName,
  payload: JsonObject,
  { runAt, key, queue }: JobOptions = {},
): Promise<void> {
  await client.query(
    `SELECT graphile_worker.add_job($1, payload := $2::json, run_at := coalesce(to_timestamp($3::float8 / 1000.0), now()), job_key := $4, queue_name := $5, max_attempts := 10)`,
    [name, JSON.stringify(payload), runAt ?? null, key ?? null, queue ?? null],
  );
}
