/** Telephone calls: each is written down before it is placed, and ends once. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import type { CallOutcome, VoiceScript } from "../domain/voice-agent.ts";
import { insertEvents } from "./engine-write.ts";
import { notifyWork } from "./notify.ts";

export interface Call {
  workspaceId: string;
  id: string;
  contactId: string;
  direction: "inbound" | "outbound";
  provider: string;
  connectionId: string | null;
  agent: string | null;
  providerId: string | null;
  phone: string | null;
  state: string;
  sequence: number;
  answeredBy: "human" | "machine" | null;
  answer: "success" | "neutral" | "call_back" | null;
  outcome: CallOutcome | null;
  script: VoiceScript | null;
  /** Epoch milliseconds. */
  createdAt: number;
}

const COLUMNS = `workspace_id AS "workspaceId", id, contact_id AS "contactId", direction, provider, connection_id AS "connectionId", agent,
  provider_id AS "providerId", phone, state, sequence, answered_by AS "answeredBy", answer, outcome, script,
  (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt"`;

/** Locked to the end of the transaction: news of one call are taken one after the other. */
export async function lockCall(
  client: pg.ClientBase,
  workspaceId: string,
  by: { id: string } | { provider: string; providerId: string },
): Promise<Call | null> {
  const [where, values] = "id" in by ? ["id = $2", [by.id]] : ["provider = $2 AND provider_id = $3", [by.provider, by.providerId]];
  const { rows } = await client.query<Call>(`SELECT ${COLUMNS} FROM call WHERE workspace_id = $1 AND ${where} FOR UPDATE`, [
    workspaceId,
    ...values,
  ]);
  return rows[0] ?? null;
}

export interface NewCall {
  workspaceId: string;
  id: string;
  contactId: string;
  direction: "inbound" | "outbound";
  provider: string;
  connectionId?: string | null;
  agent?: { id: string; name: string } | null;
  providerId?: string | null;
  phone: string | null;
  state: string;
  script?: VoiceScript | null;
  answeredBy?: string | null;
  test?: boolean;
  automationId?: string | null;
  runId?: string | null;
  stepId?: string | null;
  depth?: number;
  at: number;
}

/** False where it was written before, by id or by the provider's. */
export async function insertCall(client: pg.ClientBase, call: NewCall): Promise<boolean> {
  const { workspaceId, id, contactId, direction, provider, connectionId = null, agent = null, providerId = null, phone, state } = call;
  const { script = null, answeredBy = null, test = false, automationId = null, runId = null, stepId = null, depth = 0, at } = call;
  const { rowCount } = await client.query(
    `INSERT INTO call (workspace_id, id, contact_id, direction, provider, connection_id, agent_id, agent, provider_id, phone, state, script,
  answered_by, test, automation_id, run_id, step_id, depth, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, to_timestamp($19::float8 / 1000)) ON CONFLICT DO NOTHING`,
    [
      ...[workspaceId, id, contactId, direction, provider, connectionId, agent?.id ?? null, agent?.name ?? null, providerId, phone, state],
      ...[script && JSON.stringify(script), answeredBy, test, automationId, runId, stepId, depth, at],
    ],
  );
  return rowCount === 1;
}

export interface CallChange {
  state?: string;
  sequence?: number;
  providerId?: string;
  answeredBy?: "human" | "machine";
  /** Sets `answered_at` once. */
  answeredAt?: number;
  answer?: string;
  digits?: string;
  speech?: string;
  summary?: string;
  duration?: number;
  /** For answers that came after the end. */
  outcome?: CallOutcome;
}

/** What is left out stays. */
export async function changeCall(
  client: pg.ClientBase,
  { workspaceId, id }: Pick<Call, "workspaceId" | "id">,
  change: CallChange,
): Promise<void> {
  const { state, sequence, providerId, answeredBy, answeredAt, answer, digits, speech, summary, duration, outcome } = change;
  await client.query(
    `UPDATE call SET state = coalesce($3, state), sequence = greatest(sequence, coalesce($4, -1)), provider_id = coalesce(provider_id, $5),
  answered_by = coalesce($6, answered_by), answered_at = coalesce(answered_at, to_timestamp($7::float8 / 1000)), answer = coalesce($8, answer),
  digits = coalesce($9, digits), speech = coalesce($10, speech), summary = coalesce($11, summary), duration = coalesce(duration, $12),
  outcome = coalesce($13, outcome) WHERE workspace_id = $1 AND id = $2`,
    [
      ...[workspaceId, id, state ?? null, sequence ?? null, providerId ?? null, answeredBy ?? null, answeredAt ?? null, answer ?? null],
      ...[digits ?? null, speech ?? null, summary ?? null, duration ?? null, outcome ?? null],
    ],
  );
}

