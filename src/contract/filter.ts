/** Filters over contacts: the condition tree of the automation format, answered in SQL. */
import { z } from "zod";
import type { Json } from "../domain/json.ts";

export const FILTER_OPS = [
  ...(["eq", "ne", "contains", "not_contains", "starts_with", "ends_with", "matches", "gt", "gte", "lt", "lte", "between"] as const),
  ...([
    "in",
    "not_in",
    "is_empty",
    "not_empty",
    "has_any",
    "has_all",
    "has_none",
    "before",
    "after",
    "on",
    "within_last",
    "within_next",
  ] as const),
] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

export interface FilterRule {
  /** `contact.first_name`, `contact.fields.CITY`, `contact.tags`, `chat.last_inbound_at`, `run.automation`, … */
  field: string;
  op: FilterOp;
  value?: Json | undefined;
}
export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | FilterRule;

const rule = z.strictObject({ field: z.string().min(1).max(120), op: z.enum(FILTER_OPS), value: z.json().optional() });

/** At most 50 branches each; the whole tree is limited again where it becomes SQL. */
export const filter = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(filter).max(50) }),
    z.strictObject({ any: z.array(filter).max(50) }),
    z.strictObject({ not: filter }),
    rule,
  ]),
) as unknown as z.ZodType<Filter, Filter>;
