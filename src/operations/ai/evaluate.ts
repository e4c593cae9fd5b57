/** Talks with an agent without a customer: nothing is sent, written or called. */
import type { AiAgent } from "../../domain/ai-agent.ts";
import { Refusal } from "../../domain/refusal.ts";
import type { CaseResult, StoredCase } from "../../store/ai-cases.ts";
import type { ConversationMessage } from "../../store/ai-conversation.ts";
import type { CatalogCache } from "../../store/catalog-cache.ts";
import { findConnection } from "../../store/connections.ts";
import { type ThinkContext, type Thought, think } from "./think.ts";

export interface TrialContext extends ThinkContext {
  catalogs: CatalogCache;
}

/** @throws {Refusal} `not_available` where the agent has no connection to a model */
export async function tryAgent(context: TrialContext, agent: AiAgent, conversation: ConversationMessage[]): Promise<Thought> {
  const { connectionId } = agent.settings;
  const connection =
    connectionId === null ? null : await findConnection(context.pool, context.secrets, agent.workspaceId, { id: connectionId });
  if (!connection || connection.status === "revoked" || connection.kind !== "ai")
    throw new Refusal("not_available", "Choose a connection to a model first.");
  const workspace = (await context.catalogs.get(context.pool, [agent.workspaceId])).get(agent.workspaceId)?.snapshot;
  if (!workspace) throw new Refusal("not_found", "There is no such workspace.");
  return await think(context, { agent, connection, workspace, contact: null, conversation });
}

export async function evaluateCase(context: TrialContext, agent: AiAgent, one: StoredCase): Promise<CaseResult> {
  const thought = await tryAgent(context, agent, [{ direction: "in", type: "text", text: one.question }]);
  const at = new Date(context.now).toISOString();
  if (!thought.result.ok)
    return { passed: false, outcome: "failed", answer: "", problems: [`${thought.result.code}: ${thought.result.detail}`], cost: 0, at };
  const { outcome, text, reason } = thought.result.decision;
  const answer = outcome === "handed_over" ? (reason ?? "") : text;
  const problems = [
    ...(one.expectsHandOver === (outcome === "handed_over") ? [] : [one.expectsHandOver ? "not_handed_over" : "handed_over"]),
    ...(one.expectsHandOver ? [] : one.contains.filter((words) => !says(text, words)).map((words) => `missing: ${words}`)),
    ...one.excludes.filter((words) => says(text, words)).map((words) => `says: ${words}`),
  ];
  return { passed: problems.length === 0, outcome, answer, problems, cost: thought.cost, at };
}

function says(text: string, words: string): boolean {
  const flat = (value: string) => value.toLowerCase().replace(/\s+/g, " ");
  return flat(text).includes(flat(words));
}
