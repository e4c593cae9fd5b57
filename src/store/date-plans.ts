/** When date conditions come true, per contact: planned when a value or an automation changes, never searched for. */
import type pg from "pg";
import type { Json } from "../domain/json.ts";

export interface DatePlanChange {
  workspaceId: string;
  contactId: string;
  field: string;
  value: Json;
}

/** Plans the changed fields anew. Filled with the date_condition trigger's ingestion. */
export async function planDates(_client: pg.ClientBase, _changes: DatePlanChange[], _now: number): Promise<void> {
  await Promise.resolve();
}
