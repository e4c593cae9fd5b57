/** Published versions, their start steps and hooks, and what publishing and switching does to the runs inside. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { executeBulk, insertStatement } from "./bulk.ts";
import { newId } from "./id.ts";
import { newHookSecret } from "./hook-secret.ts";
import type { SecretBox } from "./secret.ts";

export interface StoredVersion {
  id: string;
  number: number;
  document: JsonObject;
  references: Record<string, Record<string, string>>;
  successors: Record<string, string | null>;
}

export async function findVersion(client: pg.ClientBase, workspaceId: string, versionId: string): Promise<StoredVersion | undefined> {
  const { rows } = await client.query<StoredVersion>(
    `SELECT id, number, document, "references", successors FROM automation_version WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, versionId],
  );
  return rows[0];
}

export interface NewVersion {
  automationId: string;
  document: JsonObject;
  references: Record<string, Record<string, string>>;
  successors: Record<string, string | null>;
  publishedBy: string | null;
  now: number;
}

/** Numbers count from 1 within the automation, whose row must be locked. */
export async function insertVersion(
  client: pg.ClientBase,
  workspaceId: string,
  version: NewVersion,
): Promise<{ id: string; number: number }> {
  const id = newId();
  const { rows } = await client.query<{ number: number }>(
    `INSERT INTO automation_version (workspace_id, id, automation_id, number, document, "references", successors, published_by, created_at)
SELECT $1, $2, $3, coalesce((SELECT max(number) FROM automation_version WHERE workspace_id = $1 AND automation_id = $3), 0) + 1, $4, $5, $6, $7, to_timestamp($8 / 1000.0)
RETURNING number`,
    [
      workspaceId,
      id,
      version.automationId,
      JSON.stringify(version.document),
      JSON.stringify(version.references),
      JSON.stringify(version.successors),
      version.publishedBy,
      version.now,
    ],
  );
  return { id, number: (rows[0] as { number: number }).number };
}

export interface TriggerRow {
  triggerId: string;
  type: string;
  /** Normalised exact phrases; none for triggers that are found otherwise. */
  phrases: string[];
}

const TRIGGER = {
  workspace_id: "uuid",
  automation_id: "uuid",
  trigger_id: "text",
  type: "text",
  phrase: "text",
  active: "boolean",
} as const;
const INSERT_TRIGGERS = insertStatement("automation_trigger", TRIGGER);

/** @throws the database's unique violation (constraint `automation_trigger_phrase`) when a phrase is taken and `active` is true. */
export async function replaceTriggers(
  client: pg.ClientBase,
  workspaceId: string,
  automationId: string,
  triggers: TriggerRow[],
  active: boolean,
): Promise<void> {
  await client.query("DELETE FROM automation_trigger WHERE workspace_id = $1 AND automation_id = $2", [workspaceId, automationId]);
  const rows = triggers.flatMap(({ triggerId, type, phrases }) =>
    (phrases.length > 0 ? [...new Set(phrases)] : [""]).map((phrase) => ({
      workspace_id: workspaceId,
      automation_id: automationId,
      trigger_id: triggerId,
      type,
      phrase,
      active,
    })),
  );
  await executeBulk(client, "insert-automation-triggers", INSERT_TRIGGERS, rows);
}

export async function switchTriggers(client: pg.ClientBase, workspaceId: string, automationId: string, active: boolean): Promise<void> {
  await client.query("UPDATE automation_trigger SET active = $3 WHERE workspace_id = $1 AND automation_id = $2", [
    workspaceId,
    automationId,
    active,
  ]);
}

/** Exact phrases of the other active automations, with the name and id of each. */
export async function takenPhrases(
  client: pg.ClientBase,
  workspaceId: string,
  automationId: string,
): Promise<Map<string, { id: string; name: string }>> {
  const { rows } = await client.query<{ phrase: string; id: string; name: string }>(
    `SELECT t.phrase, a.id, a.name FROM automation_trigger t JOIN automation a ON a.workspace_id = t.workspace_id AND a.id = t.automation_id
WHERE t.workspace_id = $1 AND t.active AND t.phrase <> '' AND t.automation_id <> $2`,
    [workspaceId, automationId],
  );
  return new Map(rows.map(({ phrase, id, name }) => [phrase, { id, name }]));
}

