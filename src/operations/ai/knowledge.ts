/** What an agent is given to know: cut into pieces, and made findable by words at once and by meaning as soon as the model says it. */
import type pg from "pg";
import { embedTexts } from "../../connectors/ai/embed.ts";
import { readAiSettings } from "../../connectors/ai/settings.ts";
import type { AiAgent } from "../../domain/ai-agent.ts";
import { chunkText } from "../../domain/chunk-text.ts";
import type { Clock } from "../../domain/clock.ts";
import { baseLanguage } from "../../domain/language.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { Refusal } from "../../domain/refusal.ts";
import {
  chunksWithout,
  findSource,
  insertSource,
  type KnowledgeSource,
  replaceChunks,
  type SourceWrite,
  setSourceError,
  updateSource,
  writeEmbeddings,
} from "../../store/ai-knowledge.ts";
import { findConnection } from "../../store/connections.ts";
import type { SecretBox } from "../../store/secret.ts";
import { transaction } from "../../store/transaction.ts";
import { MAX_SOURCE } from "./knowledge-limits.ts";
import { readPage } from "./read-page.ts";

export interface KnowledgeContext {
  pool: pg.Pool;
  clock: Clock;
  secrets: SecretBox;
  http: OutgoingHttp;
}

/** All embeddings of one change together. */
const EMBED_MS = 120_000;

/** PostgreSQL's names for the languages whose words it can stem. */
const CONFIGS: Record<string, string> = {
  ar: "arabic",
  da: "danish",
  de: "german",
  el: "greek",
  en: "english",
  es: "spanish",
  fi: "finnish",
  fr: "french",
  hu: "hungarian",
  id: "indonesian",
  it: "italian",
  nb: "norwegian",
  nl: "dutch",
  pt: "portuguese",
  ro: "romanian",
  ru: "russian",
  sv: "swedish",
  tr: "turkish",
};

export function searchConfig(language: string): string {
  return CONFIGS[baseLanguage(language) ?? ""] ?? "simple";
}

export type NewSource = Omit<SourceWrite, "error">;

/** Returns the id. @param language of the text: by its rules words are found in their other forms */
export async function addSource(
  { pool, clock }: Pick<KnowledgeContext, "pool" | "clock">,
  agent: AiAgent,
  source: NewSource,
  language: string,
): Promise<string> {
  const text = checkedText(source.text);
  const { workspaceId } = agent;
  return await transaction(pool, async (client) => {
    const id = await insertSource(client, workspaceId, agent.id, { ...source, text, error: null }, clock.now());
    const about = { id, agentId: agent.id, title: source.title };
    await replaceChunks(client, workspaceId, about, chunkText(text), searchConfig(language));
    return id;
  });
}

export async function changeSource(
  { pool, clock }: Pick<KnowledgeContext, "pool" | "clock">,
  workspaceId: string,
  source: KnowledgeSource,
  { title, text }: { title: string; text: string },
  language: string,
): Promise<void> {
  const checked = checkedText(text);
  await transaction(pool, async (client) => {
    await updateSource(client, workspaceId, source.id, { title, text: checked, error: null }, clock.now());
    await replaceChunks(client, workspaceId, { id: source.id, agentId: source.agentId, title }, chunkText(checked), searchConfig(language));
  });
}

/** Reads a web page as it is now; a page that cannot be read is refused, and a known one keeps its old text and says why. */
export async function addPage(context: KnowledgeContext, agent: AiAgent, url: string, language: string): Promise<string> {
  const page = await readPage(context.http, url);
  if (!page.ok) throw new Refusal("not_available", page.detail, { reason: page.code });
  const title = page.title || url;
  return await addSource(context, agent, { kind: "page", title: title.slice(0, 200), url, messageId: null, text: page.text }, language);
}

export async function refreshPage(
  context: KnowledgeContext,
  workspaceId: string,
  source: KnowledgeSource,
  language: string,
): Promise<void> {
  const page = await readPage(context.http, source.url ?? "");
  if (page.ok) await changeSource(context, workspaceId, source, { title: source.title, text: page.text }, language);
  else await setSourceError(context.pool, workspaceId, source.id, `${page.code}: ${page.detail}`.slice(0, 500));
}

/** Has the model say the meaning of what has none yet. Without an embedding model there is nothing to do. */
export async function embedMissing({ pool, clock, secrets, http }: KnowledgeContext, agent: AiAgent): Promise<void> {
  const { connectionId } = agent.settings;
  const connection = connectionId === null ? null : await findConnection(pool, secrets, agent.workspaceId, { id: connectionId });
  const settings = connection?.kind === "ai" && connection.status !== "revoked" ? readAiSettings(connection) : null;
  if (!settings || settings.embeddingModel === "") return;
  const missing = await chunksWithout(pool, agent.workspaceId, agent.id, settings.embeddingModel);
  if (missing.length === 0) return;
  const embedded = await embedTexts(
    http,
    settings,
    missing.map(({ text }) => text),
    { now: clock.now(), maxMs: EMBED_MS },
  );
  const error = embedded.ok ? null : `found by words only: ${embedded.code}: ${embedded.detail}`.slice(0, 500);
  for (const id of new Set(missing.map(({ sourceId }) => sourceId))) await setSourceError(pool, agent.workspaceId, id, error);
  if (!embedded.ok) return;
  const rows = missing.map(({ id }, index) => ({ id, vector: embedded.vectors[index] as number[] }));
  await writeEmbeddings(pool, agent.workspaceId, rows, settings.embeddingModel);
}

export async function mustFindSource({ pool }: Pick<KnowledgeContext, "pool">, workspaceId: string, agentId: string, id: string) {
  const source = await findSource(pool, workspaceId, id);
  if (source?.agentId !== agentId) throw new Refusal("not_found", "There is no such knowledge.");
  return source;
}

function checkedText(text: string): string {
  const clean = text.replaceAll("\0", "").trim();
  if (clean === "") throw new Refusal("invalid_input", "There is no text in it.", { issues: [{ path: "text", message: "empty" }] });
  if (clean.length > MAX_SOURCE)
    throw new Refusal("too_large", `This is longer than ${MAX_SOURCE} characters: put it into several sources.`);
  return clean;
}
