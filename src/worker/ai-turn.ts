/** One attempt at one turn: whether it still makes sense, what the agent may spend, the model, and what follows. */
import type { AiTurnEvent } from "../automation/event.ts";
import type { ModelFailure } from "../connectors/ai/model-failure.ts";
import type { AiAgent } from "../domain/ai-agent.ts";
import { instantToZoned, zonedToInstant } from "../domain/calendar.ts";
import type { ConnectionHealth } from "../domain/connection.ts";
import { handOverReason } from "../domain/hand-over-reason.ts";
import type { OutgoingHttp } from "../domain/outgoing-http.ts";
import { cutText } from "../domain/storable.ts";
import { type Decision, type Thought, think } from "../operations/ai/think.ts";
import { findAgent } from "../store/ai-agents.ts";
import { readConversation, readTurnChat, type TurnChat } from "../store/ai-conversation.ts";
import { type ClaimedTurn, spentSince, type TurnProgress } from "../store/ai-turns.ts";
import { findConnection, type StoredConnection } from "../store/connections.ts";
import type { SecretBox } from "../store/secret.ts";
import type { WorkerContext } from "./context.ts";

export interface AiTurnContext extends Pick<WorkerContext, "pool" | "clock" | "catalogs" | "logger"> {
  secrets: SecretBox;
  http: OutgoingHttp;
}

export interface CarriedOut {
  progress: TurnProgress;
  /** What the engine is told; null while the turn goes on. */
  event: AiTurnEvent | null;
  /** What this says about the connection; null: nothing. */
  health: (ConnectionHealth & { connectionId: string }) | null;
}

/** Half a minute in all: whoever waits longer than that for an answer in a chat is better served by a person. */
const RETRY_MS = [2_000, 6_000, 20_000];
/** A server that asks for more than this is not waited for. */
const LONGEST_RETRY_MS = 60_000;
/** Messages of the chat that an agent is told of at most. */
const CONVERSATION = 30;

const NOTHING = { question: null, answer: null, model: null, inputTokens: 0, outputTokens: 0, cost: 0, sources: [], steps: [] };

export async function carryOutTurn(context: AiTurnContext, turn: ClaimedTurn): Promise<CarriedOut> {
  const { pool, secrets } = context;
  const { workspaceId } = turn;
  const chat = await readTurnChat(pool, workspaceId, turn.chatId);
  const agent = await findAgent(pool, workspaceId, turn.agentId);
  // Nobody is asked for what the engine would not say: it knows why, and closes the turn.
  if (!chat || pointless(chat, turn)) return decided(turn, agent, { outcome: "no_reply", text: "", actions: [] });
  if (!agent) return handOver(turn, null, handOverReason("agent_deleted"));
  const { connectionId } = agent.settings;
  const connection = connectionId === null ? null : await findConnection(pool, secrets, workspaceId, { id: connectionId });
  if (!connection || connection.status === "revoked" || connection.kind !== "ai")
    return handOver(turn, agent, handOverReason("no_connection"));
  const limit = await limitReached(context, agent, chat);
  if (limit !== null) return handOver(turn, agent, limit);
  return await ask(context, turn, agent, connection, chat);
}

function pointless({ ai, contact, humanSince }: TurnChat, { id, version }: ClaimedTurn): boolean {
  if (ai?.turn?.id !== id || ai.turn.version !== version || contact.blocked || !contact.aiEnabled) return true;
  const assignment = ai.assignment;
  return humanSince !== null && (assignment === null || assignment === "off" || assignment.pauses);
}

async function limitReached({ pool, catalogs, clock }: AiTurnContext, agent: AiAgent, { ai }: TurnChat): Promise<string | null> {
  const { maxAnswers, answersPerDay, costPerDay } = agent.settings.limits;
  if (maxAnswers !== null && (ai?.answers ?? 0) >= maxAnswers) return handOverReason("answers_of_conversation", maxAnswers);
  if (answersPerDay === null && costPerDay === null) return null;
  const timeZone = (await catalogs.get(pool, [agent.workspaceId])).get(agent.workspaceId)?.snapshot.timeZone ?? "UTC";
  const midnight = zonedToInstant(`${instantToZoned(clock.now(), timeZone).date}T00:00`, timeZone);
  const spent = await spentSince(pool, agent.workspaceId, agent.id, midnight);
  if (answersPerDay !== null && spent.answers >= answersPerDay) return handOverReason("answers_of_day", answersPerDay);
  if (costPerDay !== null && spent.cost >= costPerDay) return handOverReason("cost_of_day");
  return null;
}

