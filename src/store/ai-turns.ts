/** The AI operator's turns: asked by the engine, carried out by their loop, finished by the engine. */
import type pg from "pg";
import type { ChatAi } from "../automation/state.ts";
import type { JsonObject } from "../domain/json.ts";
import { storableJson } from "../domain/storable.ts";
import { executeBulk } from "./bulk.ts";
import { workspacesWith } from "./engine-claim.ts";

/** A customer who is quiet for so long has stopped typing; a burst is answered after so long at the latest. */
const QUIET_MS = 3_000;
const LONGEST_BURST_MS = 10_000;
/** A turn whose process died is taken up again after this long; no turn takes longer. */
const LEASE_MS = 180_000;

export interface ChatAiWrite {
  workspace_id: string;
  id: string;
  ai: ChatAi | null;
}

export async function updateChatAi(client: pg.ClientBase, rows: ChatAiWrite[]): Promise<void> {
  const statement = `UPDATE chat t SET ai = r.ai FROM json_to_recordset($1::json) AS r(workspace_id uuid, id uuid, ai jsonb)
WHERE t.workspace_id = r.workspace_id AND t.id = r.id`;
  await executeBulk(client, "update-chat-ai", statement, rows);
}

export interface AskedTurn {
  workspaceId: string;
  turnId: string;
  version: number;
  contactId: string;
  chatId: string;
  channelId: string;
  agentId: string;
  assignmentId: string | null;
  immediate: boolean;
  /** Epoch milliseconds. */
  now: number;
}

// A message in the middle of a burst prolongs it; one that comes while a model is asked begins a new one.
const ASK = `
INSERT INTO ai_turn AS t (workspace_id, id, version, contact_id, chat_id, channel_id, agent_id, assignment_id, state, due_at, first_at, last_at, created_at)
SELECT r."workspaceId", r."turnId", r.version, r."contactId", r."chatId", r."channelId", r."agentId", r."assignmentId", 'waiting',
  to_timestamp((r.now + CASE WHEN r.immediate THEN 0 ELSE ${QUIET_MS} END) / 1000), to_timestamp(r.now / 1000), to_timestamp(r.now / 1000), to_timestamp(r.now / 1000)
FROM json_to_recordset($1::json) AS r("workspaceId" uuid, "turnId" uuid, version int, "contactId" uuid, "chatId" uuid, "channelId" uuid, "agentId" uuid,
  "assignmentId" uuid, immediate boolean, now float8)
ON CONFLICT (workspace_id, id) DO UPDATE SET version = excluded.version, agent_id = excluded.agent_id, assignment_id = excluded.assignment_id,
  state = 'waiting', attempts = 0, last_at = excluded.last_at,
  first_at = CASE WHEN t.state = 'waiting' AND t.attempts = 0 THEN t.first_at ELSE excluded.first_at END,
  due_at = least(excluded.due_at, CASE WHEN t.state = 'waiting' AND t.attempts = 0 THEN t.first_at + interval '${LONGEST_BURST_MS} ms' ELSE excluded.due_at END)`;

/** Several versions of one turn in one batch are its last one. */
export async function askTurns(client: pg.ClientBase, turns: AskedTurn[]): Promise<void> {
  const last = new Map(turns.map((turn) => [turn.turnId, turn]));
  await executeBulk(client, "ask-ai-turns", ASK, [...last.values()]);
}

export interface FinishedTurn {
  workspace_id: string;
  id: string;
  version: number;
  outcome: string;
  reason: string | null;
  message_id: string | null;
  finished_at: number;
}

const FINISH = `
UPDATE ai_turn t SET state = 'done', outcome = r.outcome, reason = r.reason, message_id = r.message_id, finished_at = to_timestamp(r.finished_at / 1000)
FROM json_to_recordset($1::json) AS r(workspace_id uuid, id uuid, version int, outcome text, reason text, message_id uuid, finished_at float8)
WHERE t.workspace_id = r.workspace_id AND t.id = r.id AND t.version = r.version AND t.state <> 'done'`;

export async function finishTurns(client: pg.ClientBase, rows: FinishedTurn[]): Promise<void> {
  await executeBulk(client, "finish-ai-turns", FINISH, rows);
}

export interface ClaimedTurn {
  workspaceId: string;
  id: string;
  version: number;
  contactId: string;
  chatId: string;
  channelId: string;
  agentId: string;
  assignmentId: string | null;
  /** This one included. */
  attempts: number;
  createdAt: number;
}

