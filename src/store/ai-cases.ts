/** Evaluation sets: questions with what a good answer says. */
import type pg from "pg";
import { newId } from "./id.ts";

export interface CaseResult {
  passed: boolean;
  outcome: string;
  answer: string;
  problems: string[];
  cost: number;
  /** ISO 8601. */
  at: string;
}

export interface CaseInput {
  question: string;
  contains: string[];
  excludes: string[];
  expectsHandOver: boolean;
}

export interface StoredCase extends CaseInput {
  id: string;
  result: CaseResult | null;
}

const COLUMNS = `id, question, contains, excludes, expects_hand_over AS "expectsHandOver", result`;

export async function listCases(pool: pg.Pool, workspaceId: string, agentId: string): Promise<StoredCase[]> {
  const { rows } = await pool.query<StoredCase>(
    `SELECT ${COLUMNS} FROM ai_case WHERE workspace_id = $1 AND agent_id = $2 ORDER BY created_at, id`,
    [workspaceId, agentId],
  );
  return rows;
}

export async function insertCase(pool: pg.Pool, workspaceId: string, agentId: string, input: CaseInput, now: number): Promise<StoredCase> {
  const { rows } = await pool.query<StoredCase>(
    `INSERT INTO ai_case (workspace_id, id, agent_id, question, contains, excludes, expects_hand_over, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000)) RETURNING ${COLUMNS}`,
    [workspaceId, newId(), agentId, input.question, input.contains, input.excludes, input.expectsHandOver, now],
  );
  return rows[0] as StoredCase;
}

/** Its last result was about what it was before. Null where there is no such question. */
export async function updateCase(
  pool: pg.Pool,
  workspaceId: string,
  agentId: string,
  id: string,
  input: CaseInput,
): Promise<StoredCase | null> {
  const { rows } = await pool.query<StoredCase>(
    `UPDATE ai_case SET question = $4, contains = $5, excludes = $6, expects_hand_over = $7, result = NULL
WHERE workspace_id = $1 AND agent_id = $2 AND id = $3 RETURNING ${COLUMNS}`,
    [workspaceId, agentId, id, input.question, input.contains, input.excludes, input.expectsHandOver],
  );
  return rows[0] ?? null;
}

export async function setCaseResult(pool: pg.Pool, workspaceId: string, id: string, result: CaseResult): Promise<void> {
  await pool.query("UPDATE ai_case SET result = $3 WHERE workspace_id = $1 AND id = $2", [workspaceId, id, JSON.stringify(result)]);
}

export async function deleteCase(pool: pg.Pool, workspaceId: string, agentId: string, id: string): Promise<boolean> {
  const { rowCount } = await pool.query("DELETE FROM ai_case WHERE workspace_id = $1 AND agent_id = $2 AND id = $3", [
    workspaceId,
    agentId,
    id,
  ]);
  return (rowCount ?? 0) > 0;
}