async function ask(
  context: AiTurnContext,
  turn: ClaimedTurn,
  agent: AiAgent,
  connection: StoredConnection,
  { contact }: TurnChat,
): Promise<CarriedOut> {
  const { pool, secrets, http, clock, catalogs, logger } = context;
  const workspace = (await catalogs.get(pool, [turn.workspaceId])).get(turn.workspaceId)?.snapshot;
  // A workspace that is gone has no chats: this turn goes with it.
  if (!workspace) return decided(turn, agent, { outcome: "no_reply", text: "", actions: [] });
  const conversation = await readConversation(pool, turn.workspaceId, turn.chatId, CONVERSATION);
  let thought: Thought;
  try {
    thought = await think({ pool, secrets, http, now: clock.now() }, { agent, connection, workspace, contact, conversation });
  } catch (error) {
    logger.error({ err: error, turnId: turn.id }, "an agent's turn failed in our own hands");
    const result: ModelFailure = { ok: false, code: "internal_error", detail: "something went wrong on our side", temporary: true };
    thought = { ...NOTHING, question: "", model: "", result };
  }
  if (!thought.result.ok) return failed(context, turn, agent, connection, thought, thought.result);
  const { decision } = thought.result;
  const health = connection.status === "failing" ? { ok: true as const, connectionId: connection.id } : null;
  return { ...decided(turn, agent, decision, thought), health };
}

function failed(
  { clock }: AiTurnContext,
  turn: ClaimedTurn,
  agent: AiAgent,
  connection: StoredConnection,
  thought: Thought,
  { code, detail, temporary, afterMs = 0 }: ModelFailure,
): CarriedOut {
  const now = clock.now();
  const entry = { at: now, attempt: turn.attempts, error: code, detail: cutText(detail, 500) };
  const delay = RETRY_MS[turn.attempts - 1];
  if (temporary && delay !== undefined && afterMs <= LONGEST_RETRY_MS) {
    const progress = { ...progressOf(turn, thought), state: "waiting" as const, dueAt: now + Math.max(delay, afterMs), steps: [entry] };
    return { progress, event: null, health: null };
  }
  const given = handOver(turn, agent, handOverReason("model_failed", code));
  const health = code === "unauthorized" ? { ok: false as const, code, detail, connectionId: connection.id } : null;
  return { ...given, progress: { ...progressOf(turn, thought), steps: [entry] }, health };
}

function progressOf(turn: ClaimedTurn, thought?: Thought): TurnProgress {
  const { result: _, ...facts } = thought ?? { ...NOTHING, result: null };
  return { turn, state: "decided", dueAt: null, answer: null, ...facts };
}

function decided(turn: ClaimedTurn, agent: AiAgent | null, decision: Decision, thought?: Thought): CarriedOut {
  const { outcome, text, reason, summary, actions } = decision;
  const disclosure = agent?.settings.disclosure ?? "";
  return {
    progress: { ...progressOf(turn, thought), answer: text === "" ? null : text },
    event: {
      type: "ai_turn",
      chatId: turn.chatId,
      agentId: turn.agentId,
      turnId: turn.id,
      version: turn.version,
      outcome,
      ...(text !== "" && { text }),
      ...(disclosure !== "" && outcome === "answered" && { disclosure }),
      ...(reason !== undefined && { reason }),
      ...(summary !== undefined && { summary }),
      actions,
    },
    health: null,
  };
}

function handOver(turn: ClaimedTurn, agent: AiAgent | null, reason: string): CarriedOut {
  return decided(turn, agent, { outcome: "handed_over", text: agent?.settings.handOverText ?? "", reason, actions: [] });
}
