/**
 * The AI operator's part of a chat, decided under the contact's lock: who answers, when a model is asked, and whether what
 * it came up with may still be said. A model takes seconds, in which people write, customers go on and automations answer:
 * then nothing of it happens, neither its words nor what it did.
 */
import { windowOpen } from "../domain/session-window.ts";
import { assignToContact } from "./assign.ts";
import { causeEvent, OUTSIDE } from "./contact-change.ts";
import type { AiAction, AiResultEvent, AiTurnEvent } from "./event.ts";
import type { Environment, Scope } from "./scope.ts";
import type { AiAssignment, ChatAi, ChatState } from "./state.ts";
import { isDone, openTicket } from "./ticket-change.ts";
import { timeZoneOf } from "./variables.ts";

interface At {
  scope: Scope;
  environment: Environment;
}

const NOTHING: ChatAi = { assignment: null, turn: null, conversation: null, answers: 0 };
/** After so long the customer may have forgotten who answers. */
const CONVERSATION_MS = 24 * 3_600_000;

function change(scope: Scope, chat: ChatState, values: Partial<ChatAi>): void {
  chat.ai = { ...(chat.ai ?? NOTHING), ...values };
  scope.touchedChats.add(chat.id);
}

/** The assignment that holds now: not expired, and its run, where one waits for it, still going. */
function assignmentOf({ scope, environment }: At, chat: ChatState): AiAssignment | "off" | null {
  const assignment = chat.ai?.assignment ?? null;
  if (assignment === null || assignment === "off") return assignment;
  if (assignment.deadline !== null && assignment.deadline <= environment.now) return null;
  if (assignment.runId === null) return assignment;
  const run = scope.runs.find(({ id }) => id === assignment.runId);
  return run && run.endedAt === null ? assignment : null;
}

/** An automation may say that its agent does not stop when a person writes; taking the chat over silences it all the same. */
export function goesOnBesidePeople({ ai }: ChatState): boolean {
  return ai?.assignment != null && ai.assignment !== "off" && !ai.assignment.pauses;
}

export interface Answering {
  agentId: string;
  assignment: AiAssignment | null;
}

/** Who would answer this chat now, or the reason why nobody does. */
export function answeringAgent(at: At, chat: ChatState): Answering | string {
  const { contact, workspace, runs } = at.scope;
  if (contact.blocked) return "blocked";
  if (!contact.aiEnabled) return "ai_off";
  const assignment = assignmentOf(at, chat);
  if (assignment === "off") return "ai_off";
  if (chat.humanSince !== null && assignment?.pauses !== false) return "human_took_over";
  if (assignment === null) {
    const own = Object.values(workspace.agents).find(({ isDefault, kind }) => isDefault && kind === "ai");
    return own ? { agentId: own.id, assignment } : "ai_off";
  }
  if (runs.some(({ id, status }) => id === assignment.runId && status === "paused")) return "automation_paused";
  return { agentId: assignment.agentId, assignment };
}

/** Has the AI answer what the customer wrote, where it is on. A turn that is on its way already begins anew. */
export function askAi(at: At, chat: ChatState | null, immediate: boolean): void {
  const answering = chat && answeringAgent(at, chat);
  if (!chat || !answering || typeof answering === "string") {
    if (chat?.ai?.turn) dropTurn(at, chat, typeof answering === "string" ? answering : "ai_off");
    return;
  }
  const { scope, environment } = at;
  const before = chat.ai?.turn;
  const turn = before ? { id: before.id, version: before.version + 1 } : { id: environment.newId(), version: 1 };
  change(scope, chat, { turn });
  const { agentId, assignment } = answering;
  scope.effects.push({
    kind: "ask_ai",
    turnId: turn.id,
    version: turn.version,
    chatId: chat.id,
    channelId: chat.channelId,
    agentId,
    assignmentId: assignment?.id ?? null,
    immediate,
  });
}

export function dropTurn({ scope }: At, chat: ChatState | null, reason: string): void {
  const turn = chat?.ai?.turn;
  if (!chat || !turn) return;
  change(scope, chat, { turn: null });
  scope.effects.push({ kind: "finish_ai_turn", turnId: turn.id, version: turn.version, outcome: "dropped", reason });
}

/** A run that waited for an assignment which another one replaces goes on as done. */
function endAssignment({ scope }: At, chat: ChatState, outcome: AiResultEvent["outcome"], reason?: string): void {
  const assignment = chat.ai?.assignment;
  if (!assignment || assignment === "off") return;
  change(scope, chat, { assignment: null });
  if (assignment.runId === null) return;
  causeEvent(scope, { type: "ai_result", key: assignment.id, outcome, ...(reason !== undefined && { reason }) }, OUTSIDE);
}

export function assignAi(at: At, chat: ChatState, assignment: Omit<AiAssignment, "turns">): void {
  endAssignment(at, chat, "done", "replaced");
  dropTurn(at, chat, "another_agent");
  change(at.scope, chat, { assignment: { ...assignment, turns: 0 }, conversation: null, answers: 0 });
}

