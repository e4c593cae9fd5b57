import { type RawBuilder, sql } from "kysely";

/** Days of the workspace's zone, both included. */
export interface Period {
  from: string;
  to: string;
}

/** Whether the instant in a column lies in the period. */
export function within(column: string, { from, to }: Period, timeZone: string): RawBuilder<boolean> {
  return sql`${sql.ref(column)} >= ${from}::date::timestamp AT TIME ZONE ${timeZone} AND ${sql.ref(column)} < (${to}::date + 1)::timestamp AT TIME ZONE ${timeZone}`;
}
