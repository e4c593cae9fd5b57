/** Start steps that start a while after a shop has told something: after a cart was left, after an order. */
import type { Duration } from "../domain/duration.ts";
import type { AutomationSnapshot } from "./state.ts";
import type { Registry } from "./trigger.ts";

export interface ShopTimer {
  event: "cart_abandoned" | "review_due";
  /** Names of connections; all where empty. */
  shops: string[];
  after: Duration;
}

export interface ShopTimerRule extends ShopTimer {
  automationId: string;
  triggerId: string;
}

/** Those of the active automations. */
export function shopTimerRules(registry: Registry, automations: Iterable<AutomationSnapshot>): ShopTimerRule[] {
  const rules: ShopTimerRule[] = [];
  for (const { id, state, definition } of automations) {
    if (state !== "active") continue;
    for (const node of definition.triggers) {
      const timer = registry.triggers[node.type]?.shopTimer?.(node.config);
      if (timer) rules.push({ ...timer, automationId: id, triggerId: node.id });
    }
  }
  return rules;
}