/** Silences every agent in this chat, the workspace's own one too, until a step assigns one. */
export function removeAi(at: At, chat: ChatState): void {
  endAssignment(at, chat, "done", "removed");
  dropTurn(at, chat, "ai_off");
  change(at.scope, chat, { assignment: "off" });
}

/** The assignment's time is over; what else holds for the chat holds again. */
export function expireAssignment(at: At, chat: ChatState, assignmentId: string): void {
  const assignment = chat.ai?.assignment;
  if (!assignment || assignment === "off" || assignment.id !== assignmentId) return;
  change(at.scope, chat, { assignment: null });
  dropTurn(at, chat, "time_over");
}

/** A model has decided. What it says and did happens now or never. */
export function takeAiTurn(at: At, event: AiTurnEvent): void {
  const { scope } = at;
  const { turnId, version } = event;
  const chat = scope.chats.find(({ id }) => id === event.chatId);
  const refused = chat ? refusal(at, chat, event) : "chat_deleted";
  if (!chat || refused === "newer_message" || refused === "chat_deleted") {
    scope.effects.push({ kind: "finish_ai_turn", turnId, version, outcome: "dropped", reason: refused ?? "chat_deleted" });
    return;
  }
  if (refused !== null) {
    dropTurn(at, chat, refused);
    return;
  }
  scope.chat = chat;
  change(scope, chat, { turn: null });
  for (const action of event.actions) carryOut(at, action);
  const messageId = say(at, chat, event);
  if (event.outcome === "handed_over") handOver(at, chat, event);
  else if (event.outcome === "answered") countAnswer(at, chat);
  scope.effects.push({
    kind: "finish_ai_turn",
    turnId,
    version,
    outcome: event.outcome,
    ...(event.reason !== undefined && { reason: event.reason }),
    ...(messageId !== undefined && { messageId }),
  });
}

/** Why nothing of it may happen any more; null: it may. */
function refusal(at: At, chat: ChatState, event: AiTurnEvent): string | null {
  const turn = chat.ai?.turn;
  if (turn?.id !== event.turnId || turn.version !== event.version) return "newer_message";
  const answering = answeringAgent(at, chat);
  if (typeof answering === "string") return answering;
  if (answering.agentId !== event.agentId) return "another_agent";
  return event.outcome === "answered" && !isOpen(at, chat) ? "window_closed" : null;
}

function isOpen({ environment }: At, chat: ChatState): boolean {
  const { now } = environment;
  return chat.windowExpiresAt !== null ? now < chat.windowExpiresAt : windowOpen(chat.lastInboundAt, now);
}

function say(at: At, chat: ChatState, event: AiTurnEvent): string | undefined {
  const { scope, environment } = at;
  const { text, disclosure, outcome, agentId } = event;
  if (text === undefined || text === "" || outcome === "no_reply" || !isOpen(at, chat)) return undefined;
  const id = environment.newId();
  const { conversation } = chat.ai ?? NOTHING;
  const first = conversation?.agentId !== agentId || environment.now - conversation.at >= CONVERSATION_MS;
  if (first) change(scope, chat, { conversation: { agentId, at: environment.now }, answers: 0 });
  scope.effects.push({
    kind: "send_ai_message",
    id,
    chatId: chat.id,
    text: first && disclosure !== undefined ? `${disclosure}\n\n${text}` : text,
    farewell: outcome === "handed_over",
  });
  return id;
}

function countAnswer(at: At, chat: ChatState): void {
  const { assignment, answers } = chat.ai ?? NOTHING;
  change(at.scope, chat, { answers: answers + 1 });
  if (assignment === null || assignment === "off") return;
  const turns = assignment.turns + 1;
  change(at.scope, chat, { assignment: { ...assignment, turns } });
  if (assignment.maxTurns !== null && turns >= assignment.maxTurns) endAssignment(at, chat, "done", "max_turns");
}

/** People have the chat now; it stays unread until one of them looks. */
function handOver(at: At, chat: ChatState, { agentId, reason, summary }: AiTurnEvent): void {
  const { scope, environment } = at;
  chat.humanSince ??= environment.now;
  chat.unread = true;
  const text = [reason, summary].filter((part) => part !== undefined && part !== "").join("\n\n");
  scope.effects.push({ kind: "ai_note", id: environment.newId(), agentId, text: text === "" ? "–" : text });
  change(scope, chat, { conversation: null, answers: 0 });
  const { assignment } = chat.ai ?? NOTHING;
  // With nobody waiting the agent goes on where it was, once a person gives the chat back.
  if (assignment !== null && assignment !== "off" && assignment.runId !== null) endAssignment(at, chat, "handed_over", reason);
}

/** Checked when the model asked for it, and again here: the workspace may have changed. */
function carryOut({ scope, environment }: At, action: AiAction): void {
  if (action.kind === "set_field") {
    assignToContact({ scope, workspace: scope.workspace, timeZone: timeZoneOf(scope) }, action.field, action.value);
    return;
  }
  const { kind: _, ...ticket } = action;
  const status = "open";
  openTicket(scope, { ...ticket, status, owner: null, done: isDone(scope, status), createdAt: environment.now }, OUTSIDE, null);
}
