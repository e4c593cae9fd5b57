import { type RawBuilder, sql } from "kysely";
import type { Period } from "../domain/period.ts";

/** Whether the instant in a column lies in the period. */
export function within(column: string, { from, to }: Period, timeZone: string): RawBuilder<boolean> {
  return sql`${sql.ref(column)} >= ${from}::date::timestamp AT TIME ZONE ${timeZone} AND ${sql.ref(column)} < (${to}::date + 1)::timestamp AT TIME ZONE ${timeZone}`;
}
