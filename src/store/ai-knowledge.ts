/** What agents know: sources cut into pieces, found by their words and, where there are embeddings, by their meaning. */
import type pg from "pg";
import { newId } from "./id.ts";

type Client = pg.Pool | pg.ClientBase;

export const SOURCE_KINDS = ["text", "file", "page", "answer"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface KnowledgeSource {
  id: string;
  agentId: string;
  kind: SourceKind;
  title: string;
  url: string | null;
  messageId: string | null;
  text: string;
  error: string | null;
  chunks: number;
  /** Of them, those found by meaning too. */
  embedded: number;
  createdAt: number;
  updatedAt: number;
}

const SELECT = `
SELECT s.id, s.agent_id AS "agentId", s.kind, s.title, s.url, s.message_id AS "messageId", s.text, s.error,
  (SELECT count(*)::int FROM ai_chunk c WHERE c.workspace_id = s.workspace_id AND c.source_id = s.id) AS chunks,
  (SELECT count(*)::int FROM ai_chunk c WHERE c.workspace_id = s.workspace_id AND c.source_id = s.id AND c.embedding IS NOT NULL) AS embedded,
  (extract(epoch FROM s.created_at) * 1000)::float8 AS "createdAt", (extract(epoch FROM s.updated_at) * 1000)::float8 AS "updatedAt"
FROM ai_source s WHERE s.workspace_id = $1`;

export async function listSources(client: Client, workspaceId: string, agentId: string): Promise<KnowledgeSource[]> {
  return (await client.query(`${SELECT} AND s.agent_id = $2 ORDER BY s.created_at, s.id`, [workspaceId, agentId])).rows;
}

export async function findSource(client: Client, workspaceId: string, id: string): Promise<KnowledgeSource | null> {
  return (await client.query(`${SELECT} AND s.id = $2`, [workspaceId, id])).rows[0] ?? null;
}

export interface SourceWrite {
  kind: SourceKind;
  title: string;
  url: string | null;
  messageId: string | null;
  text: string;
  error: string | null;
}

export async function insertSource(
  client: pg.ClientBase,
  workspaceId: string,
  agentId: string,
  source: SourceWrite,
  now: number,
): Promise<string> {
  const id = newId();
  await client.query(
    `INSERT INTO ai_source (workspace_id, id, agent_id, kind, title, url, message_id, text, error, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10::float8 / 1000), to_timestamp($10::float8 / 1000))`,
    [workspaceId, id, agentId, source.kind, source.title, source.url, source.messageId, source.text, source.error, now],
  );
  return id;
}

export async function updateSource(
  client: pg.ClientBase,
  workspaceId: string,
  id: string,
  { title, text, error }: Pick<SourceWrite, "title" | "text" | "error">,
  now: number,
): Promise<void> {
  await client.query(
    `UPDATE ai_source SET title = $3, text = $4, error = $5, updated_at = to_timestamp($6::float8 / 1000) WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, title, text, error, now],
  );
}

export async function setSourceError(client: Client, workspaceId: string, id: string, error: string | null): Promise<void> {
  await client.query("UPDATE ai_source SET error = $3 WHERE workspace_id = $1 AND id = $2", [workspaceId, id, error]);
}

export async function deleteSource(client: Client, workspaceId: string, id: string): Promise<void> {
  await client.query("DELETE FROM ai_source WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);
}

/** Replaces a source's pieces; `config` is PostgreSQL's name for the language's rules, `simple` where it has none. */
export async function replaceChunks(
  client: pg.ClientBase,
  workspaceId: string,
  source: { id: string; agentId: string; title: string },
  chunks: string[],
  config: string,
): Promise<void> {
  await client.query("DELETE FROM ai_chunk WHERE workspace_id = $1 AND source_id = $2", [workspaceId, source.id]);
  const rows = chunks.map((text, position) => ({ id: newId(), position, text }));
  await client.query(
    `INSERT INTO ai_chunk (workspace_id, id, source_id, agent_id, position, text, config, words)
SELECT $1, r.id, $2, $3, r.position, r.text, $5::regconfig, setweight(to_tsvector($5::regconfig, $6), 'A') || to_tsvector($5::regconfig, r.text)
FROM json_to_recordset($4::json) AS r(id uuid, position int, text text)`,
    [workspaceId, source.id, source.agentId, JSON.stringify(rows), config, source.title],
  );
}

/** Pieces of the agent that no vector of this model stands for yet. */
export async function chunksWithout(
  client: Client,
  workspaceId: string,
  agentId: string,
  model: string,
): Promise<{ id: string; sourceId: string; text: string }[]> {
  const { rows } = await client.query(
    `SELECT id, source_id AS "sourceId", text FROM ai_chunk WHERE workspace_id = $1 AND agent_id = $2 AND embedding_model IS DISTINCT FROM $3 ORDER BY source_id, position`,
    [workspaceId, agentId, model],
  );
  return rows;
}

export async function writeEmbeddings(
  client: Client,
  workspaceId: string,
  rows: { id: string; vector: number[] }[],
  model: string,
): Promise<void> {
  for (const { id, vector } of rows) {
    await client.query("UPDATE ai_chunk SET embedding = $3, embedding_model = $4 WHERE workspace_id = $1 AND id = $2", [
      workspaceId,
      id,
      vector,
      model,
    ]);
  }
}

export interface FoundChunk {
  id: string;
  sourceId: string;
  title: string;
  url: string | null;
  text: string;
}

// Any of the words will do: questions hold many that the answer lacks. Each piece is searched by its own language's rules.
const BY_WORDS = `
SELECT c.id FROM (SELECT DISTINCT config FROM ai_chunk WHERE workspace_id = $1 AND agent_id = $2) k
CROSS JOIN LATERAL (SELECT nullif(replace(plainto_tsquery(k.config, $3)::text, '&', '|'), '')::tsquery AS q) q
JOIN ai_chunk c ON c.workspace_id = $1 AND c.agent_id = $2 AND c.config = k.config AND c.words @@ q.q
ORDER BY ts_rank_cd(c.words, q.q, 1) DESC, c.id LIMIT 30`;

const BY_MEANING = `
SELECT id FROM (
  SELECT c.id, (SELECT sum(a * b) FROM unnest(c.embedding, $3::real[]) AS v(a, b)) AS nearness
  FROM ai_chunk c WHERE c.workspace_id = $1 AND c.agent_id = $2 AND c.embedding_model = $4 AND cardinality(c.embedding) = cardinality($3::real[])
) n WHERE nearness > 0.2 ORDER BY nearness DESC, id LIMIT 30`;

/** Reciprocal rank fusion: the usual constant. */
const FUSION = 60;

/** The pieces that fit best, the best first; `meaning` is the question's vector. */
export async function searchChunks(
  pool: pg.Pool,
  workspaceId: string,
  agentId: string,
  { question, meaning, limit }: { question: string; meaning: { vector: number[]; model: string } | null; limit: number },
): Promise<FoundChunk[]> {
  const byWords = await pool.query<{ id: string }>(BY_WORDS, [workspaceId, agentId, question.slice(0, 2000)]);
  const byMeaning = meaning
    ? await pool.query<{ id: string }>(BY_MEANING, [workspaceId, agentId, meaning.vector, meaning.model])
    : { rows: [] };
  const scores = new Map<string, number>();
  for (const { rows } of [byWords, byMeaning]) {
    for (const [rank, { id }] of rows.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (FUSION + rank + 1));
  }
  const ids = [...scores].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  if (ids.length === 0) return [];
  const { rows } = await pool.query<FoundChunk>(
    `SELECT c.id, c.source_id AS "sourceId", s.title, s.url, c.text FROM unnest($2::uuid[]) WITH ORDINALITY AS k(id, n)
JOIN ai_chunk c ON c.workspace_id = $1 AND c.id = k.id JOIN ai_source s ON s.workspace_id = c.workspace_id AND s.id = c.source_id ORDER BY k.n`,
    [workspaceId, ids.slice(0, limit)],
  );
  return rows;
}
