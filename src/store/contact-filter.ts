/**
 * Filters over contacts as SQL. Same meaning as `automation/condition.ts` gives them for one contact: texts are compared
 * trimmed and case-folded, and a missing value satisfies only `is_empty`, `ne`, `not_contains`, `not_in` and `has_none`.
 */
import { type RawBuilder, sql } from "kysely";
import type { Json } from "../domain/json.ts";
import { Refusal } from "../domain/refusal.ts";
import { type FilterColumn, filterColumn } from "./contact-filter-columns.ts";
import { compareLanguage, compareList, compareMoment, compareNumber, compareText, isBoolean, isOfImports } from "./contact-filter-ops.ts";
import type { Catalog } from "./workspace-snapshot.ts";

export interface FilterLeaf {
  field: string;
  op: string;
  value?: Json | undefined;
}
export type FilterTree = { all: FilterTree[] } | { any: FilterTree[] } | { not: FilterTree } | FilterLeaf;

export type SqlCondition = RawBuilder<boolean>;

/** Deeper or wider trees are programs' mistakes; PostgreSQL would plan them for seconds. */
const MAX_DEPTH = 10;
const MAX_LEAVES = 200;

/** The condition on `contact`, without the workspace's own. @throws {Refusal} `invalid_filter`, naming what is wrong */
export function contactFilter(filter: FilterTree, catalog: Catalog, now: number): SqlCondition {
  let leaves = 0;
  const build = (tree: FilterTree, depth: number): SqlCondition => {
    if (depth > MAX_DEPTH) throw wrong(`A filter has at most ${MAX_DEPTH} levels.`);
    if ("all" in tree) return join(tree.all, depth, " AND ", sql<boolean>`true`);
    if ("any" in tree) return join(tree.any, depth, " OR ", sql<boolean>`false`);
    if ("not" in tree) return sql<boolean>`NOT (${build(tree.not, depth + 1)})`;
    if (++leaves > MAX_LEAVES) throw wrong(`A filter has at most ${MAX_LEAVES} comparisons.`);
    return leaf(tree, catalog, now);
  };
  const join = (trees: FilterTree[], depth: number, word: string, empty: SqlCondition): SqlCondition =>
    trees.length === 0
      ? empty
      : sql<boolean>`(${sql.join(
          trees.map((tree) => build(tree, depth + 1)),
          sql.raw(word),
        )})`;
  return build(filter, 1);
}

export function wrong(detail: string): Refusal {
  return new Refusal("invalid_filter", detail);
}

function leaf({ field, op, value }: FilterLeaf, catalog: Catalog, now: number): SqlCondition {
  const column = filterColumn(field, catalog, now);
  if (!column) throw wrong(`Contacts cannot be filtered by "${field}".`);
  const condition = test(column, op, value ?? null, catalog, now);
  if (!condition) throw wrong(`"${op}" does not fit "${field}".`);
  return condition;
}

function test(column: FilterColumn, op: string, value: Json, catalog: Catalog, now: number): SqlCondition | null {
  const { snapshot } = catalog;
  switch (column.type) {
    case "text":
      return compareText(column.sql, op, value);
    case "language":
      return compareLanguage(column.sql, op, value);
    case "number":
      return compareNumber(column.sql, op, value);
    case "boolean":
      return isBoolean(column.sql, op, value);
    case "moment":
      return compareMoment(column, op, value, now, snapshot.timeZone);
    case "imports":
      return isOfImports(op, value);
    case "list":
      return compareList(column.sql, op, value, column.ids);
  }
}
