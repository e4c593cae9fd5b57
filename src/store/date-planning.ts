/** Planning all contacts of a workspace anew, in chunks that any worker may take. */
import type pg from "pg";
import type { CatalogCache } from "./catalog-cache.ts";
import { planChunk } from "./date-plans.ts";
import { notifyWork } from "./notify.ts";

/** Contacts of one transaction: their rows are locked for its length, some tens of milliseconds. */
const CHUNK = 2_000;

/**
 * Plans all date conditions of the workspace anew, in the background. Belongs in the transaction that changed what they
 * depend on: the workspace's time zone, a field that is gone.
 *
 * @param now occurrences up to this instant start nothing
 */
export async function replanDates(client: pg.ClientBase, workspaceId: string, now: number): Promise<void> {
  // Begun anew where it was under way; the earlier instant stays, so that what came due meanwhile is not lost.
  await client.query(
    `INSERT INTO date_planning (workspace_id, since) VALUES ($1, to_timestamp($2 / 1000.0))
ON CONFLICT (workspace_id) DO UPDATE SET after_contact_id = NULL, chunks = 0`,
    [workspaceId, now],
  );
  await notifyWork(client, { dates: true });
}

/**
 * The same where an automation was published, activated, paused or is about to be deleted: does nothing if none of its
 * versions has a date condition. Plans of triggers that no longer count are removed on the way.
 */
export async function planAutomation(client: pg.ClientBase, workspaceId: string, automationId: string, now: number): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM automation_version v WHERE v.workspace_id = $1 AND v.automation_id = $2 AND v.document->'triggers' @> '[{"type": "date_condition"}]' LIMIT 1`,
    [workspaceId, automationId],
  );
  if (rowCount) await replanDates(client, workspaceId, now);
}

// The smallest first: a workspace with a million contacts does not keep the others waiting.
const TAKE = `
SELECT workspace_id AS "workspaceId", (extract(epoch FROM since) * 1000)::float8 AS since, after_contact_id AS after
FROM date_planning ORDER BY chunks, workspace_id LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** Plans the next contacts of one workspace; false when no workspace waits for that. */
export async function planNextChunk(client: pg.ClientBase, catalogs: CatalogCache): Promise<boolean> {
  const { rows } = await client.query<{ workspaceId: string; since: number; after: string | null }>({
    name: "take-date-planning",
    text: TAKE,
  });
  const [job] = rows;
  if (!job) return false;
  const { workspaceId, since, after } = job;
  const found = await catalogs.get(client, [workspaceId]);
  const rules = found.get(workspaceId)?.dateRules ?? [];
  const ids = rules.length === 0 ? [] : await contactsAfter(client, workspaceId, after);
  const last = ids.length < CHUNK ? null : (ids.at(-1) as string);
  if (ids.length > 0) {
    await planChunk(
      client,
      found,
      ids.map((contactId) => ({ workspaceId, contactId })),
      since,
    );
  }
  await client.query({
    name: "delete-plans-without-rule",
    text: `DELETE FROM date_plan p WHERE p.workspace_id = $1 AND ($2::uuid IS NULL OR p.contact_id > $2) AND ($3::uuid IS NULL OR p.contact_id <= $3)
  AND NOT EXISTS (SELECT FROM unnest($4::uuid[], $5::text[]) AS r(a, t) WHERE r.a = p.automation_id AND r.t = p.trigger_id)`,
    values: [workspaceId, after, last, rules.map((rule) => rule.automationId), rules.map((rule) => rule.triggerId)],
  });
  if (last === null) await client.query("DELETE FROM date_planning WHERE workspace_id = $1", [workspaceId]);
  else
    await client.query("UPDATE date_planning SET after_contact_id = $2, chunks = chunks + 1 WHERE workspace_id = $1", [workspaceId, last]);
  return true;
}

async function contactsAfter(client: pg.ClientBase, workspaceId: string, after: string | null): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: "contacts-after",
    text: "SELECT id FROM contact WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
    values: [workspaceId, after, CHUNK],
  });
  return rows.map((row) => row.id);
}