/** Hooks keep their address and secret over versions; those of triggers that are gone are removed. */
export async function keepHooks(
  client: pg.ClientBase,
  secrets: SecretBox,
  workspaceId: string,
  automationId: string,
  triggerIds: string[],
  now: number,
): Promise<void> {
  await client.query("DELETE FROM hook WHERE workspace_id = $1 AND automation_id = $2 AND NOT trigger_id = ANY($3)", [
    workspaceId,
    automationId,
    triggerIds,
  ]);
  for (const triggerId of triggerIds) {
    await client.query(
      `INSERT INTO hook (workspace_id, id, automation_id, trigger_id, secret, created_at) VALUES ($1, $2, $3, $4, $5, to_timestamp($6 / 1000.0))
ON CONFLICT (workspace_id, automation_id, trigger_id) DO NOTHING`,
      [workspaceId, newId(), automationId, triggerId, secrets.encrypt(newHookSecret()), now],
    );
  }
}

/** Runs that wait now, by the step where they wait. */
export async function waitingByStep(client: pg.ClientBase, workspaceId: string, automationId: string): Promise<Map<string, number>> {
  const { rows } = await client.query<{ step: string; runs: number }>(
    `SELECT p->>'step' AS step, count(DISTINCT r.id)::int AS runs FROM run r CROSS JOIN jsonb_array_elements(r.state->'paths') AS p
WHERE r.workspace_id = $1 AND r.automation_id = $2 AND r.ended_at IS NULL GROUP BY 1`,
    [workspaceId, automationId],
  );
  return new Map(rows.map(({ step, runs }) => [step, runs]));
}

/** Lets runs that wait in steps which are gone move on with the next batch. */
export async function wakeRunsAt(
  client: pg.ClientBase,
  workspaceId: string,
  automationId: string,
  steps: string[],
  now: number,
): Promise<number> {
  if (steps.length === 0) return 0;
  const { rowCount } = await client.query(
    `UPDATE run SET wake_at = to_timestamp($4 / 1000.0) WHERE workspace_id = $1 AND automation_id = $2 AND status = 'waiting' AND ended_at IS NULL
AND EXISTS (SELECT FROM jsonb_array_elements(state->'paths') AS p WHERE p->>'step' = ANY($3))`,
    [workspaceId, automationId, steps, now],
  );
  return rowCount ?? 0;
}

/** Paused runs keep their deadlines; resumed, overdue ones fire at once. */
export async function switchRuns(
  client: pg.ClientBase,
  workspaceId: string,
  automationId: string,
  from: "waiting" | "paused",
  to: "waiting" | "paused",
): Promise<number> {
  const { rowCount } = await client.query(
    "UPDATE run SET status = $4 WHERE workspace_id = $1 AND automation_id = $2 AND status = $3 AND ended_at IS NULL",
    [workspaceId, automationId, from, to],
  );
  return rowCount ?? 0;
}

/** Ends all unfinished runs; what they queued and has not left yet is not sent. */
export async function endRuns(
  client: pg.ClientBase,
  workspaceId: string,
  automationId: string,
  reason: string,
  now: number,
): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `UPDATE run SET status = 'stopped', reason = $3, ended_at = to_timestamp($4 / 1000.0), wake_at = NULL, state = state || '{"paths": []}'
WHERE workspace_id = $1 AND automation_id = $2 AND ended_at IS NULL RETURNING id`,
    [workspaceId, automationId, reason, now],
  );
  await client.query(
    `WITH dropped AS (DELETE FROM outbox WHERE workspace_id = $1 AND run_id = ANY($2::uuid[]) AND state <> 'sending' RETURNING message_id)
UPDATE message m SET status = 'dropped', error = 'automation_stopped' FROM dropped d WHERE m.workspace_id = $1 AND m.id = d.message_id`,
    [workspaceId, rows.map((row) => row.id)],
  );
  return rows.length;
}
