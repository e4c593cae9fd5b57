/** Whether a condition holds, on the data as it is now. */

import type { ConditionOp } from "./condition-fields.ts";
import { conditionField } from "./condition-fields.ts";
import { CONDITION_TESTS, type ConditionEnvironment } from "./condition-ops.ts";
import type { Condition, ConditionLeaf } from "./condition-schema.ts";

/** Gives the value of a dotted field; undefined where there is none. */
export type Lookup = (field: string) => unknown;

export function evaluateCondition(condition: Condition, lookup: Lookup, environment: ConditionEnvironment): boolean {
  if ("all" in condition) return condition.all.every((item) => evaluateCondition(item, lookup, environment));
  if ("any" in condition) return condition.any.some((item) => evaluateCondition(item, lookup, environment));
  if ("not" in condition) return !evaluateCondition(condition.not, lookup, environment);
  return holds(condition, lookup(condition.field), environment);
}

export interface ConditionExplanation {
  result: boolean;
  /** The comparison that settled it, with the value it saw: the first that failed in `all`, the first that held in `any`, else the last. Null for empty groups. */
  decidedBy: (ConditionLeaf & { actual: unknown }) | null;
}

/** `evaluateCondition` with the reason, for the timeline and the test mode. */
export function explainCondition(condition: Condition, lookup: Lookup, environment: ConditionEnvironment): ConditionExplanation {
  if ("not" in condition) {
    const inner = explainCondition(condition.not, lookup, environment);
    return { ...inner, result: !inner.result };
  }
  if ("field" in condition) {
    const actual = lookup(condition.field);
    return { result: holds(condition, actual, environment), decidedBy: { ...condition, actual } };
  }
  const settling = "any" in condition;
  let last: ConditionExplanation = { result: !settling, decidedBy: null };
  for (const item of "any" in condition ? condition.any : condition.all) {
    last = explainCondition(item, lookup, environment);
    if (last.result === settling) break;
  }
  return last;
}

/** What a missing value satisfies; everything else is false for it. */
const TRUE_WHEN_MISSING: ReadonlySet<ConditionOp> = new Set(["is_empty", "ne", "not_contains", "not_in", "has_none"]);

function holds({ field, op, value }: ConditionLeaf, actual: unknown, environment: ConditionEnvironment): boolean {
  if (isMissing(actual)) return TRUE_WHEN_MISSING.has(op);
  return CONDITION_TESTS[op](actual, value ?? null, environment, conditionField(field)?.type ?? "any");
}

/** Nothing, blank text and empty lists are missing; false and 0 are values. */
export function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "string" ? value.trim() === "" : Array.isArray(value) && value.length === 0;
}
