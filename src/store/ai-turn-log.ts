/** What agents did, for people: the log of turns, and sums of a period. */
import { type RawBuilder, sql } from "kysely";
import type { JsonObject } from "../domain/json.ts";
import type { Period } from "../domain/period.ts";
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";
import { within } from "./period.ts";
import { CONTACT_NAME } from "./runs.ts";

interface TurnRow {
  id: string;
  agent_id: string;
  agent_name: string | null;
  contact_id: string;
  contact_name: string;
  chat_id: string;
  state: "waiting" | "thinking" | "decided" | "done";
  outcome: "answered" | "handed_over" | "no_reply" | "dropped" | null;
  reason: string | null;
  question: string | null;
  answer: string | null;
  message_id: string | null;
  model: string | null;
  input_tokens: number;
  output_tokens: number;
  cost: number;
  sources: JsonObject[];
  steps: JsonObject[];
  created_at: Date;
  finished_at: Date | null;
}

const SELECT = sql`SELECT t.*, a.name AS agent_name, ${sql.raw(CONTACT_NAME)} AS contact_name FROM ai_turn t
  JOIN contact c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id LEFT JOIN agent a ON a.workspace_id = t.workspace_id AND a.id = t.agent_id`;

function present(row: TurnRow) {
  return {
    id: row.id,
    agent: { id: row.agent_id, name: row.agent_name ?? "" },
    contact: { id: row.contact_id, name: row.contact_name },
    chatId: row.chat_id,
    state: row.state,
    outcome: row.outcome,
    reason: row.reason,
    question: row.question,
    answer: row.answer,
    messageId: row.message_id,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cost: row.cost,
    sources: row.sources.map(sourceOf),
    steps: row.steps,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

export function sourceOf(source: JsonObject) {
  const { sourceId, title, url, excerpt, cited } = source;
  return {
    sourceId: String(sourceId),
    title: String(title),
    url: typeof url === "string" ? url : null,
    excerpt: String(excerpt),
    cited: cited === true,
  };
}

function visible(workspaceId: string, onlyAssignedTo: string | null): RawBuilder<unknown>[] {
  const where = [sql`t.workspace_id = ${workspaceId}`];
  if (onlyAssignedTo !== null) where.push(sql`c.operator_ids @> ARRAY[${onlyAssignedTo}::uuid]`);
  return where;
}

export async function listTurns(
  db: Db,
  workspaceId: string,
  query: { agentId: string; outcome?: string | undefined; cursor?: string | undefined; limit: number; onlyAssignedTo: string | null },
) {
  const where = [...visible(workspaceId, query.onlyAssignedTo), sql`t.agent_id = ${query.agentId}`];
  if (query.outcome) where.push(sql`t.outcome = ${query.outcome}`);
  const after = decodeCursor(query.cursor, ["id"]);
  if (after) where.push(sql`t.id < ${after[0]}::uuid`);
  const { rows } = await sql<TurnRow>`${SELECT} WHERE ${sql.join(where, sql` AND `)} ORDER BY t.id DESC LIMIT ${query.limit + 1}`.execute(
    db,
  );
  return toPage(rows, query.limit, present, (row) => [row.id]);
}

export async function turnOfMessage(db: Db, workspaceId: string, messageId: string, onlyAssignedTo: string | null) {
  const where = [...visible(workspaceId, onlyAssignedTo), sql`t.message_id = ${messageId}`];
  const { rows } = await sql<TurnRow>`${SELECT} WHERE ${sql.join(where, sql` AND `)} LIMIT 1`.execute(db);
  return rows[0] ? present(rows[0]) : null;
}

/** Days of the workspace's time zone, both included. */
export async function agentUsage(db: Db, workspaceId: string, period: Period, timeZone: string) {
  const { rows } = await sql<{
    agent_id: string;
    agent_name: string | null;
    answered: number;
    handed_over: number;
    silent: number;
    dropped: number;
    input_tokens: number;
    output_tokens: number;
    cost: number;
    median: number | null;
  }>`SELECT t.agent_id, max(a.name) AS agent_name, count(*) FILTER (WHERE outcome = 'answered')::int AS answered,
      count(*) FILTER (WHERE outcome = 'handed_over')::int AS handed_over, count(*) FILTER (WHERE outcome = 'no_reply')::int AS silent,
      count(*) FILTER (WHERE outcome = 'dropped')::int AS dropped, sum(input_tokens)::float8 AS input_tokens, sum(output_tokens)::float8 AS output_tokens,
      sum(cost)::float8 AS cost,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.finished_at - t.last_at)) FILTER (WHERE outcome = 'answered') AS median
    FROM ai_turn t LEFT JOIN agent a ON a.workspace_id = t.workspace_id AND a.id = t.agent_id
    WHERE t.workspace_id = ${workspaceId} AND ${within("t.created_at", period, timeZone)}
    GROUP BY t.agent_id ORDER BY answered DESC`.execute(db);
  return rows.map((row) => ({
    agent: { id: row.agent_id, name: row.agent_name ?? "" },
    answered: row.answered,
    handedOver: row.handed_over,
    silent: row.silent,
    dropped: row.dropped,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cost: row.cost,
    medianSeconds: row.median === null ? null : Math.round(row.median * 10) / 10,
  }));
}
