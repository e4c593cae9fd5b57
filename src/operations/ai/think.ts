/** One turn of an agent: looks up what it knows, asks the model, and turns what comes back into a decision. Sends nothing. */
import type pg from "pg";
import type { AiAction } from "../../automation/event.ts";
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import { askModel, type ModelAnswer } from "../../connectors/ai/ask-model.ts";
import { embedTexts } from "../../connectors/ai/embed.ts";
import type { ModelFailure } from "../../connectors/ai/model-failure.ts";
import { type AiSettings, costOf, readAiSettings } from "../../connectors/ai/settings.ts";
import type { AiAgent } from "../../domain/ai-agent.ts";
import { instantToIso } from "../../domain/calendar.ts";
import type { Connection } from "../../domain/connection.ts";
import { handOverReason } from "../../domain/hand-over-reason.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { cutText } from "../../domain/storable.ts";
import { type ConversationMessage, readOrders } from "../../store/ai-conversation.ts";
import { type FoundChunk, searchChunks } from "../../store/ai-knowledge.ts";
import { findConnection } from "../../store/connections.ts";
import type { SecretBox } from "../../store/secret.ts";
import { signingSecrets } from "../../store/webhook-secret.ts";
import { guardAnswer, guardNote } from "./guard-answer.ts";
import { fitSources, promptMessages, questionOf, systemPrompt } from "./prompt.ts";
import { createTools, HAND_OVER, NO_REPLY } from "./tools.ts";

export interface ThinkContext {
  pool: pg.Pool;
  secrets: SecretBox;
  http: OutgoingHttp;
  now: number;
}

export interface ThinkInput {
  agent: AiAgent;
  connection: Connection;
  workspace: WorkspaceSnapshot;
  /** Null in the playground and in evaluations: then tools change and call nothing. */
  contact: { id: string; phone: string | null; firstName: string | null; language: string | null; timeZone: string | null } | null;
  /** Oldest first; the last ones are what is to be answered. */
  conversation: ConversationMessage[];
}

export interface Decision {
  outcome: "answered" | "handed_over" | "no_reply";
  /** For the customer. */
  text: string;
  /** For the operators, at a hand-over. */
  reason?: string;
  summary?: string;
  actions: AiAction[];
}

export interface Thought {
  /** What became of it, or why the model did not answer. */
  result: { ok: true; decision: Decision } | ModelFailure;
  question: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  cost: number;
  /** Pieces of knowledge given, and whether the answer names them. */
  sources: JsonObject[];
  steps: JsonObject[];
}

const MAX_ROUNDS = 6;
const MAX_CHUNKS = 6;
/** Knowledge found by words alone is better than an answer that comes late. */
const EMBED_MS = 8_000;

export async function think(context: ThinkContext, input: ThinkInput): Promise<Thought> {
  const { agent, connection, workspace, contact, conversation } = input;
  const settings = readAiSettings(connection);
  const question = questionOf(conversation);
  const found = fitSources(await lookUp(context, settings, agent, question));
  const timeZone = contact?.timeZone ?? workspace.timeZone;
  const facts = {
    workspaceName: workspace.name,
    firstName: contact?.firstName ?? null,
    language: contact?.language ?? null,
    operatorLanguage: workspace.defaultLanguage,
    localTime: instantToIso(context.now, timeZone),
  };
  const { tools, actions } = createTools(toolContext(context, input, timeZone));
  const model = agent.settings.model ?? settings.model;
  const answer = await askModel(context.http, settings, {
    model,
    system: systemPrompt(agent, facts, found),
    messages: promptMessages(conversation),
    temperature: agent.settings.temperature,
    maxTokens: agent.settings.limits.maxTokens,
    tools,
    maxRounds: MAX_ROUNDS,
    now: context.now,
  });
  const base = { question: question.slice(0, 4000), model };
  if (!answer.ok) return { ...base, result: answer, inputTokens: 0, outputTokens: 0, cost: 0, sources: sourcesOf(found, []), steps: [] };
  const { inputTokens, outputTokens, steps } = answer;
  const { decision, cited } = decide(answer, actions, agent, Object.values(connection.secrets).map(String));
  return {
    ...base,
    result: { ok: true, decision },
    inputTokens,
    outputTokens,
    cost: costOf(settings, inputTokens, outputTokens),
    sources: sourcesOf(found, cited),
    steps,
  };
}

function toolContext({ pool, secrets, http, now }: ThinkContext, { agent, workspace, contact }: ThinkInput, timeZone: string) {
  const { workspaceId } = agent;
  return {
    settings: agent.settings,
    workspace,
    timeZone,
    http,
    now,
    contact: contact && { id: contact.id, phone: contact.phone },
    simulate: contact === null,
    orders: async () => (contact === null ? [] : await readOrders(pool, workspaceId, contact.id)),
    signingSecrets: () => signingSecrets(pool, secrets, workspaceId, now),
    connectionOf: (id: string) => findConnection(pool, secrets, workspaceId, { id }),
  };
}

async function lookUp({ pool, http, now }: ThinkContext, settings: AiSettings, agent: AiAgent, question: string): Promise<FoundChunk[]> {
  if (question.trim() === "") return [];
  const model = settings.embeddingModel;
  const embedded = model === "" ? null : await embedTexts(http, settings, [question.slice(0, 4000)], { now, maxMs: EMBED_MS });
  const vector = embedded?.ok ? embedded.vectors[0] : undefined;
  const meaning = vector === undefined ? null : { vector, model };
  return await searchChunks(pool, agent.workspaceId, agent.id, { question, meaning, limit: MAX_CHUNKS });
}

function sourcesOf(found: FoundChunk[], cited: number[]): JsonObject[] {
  return found.map(({ id, sourceId, title, url, text }, index) => ({
    chunkId: id,
    sourceId,
    title,
    url,
    excerpt: cutText(text, 300),
    cited: cited.includes(index + 1),
  }));
}

function decide(
  answer: ModelAnswer,
  actions: AiAction[],
  { settings }: AiAgent,
  secrets: string[],
): { decision: Decision; cited: number[] } {
  const { ended, text, finishReason } = answer;
  const handOver = (reason: string, summary?: string): { decision: Decision; cited: number[] } => ({
    decision: {
      outcome: "handed_over",
      text: settings.handOverText,
      reason: guardNote(reason, secrets) || "–",
      ...(summary !== undefined && { summary: guardNote(summary, secrets) }),
      actions,
    },
    cited: [],
  });
  if (ended?.tool === HAND_OVER) {
    const { reason, summary } = ended.input;
    return handOver(String(reason ?? ""), typeof summary === "string" ? summary : undefined);
  }
  if (ended?.tool === NO_REPLY) return { decision: { outcome: "no_reply", text: "", actions }, cited: [] };
  if (finishReason === "content-filter") return handOver(handOverReason("provider_refused"));
  if (text.trim() === "") return handOver(finishReason === "tool-calls" ? handOverReason("only_tools") : handOverReason("model_silent"));
  const guarded = guardAnswer(text, { instructions: settings.instructions, secrets });
  if (!guarded.ok) return handOver(guarded.reason);
  if (guarded.text === "") return handOver(handOverReason("model_silent"));
  return { decision: { outcome: "answered", text: guarded.text, actions }, cited: guarded.cited };
}
