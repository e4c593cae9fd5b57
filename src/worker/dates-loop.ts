/** Starts date conditions when their instant comes, exactly once each, and plans contacts in the background. */
import type pg from "pg";
import { type DateRule, settleDate } from "../automation/date-plan.ts";
import { HOUR_MS } from "../domain/civil-date.ts";
import { claimDuePlans, type DuePlan, nextDuePlan } from "../store/date-due.ts";
import { planNextChunk } from "../store/date-planning.ts";
import { type DatePlanWrite, timeZoneOf, writePlans } from "../store/date-plans.ts";
import { type EventWrite, insertEvents } from "../store/engine-write.ts";
import { notifyWork } from "../store/notify.ts";
import { queueTransaction } from "../store/transaction.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";

/** After downtime an occurrence starts up to this late; later a reminder would only puzzle. */
const CATCH_UP_MS = 6 * HOUR_MS;
/** Plans of one workspace and transaction. */
const BATCH_SIZE = 1_000;
/** How soon to look again for what another worker has in hand. */
const ELSEWHERE_MS = 100;

export function createDatesLoop(context: WorkerContext): Loop {
  return {
    name: "dates",
    async runOnce() {
      const planned = await queueTransaction(context.pool, (client) => planNextChunk(client, context.catalogs));
      return Number(planned) + (await queueTransaction(context.pool, (client) => startDue(context, client)));
    },
    async nextDueAt() {
      const { at, planning } = await nextDuePlan(context.pool);
      const soon = context.clock.now() + ELSEWHERE_MS;
      if (planning) return soon;
      return at === null || at > soon ? at : soon;
    },
  };
}

async function startDue(context: WorkerContext, client: pg.ClientBase): Promise<number> {
  const now = context.clock.now();
  const due = await claimDuePlans(client, now, BATCH_SIZE);
  if (due.length === 0) return 0;
  const catalogs = await context.catalogs.get(client, [...new Set(due.map((plan) => plan.workspaceId))]);
  const events: EventWrite[] = [];
  const rows: DatePlanWrite[] = [];
  const skipped = new Map<string, number>();
  for (const plan of due) {
    const catalog = catalogs.get(plan.workspaceId);
    const rule = catalog?.dateRules.find(
      ({ automationId, triggerId }) => automationId === plan.automationId && triggerId === plan.triggerId,
    );
    const current = rule && plan.fields[rule.field] === plan.value;
    if (rule && current) {
      if (plan.dueAt < now - CATCH_UP_MS) skipped.set(plan.automationId, (skipped.get(plan.automationId) ?? 0) + 1);
      else events.push(dateReached(plan, rule, now));
    }
    rows.push(settled(plan, current ? rule : undefined, catalog, now));
  }
  await writePlans(client, rows);
  await insertEvents(client, events);
  await notifyWork(client, { worker: events.length > 0 });
  for (const [automationId, count] of skipped) {
    context.logger.warn({ automationId, count }, "date conditions that came more than 6 hours ago are skipped");
  }
  return due.length;
}

function dateReached(plan: DuePlan, { field }: DateRule, now: number): EventWrite {
  const { automationId, triggerId, value, dueAt } = plan;
  return {
    workspace_id: plan.workspaceId,
    contact_key: `c:${plan.contactId}`,
    contact_id: plan.contactId,
    type: "date_reached",
    payload: { automationId, triggerId, field, value, occurrence: dueAt },
    occurred_at: dueAt,
    received_at: now,
  };
}

/** A plan whose rule or value is gone lies still until whoever changed them has it removed. */
function settled(plan: DuePlan, rule: DateRule | undefined, catalog: Catalog | undefined, now: number): DatePlanWrite {
  const { value, dueAt, settledAt } = rule
    ? settleDate(rule, plan, timeZoneOf(plan.timeZone, catalog), now - CATCH_UP_MS)
    : { value: plan.value, dueAt: null, settledAt: plan.settledAt };
  return {
    workspace_id: plan.workspaceId,
    contact_id: plan.contactId,
    automation_id: plan.automationId,
    trigger_id: plan.triggerId,
    value,
    due_at: dueAt,
    settled_at: settledAt,
  };
}