const SOURCE = `ai_turn s WHERE s.state IN ('waiting', 'thinking') AND s.due_at <= to_timestamp($2::float8 / 1000) AND s.workspace_id <> ALL($3::uuid[])`;
const CLAIM = `${workspacesWith(SOURCE)}, claimed AS (
  SELECT c.workspace_id, c.id FROM w CROSS JOIN LATERAL (
    SELECT workspace_id, id FROM ai_turn
    WHERE workspace_id = w.id AND state IN ('waiting', 'thinking') AND due_at <= to_timestamp($2::float8 / 1000)
    ORDER BY due_at, id LIMIT (SELECT size FROM share) FOR UPDATE SKIP LOCKED
  ) c WHERE w.id IS NOT NULL
)
UPDATE ai_turn r SET state = 'thinking', attempts = r.attempts + 1, due_at = to_timestamp(($2::float8 + ${LEASE_MS}) / 1000)
FROM claimed WHERE r.workspace_id = claimed.workspace_id AND r.id = claimed.id
RETURNING r.workspace_id AS "workspaceId", r.id, r.version, r.contact_id AS "contactId", r.chat_id AS "chatId", r.channel_id AS "channelId",
  r.agent_id AS "agentId", r.assignment_id AS "assignmentId", r.attempts, (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAt"`;

/** @param busy workspaces that have as many on the way as they may */
export async function claimTurns(
  client: pg.ClientBase,
  { now, limit, busy }: { now: number; limit: number; busy: string[] },
): Promise<ClaimedTurn[]> {
  const { rows } = await client.query<ClaimedTurn>({ name: "claim-ai-turns", text: CLAIM, values: [limit, now, busy] });
  return rows;
}

const NEXT_DUE = `
WITH RECURSIVE w(id) AS (
  (SELECT workspace_id FROM ai_turn WHERE state IN ('waiting', 'thinking') ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT workspace_id FROM ai_turn WHERE state IN ('waiting', 'thinking') AND workspace_id > w.id ORDER BY workspace_id LIMIT 1)
  FROM w WHERE w.id IS NOT NULL
)
SELECT (extract(epoch FROM min(d.due_at)) * 1000)::float8 AS at FROM w CROSS JOIN LATERAL (
  SELECT due_at FROM ai_turn WHERE workspace_id = w.id AND state IN ('waiting', 'thinking') ORDER BY due_at LIMIT 1
) d WHERE w.id IS NOT NULL`;

export async function nextTurnDue(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>({ name: "next-ai-turn-due", text: NEXT_DUE });
  return rows[0]?.at ?? null;
}

export interface TurnProgress {
  turn: ClaimedTurn;
  /** `waiting` for another attempt at `dueAt`, or `decided`: the engine is told. */
  state: "waiting" | "decided";
  /** Epoch milliseconds; for `waiting`. */
  dueAt: number | null;
  question: string | null;
  answer: string | null;
  model: string | null;
  inputTokens: number;
  outputTokens: number;
  cost: number;
  sources: JsonObject[];
  steps: JsonObject[];
}

const WRITE = `
UPDATE ai_turn SET state = $5, due_at = coalesce(to_timestamp($6::float8 / 1000), due_at), question = $7, answer = $8, model = coalesce($9, model),
  input_tokens = input_tokens + $10, output_tokens = output_tokens + $11, cost = cost + $12, sources = $13, steps = steps || $14::jsonb
WHERE workspace_id = $1 AND id = $2 AND version = $3 AND attempts = $4 AND state = 'thinking'`;
// Whatever was decided was paid for, also where it came too late.
const PAY = `UPDATE ai_turn SET input_tokens = input_tokens + $3, output_tokens = output_tokens + $4, cost = cost + $5 WHERE workspace_id = $1 AND id = $2`;

/** False where the turn was asked anew, finished or taken over meanwhile: then only its cost is kept. */
export async function writeTurnProgress(client: pg.ClientBase, progress: TurnProgress): Promise<boolean> {
  const { turn, state, dueAt, question, answer, model, inputTokens, outputTokens, cost, sources, steps } = progress;
  const values = [turn.workspaceId, turn.id, turn.version, turn.attempts, state, dueAt, question, answer, model];
  const spent = [inputTokens, outputTokens, cost];
  const { rowCount } = await client.query(WRITE, [...values, ...spent, storableJson(sources), storableJson(steps)]);
  if (rowCount === 1) return true;
  if (inputTokens + outputTokens > 0) await client.query(PAY, [turn.workspaceId, turn.id, ...spent]);
  return false;
}

/** What the agent has answered and spent since an instant; for its limits. */
export async function spentSince(
  pool: pg.Pool,
  workspaceId: string,
  agentId: string,
  since: number,
): Promise<{ answers: number; cost: number }> {
  const { rows } = await pool.query<{ answers: number; cost: number }>(
    `SELECT count(*) FILTER (WHERE outcome = 'answered')::int AS answers, coalesce(sum(cost), 0)::float8 AS cost
FROM ai_turn WHERE workspace_id = $1 AND agent_id = $2 AND created_at >= to_timestamp($3::float8 / 1000)`,
    [workspaceId, agentId, since],
  );
  return rows[0] ?? { answers: 0, cost: 0 };
}