export interface CallEnd {
  outcome: CallOutcome;
  reason: string | null;
  duration?: number | undefined;
  at: number;
  /** False where the caller tells the engine itself. */
  tell?: boolean;
}

interface EndedRow {
  contact_id: string;
  direction: string;
  agent: string | null;
  digits: string | null;
  speech: string | null;
  summary: string | null;
  duration: number | null;
  depth: number;
  run_id: string | null;
  test: boolean;
}

/** Once: whoever tells the end of a call again changes nothing. The engine hears of it in the same transaction. */
export async function endCall(
  client: pg.ClientBase,
  { workspaceId, id }: Pick<Call, "workspaceId" | "id">,
  { outcome, reason, duration, at, tell = true }: CallEnd,
): Promise<boolean> {
  const { rows } = await client.query<EndedRow>(
    `UPDATE call SET state = 'ended', outcome = $3, reason = $4, duration = coalesce($5, duration), ended_at = to_timestamp($6::float8 / 1000)
WHERE workspace_id = $1 AND id = $2 AND state <> 'ended'
RETURNING contact_id, direction, agent, digits, speech, summary, duration, depth, run_id, test`,
    [workspaceId, id, outcome, reason, duration ?? null, at],
  );
  const [row] = rows;
  if (!row) return false;
  const told = tell && !row.test;
  if (told) await insertEvents(client, [{ ...eventBase(workspaceId, row.contact_id, at), payload: endPayload(id, outcome, reason, row) }]);
  await notifyWork(client, { worker: told }, [{ w: workspaceId, t: "call.changed", id, contactId: row.contact_id }]);
  return true;
}

function eventBase(workspaceId: string, contactId: string, at: number) {
  return {
    workspace_id: workspaceId,
    contact_key: `c:${contactId}`,
    contact_id: contactId,
    type: "call_ended",
    occurred_at: at,
    received_at: at,
  };
}

function endPayload(id: string, outcome: CallOutcome, reason: string | null, row: EndedRow): JsonObject {
  const { direction, agent, digits, speech, summary, duration, depth, run_id } = row;
  const known = { agent, digits, speech, summary, duration, reason, causeRunId: run_id };
  const told = Object.entries(known).filter(([, value]) => value !== null);
  return { key: id, outcome, direction, depth, ...Object.fromEntries(told) };
}

export interface Callee {
  phone: string | null;
  blocked: boolean;
  /** The contact's own. */
  timeZone: string | null;
  /** The workspace's, as stored. */
  settings: JsonObject;
  /** Whether the run that asked for the call still goes on. */
  running: boolean;
}

/** Who may be rung up for a request, and what is known of its call. Locks the call. */
export async function readBeforeCall(
  client: pg.ClientBase,
  { workspaceId, id, contactId, runId }: { workspaceId: string; id: string; contactId: string; runId: string | null },
): Promise<(Callee & { call: Call | null }) | null> {
  const { rows } = await client.query<Callee>(
    `SELECT phone, blocked, time_zone AS "timeZone", (SELECT settings FROM workspace w WHERE w.id = c.workspace_id) AS settings, $3::uuid IS NULL OR EXISTS (SELECT FROM run r WHERE r.workspace_id = c.workspace_id AND r.id = $3 AND r.ended_at IS NULL) AS running
FROM contact c WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, contactId, runId],
  );
  return rows[0] ? { ...rows[0], call: await lockCall(client, workspaceId, { id }) } : null;
}

/** Provider ids that other calls have: a call found at the provider may be one of those. */
export async function takenProviderIds(
  client: pg.ClientBase | pg.Pool,
  workspaceId: string,
  provider: string,
  ids: string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ provider_id: string }>(
    "SELECT provider_id FROM call WHERE workspace_id = $1 AND provider = $2 AND provider_id = ANY($3::text[])",
    [workspaceId, provider, ids],
  );
  return new Set(rows.map(({ provider_id }) => provider_id));
}
