/** When date conditions start for a contact: the rules of the active automations, and the plan that each makes of a value. */
import { type OccurrenceRule, occurrenceOn } from "../domain/calendar.ts";
import { HOUR_MS } from "../domain/civil-date.ts";
import type { AutomationSnapshot } from "./state.ts";
import type { Registry } from "./trigger.ts";

/** A start step that waits for instants computed from a contact's field. */
export interface DateRule extends OccurrenceRule {
  automationId: string;
  triggerId: string;
  /** CODE of the field. */
  field: string;
}

/** What is planned for one contact by one rule. */
export interface DatePlan {
  value: string;
  /** Null where nothing lies ahead. */
  dueAt: number | null;
  /** The occurrence that was settled last, started or skipped. */
  settledAt: number | null;
}

/**
 * Zones lie up to 26 hours apart, so a contact that moves sees the same local time again within so long: that is the same
 * occurrence, and it starts nothing twice.
 */
export const SAME_OCCURRENCE_MS = 26 * HOUR_MS;

export function dateRules(registry: Registry, automations: Iterable<AutomationSnapshot>): DateRule[] {
  const rules: DateRule[] = [];
  for (const { id, state, definition } of automations) {
    if (state !== "active") continue;
    for (const node of definition.triggers) {
      const planned = registry.triggers[node.type]?.plansDates?.(node.config);
      if (planned) rules.push({ ...planned, automationId: id, triggerId: node.id });
    }
  }
  return rules;
}

/**
 * The plan for this value, or null for none. Occurrences up to `since` are past and start nothing, except one that is
 * planned already and about to be handled.
 */
export function planDate(
  rule: OccurrenceRule,
  value: string | null,
  timeZone: string,
  existing: DatePlan | undefined,
  since: number,
): DatePlan | null {
  if (value === null) return null;
  const same = existing?.value === value ? existing : undefined;
  if (same && same.dueAt !== null && same.dueAt <= since) return same;
  const settledAt = same?.settledAt ?? null;
  const dueAt = occurrenceOn(value, rule, timeZone, settledAt === null ? since : Math.max(since, settledAt + SAME_OCCURRENCE_MS));
  return dueAt === null && settledAt === null ? null : { value, dueAt, settledAt };
}

/** What remains of a plan once its instant has come. A yearly one goes on to its next occurrence after `since`. */
export function settleDate(rule: OccurrenceRule, plan: DatePlan & { dueAt: number }, timeZone: string, since: number): DatePlan {
  const after = Math.max(since, plan.dueAt + SAME_OCCURRENCE_MS);
  return { value: plan.value, dueAt: occurrenceOn(plan.value, rule, timeZone, after), settledAt: plan.dueAt };
}
