/**
 * Many rows in one statement: they travel as one JSON parameter and PostgreSQL spreads them with `json_to_recordset`.
 * One parameter of native JSON.stringify costs Node a fraction of building an array literal per column.
 */
import type pg from "pg";
import { storableJson } from "../domain/storable.ts";

export type ColumnType =
  | "uuid"
  | "uuid[]"
  | "text"
  | "text[]"
  | "jsonb"
  | "integer"
  | "bigint"
  | "boolean"
  | "date"
  /** Epoch milliseconds in JavaScript. */
  | "timestamptz";

export type Columns = Record<string, ColumnType>;
type Value<T extends ColumnType> = T extends "timestamptz" | "integer" | "bigint"
  ? number | null
  : T extends "boolean"
    ? boolean | null
    : unknown;
/** A row for these columns; what is left out is NULL. */
export type Row<C extends Columns> = { -readonly [K in keyof C]?: Value<C[K]> };

/** `r.name` read as its column's type. */
function value(name: string, type: ColumnType): string {
  return type === "timestamptz" ? `to_timestamp(r.${quote(name)} / 1000.0)` : `r.${quote(name)}`;
}

function recordType(type: ColumnType): string {
  return type === "timestamptz" ? "float8" : type;
}

function quote(name: string): string {
  return `"${name}"`;
}

/** `json_to_recordset($1) AS r(…)` for these columns. */
export function recordset(columns: Columns): string {
  const list = Object.entries(columns).map(([name, type]) => `${quote(name)} ${recordType(type)}`);
  return `json_to_recordset($1::json) AS r(${list.join(", ")})`;
}

/** An INSERT of all rows, in their order; `conflict` is appended as it is. */
export function insertStatement(table: string, columns: Columns, conflict = ""): string {
  const names = Object.keys(columns).map(quote).join(", ");
  const values = Object.entries(columns).map(([name, type]) => value(name, type));
  return `INSERT INTO ${table} (${names}) SELECT ${values.join(", ")} FROM ${recordset(columns)} ${conflict}`;
}

/** An UPDATE of rows found by `key`, setting all other columns: to the row's value, or to an expression over `t` (before) and `r`. */
export function updateStatement(table: string, key: string[], columns: Columns, expressions: Record<string, string> = {}): string {
  const set = Object.entries(columns)
    .filter(([name]) => !key.includes(name))
    .map(([name, type]) => `${quote(name)} = ${expressions[name] ?? value(name, type)}`);
  const where = key.map((name) => `t.${quote(name)} = r.${quote(name)}`);
  return `UPDATE ${table} t SET ${set.join(", ")} FROM ${recordset(columns)} WHERE ${where.join(" AND ")}`;
}

/** Runs a statement of this file's making; nothing is sent for no rows. Named, so that PostgreSQL plans it once per connection. */
export async function executeBulk(client: pg.ClientBase, name: string, statement: string, rows: object[]): Promise<pg.QueryResult | null> {
  if (rows.length === 0) return null;
  return await client.query({ name, text: statement, values: [storableJson(rows)] });
}
