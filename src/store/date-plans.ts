/** When date conditions come true, per contact: planned when a value or an automation changes, never searched for. */
import type pg from "pg";
import { type DatePlan, type DateRule, planDate } from "../automation/date-plan.ts";
import { zoneOf } from "../domain/zone-offset.ts";
import { executeBulk, insertStatement, type Row, recordset } from "./bulk.ts";
import type { CatalogCache } from "./catalog-cache.ts";
import { notifyWork } from "./notify.ts";
import type { Catalog } from "./workspace-snapshot.ts";

/** A contact of which a date field or the time zone has changed. */
export interface DatePlanChange {
  workspaceId: string;
  contactId: string;
}

/** Contacts planned by one set of statements: beyond this the parameters grow without gain. */
const CHUNK = 5_000;

const PLAN = {
  workspace_id: "uuid",
  contact_id: "uuid",
  automation_id: "uuid",
  trigger_id: "text",
  value: "text",
  due_at: "timestamptz",
  settled_at: "timestamptz",
} as const;
export type DatePlanWrite = Row<typeof PLAN>;
const KEY = { workspace_id: "uuid", contact_id: "uuid", automation_id: "uuid", trigger_id: "text" } as const;

const UPSERT = insertStatement(
  "date_plan",
  PLAN,
  `ON CONFLICT (workspace_id, contact_id, automation_id, trigger_id)
  DO UPDATE SET value = excluded.value, due_at = excluded.due_at, settled_at = excluded.settled_at`,
);
const DELETE = `DELETE FROM date_plan p USING ${recordset(KEY)}
WHERE p.workspace_id = r.workspace_id AND p.contact_id = r.contact_id AND p.automation_id = r.automation_id AND p.trigger_id = r.trigger_id`;

// Locked in the order of ids, like everywhere else. Whoever changes a contact holds this lock until its own plans are written.
const CONTACTS = `
SELECT c.workspace_id AS "workspaceId", c.id AS "contactId", c.time_zone AS "timeZone",
  ARRAY(SELECT c.fields->>f.code FROM unnest($3::text[]) WITH ORDINALITY AS f(code, n) ORDER BY f.n) AS values
FROM contact c JOIN unnest($1::uuid[], $2::uuid[]) AS k(w, i) ON c.workspace_id = k.w AND c.id = k.i
WHERE c.fields ?| $3::text[] ORDER BY c.workspace_id, c.id FOR NO KEY UPDATE OF c`;

const PLANS = `
SELECT p.contact_id AS "contactId", p.automation_id AS "automationId", p.trigger_id AS "triggerId", p.value,
  (extract(epoch FROM p.due_at) * 1000)::float8 AS "dueAt", (extract(epoch FROM p.settled_at) * 1000)::float8 AS "settledAt"
FROM date_plan p JOIN unnest($1::uuid[], $2::uuid[]) AS k(w, i) ON p.workspace_id = k.w AND p.contact_id = k.i
ORDER BY p.workspace_id, p.contact_id, p.automation_id, p.trigger_id FOR UPDATE OF p`;

/**
 * Plans contacts anew whose date fields or time zones changed in this transaction: what lies ahead is planned, what is gone
 * is cancelled. The caller holds the contacts' row locks if it read them before, so nobody plans from an older value.
 *
 * @param since occurrences up to this instant are past and start nothing
 */
export async function planDates(client: pg.ClientBase, catalogs: CatalogCache, changes: DatePlanChange[], since: number): Promise<void> {
  if (changes.length === 0) return;
  // Asked again although the caller may have a catalog: an automation activated since then must find its plans.
  const found = await catalogs.get(client, [...new Set(changes.map((change) => change.workspaceId))]);
  const relevant = changes.filter(({ workspaceId }) => found.get(workspaceId)?.dateRules.length);
  const contacts = [...new Map(relevant.map((change) => [`${change.workspaceId}\n${change.contactId}`, change])).values()];
  for (let at = 0; at < contacts.length; at += CHUNK) await planChunk(client, found, contacts.slice(at, at + CHUNK), since);
  if (contacts.length > 0) await notifyWork(client, { dates: true });
}

interface ContactRow extends DatePlanChange {
  timeZone: string | null;
  values: (string | null)[];
}

export async function planChunk(
  client: pg.ClientBase,
  catalogs: Map<string, Catalog>,
  refs: DatePlanChange[],
  since: number,
): Promise<void> {
  const rulesOf = (workspaceId: string) => catalogs.get(workspaceId)?.dateRules ?? [];
  const codes = [...new Set([...catalogs.values()].flatMap((catalog) => catalog.dateRules.map((rule) => rule.field)))];
  const columns = [refs.map((ref) => ref.workspaceId), refs.map((ref) => ref.contactId)];
  const contacts = await client.query<ContactRow>({ name: "contacts-to-plan", text: CONTACTS, values: [...columns, codes] });
  const byId = new Map(contacts.rows.map((row) => [row.contactId, row]));
  const plans = await loadPlans(client, columns);

  const written: DatePlanWrite[] = [];
  const cancelled: object[] = [];
  for (const { workspaceId, contactId } of refs) {
    const contact = byId.get(contactId);
    const timeZone = timeZoneOf(contact?.timeZone, catalogs.get(workspaceId));
    for (const rule of rulesOf(workspaceId)) {
      const existing = plans.get(planKey(contactId, rule));
      const value = contact?.values[codes.indexOf(rule.field)] ?? null;
      const plan = planDate(rule, value, timeZone, existing, since);
      const key = { workspace_id: workspaceId, contact_id: contactId, automation_id: rule.automationId, trigger_id: rule.triggerId };
      if (plan) {
        if (!samePlan(plan, existing)) written.push({ ...key, value: plan.value, due_at: plan.dueAt, settled_at: plan.settledAt });
      } else if (existing) cancelled.push(key);
    }
  }
  await writePlans(client, written);
  await executeBulk(client, "delete-date-plans", DELETE, cancelled);
}

export async function writePlans(client: pg.ClientBase, rows: DatePlanWrite[]): Promise<void> {
  await executeBulk(client, "upsert-date-plans", UPSERT, rows);
}

/** The contact's own zone where it has a known one, else the workspace's. */
export function timeZoneOf(own: string | null | undefined, catalog: Catalog | undefined): string {
  return zoneOf(own, catalog?.snapshot.timeZone ?? "UTC");
}

function planKey(contactId: string, rule: Pick<DateRule, "automationId" | "triggerId">): string {
  return `${contactId}\n${rule.automationId}\n${rule.triggerId}`;
}

function samePlan(plan: DatePlan, existing: DatePlan | undefined): boolean {
  return existing?.value === plan.value && existing.dueAt === plan.dueAt && existing.settledAt === plan.settledAt;
}

async function loadPlans(client: pg.ClientBase, columns: string[][]): Promise<Map<string, DatePlan>> {
  const { rows } = await client.query<DatePlan & { contactId: string; automationId: string; triggerId: string }>({
    name: "date-plans-of-contacts",
    text: PLANS,
    values: columns,
  });
  return new Map(
    rows.map(({ contactId, automationId, triggerId, value, dueAt, settledAt }) => [
      planKey(contactId, { automationId, triggerId }),
      { value, dueAt, settledAt },
    ]),
  );
}
