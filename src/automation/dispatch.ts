/** What an inbound message does, in the order of the format's §3, steps 3 to 9. */
import { consentWord } from "../domain/consent.ts";
import type { Json } from "../domain/json.ts";
import { normalizePhrase } from "../domain/phrase.ts";
import { askAi, dropTurn } from "./ai-turn.ts";
import { OUTSIDE, setConsent } from "./contact-change.ts";
import type { TriggerNode } from "./definition.ts";
import type { EngineEvent, MessageEvent } from "./event.ts";
import { type Engine, resumeRuns } from "./interpret.ts";
import type { DispatchRecord } from "./scope.ts";
import { shopEventOf } from "./shop-message.ts";
import { startRun } from "./start.ts";
import type { AutomationSnapshot } from "./state.ts";
import type { MessagePhase, TriggerMatch, TriggerType } from "./trigger.ts";
import { triggerIndex } from "./trigger-index.ts";
import { timeZoneOf } from "./variables.ts";

export interface Candidate {
  automation: AutomationSnapshot;
  node: TriggerNode;
  type: TriggerType;
  match: TriggerMatch;
}

/** The message as runs see it under `trigger.message`. */
export function messageContext(event: MessageEvent): Record<string, Json> {
  return {
    message: {
      id: event.messageId,
      text: event.text,
      type: event.content.type,
      at: event.sentAt,
      ...(event.content.type === "button_reply" && { payload: event.content.id ?? null }),
    },
  };
}

/** Triggers of this event that match, the strongest first. */
export function matchTriggers(engine: Engine, event: EngineEvent, phase?: MessagePhase): Candidate[] {
  const { scope, environment, registry } = engine;
  const found: Candidate[] = [];
  for (const { automation, node } of triggerIndex(registry, scope.workspace).lookup(event, phase)) {
    const type = registry.triggers[node.type] as TriggerType;
    const match = type.match(node.config, event, { environment, scope, automation, node, timeZone: timeZoneOf(scope) });
    if (match) found.push({ automation, node, type, match });
  }
  return found.sort(
    (a, b) =>
      compareRank(b.match.rank, a.match.rank) ||
      a.automation.createdAt - b.automation.createdAt ||
      (a.automation.id < b.automation.id ? -1 : 1),
  );
}

function compareRank(a: number[] = [], b: number[] = []): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A reaction, a status or an unsupported type does nothing; groups are stored but start nothing. */
function ignoredBecause(event: MessageEvent): string | undefined {
  const type = event.content.type;
  return type === "reaction" || type === "unsupported" || type === "call_permission_reply" ? type : undefined;
}

/** Starts the first candidate that re-entry lets in; the others are noted with the reason. */
function startOne(engine: Engine, event: MessageEvent, candidates: Candidate[], note: DispatchRecord): boolean {
  for (const [index, candidate] of candidates.entries()) {
    const { automation, node } = candidate;
    const outcome = startRun(engine, {
      automation,
      trigger: node,
      context: { ...messageContext(event), ...candidate.match.context },
      cause: event,
    });
    if ("skipped" in outcome) {
      note.passedOver.push({ automationId: automation.id, triggerId: node.id, reason: outcome.skipped });
      continue;
    }
    note.started = { runId: outcome.run.id, automationId: automation.id, triggerId: node.id };
    for (const other of candidates.slice(index + 1)) {
      note.passedOver.push({ automationId: other.automation.id, triggerId: other.node.id, reason: "another_took_precedence" });
    }
    return true;
  }
  return false;
}

export function dispatchMessage(engine: Engine, event: MessageEvent): DispatchRecord {
  const { scope } = engine;
  scope.chat = scope.chats.find((chat) => chat.channelId === event.channelId) ?? scope.chat;
  const note: DispatchRecord = { messageId: event.messageId, resumed: [], started: null, passedOver: [] };
  const ignored = ignoredBecause(event);
  if (ignored) return { ...note, ignored };

  if (scope.workspace.stopWords && event.text !== "" && isText(event)) {
    const consent = consentWord(event.text);
    if (consent) setConsent(scope, consent, "stop_word", OUTSIDE, { messageId: event.messageId, text: event.text });
  }
  const before = scope.chat?.ai?.turn ?? null;
  for (const { run, stepId } of resumeRuns(engine, event)) {
    note.resumed.push({ runId: run.id, automationId: run.automationId, stepId });
  }
  const did = () => note.resumed.length > 0 || note.started !== null;
  if (isText(event)) startOne(engine, event, matchTriggers(engine, event, "choice"), note);
  const shop = note.started === null ? shopEventOf(event) : null;
  if (shop) startOne(engine, event, matchTriggers(engine, shop), note);
  if (!did()) startOne(engine, event, matchTriggers(engine, event, "holidays"), note);
  if (!did()) startOne(engine, event, matchTriggers(engine, event, "non_working_hours"), note);
  if (!did()) askAi(engine, scope.chat, event.content.type === "button_reply");
  // An automation has answered: what the AI was about to say is to an earlier message.
  else if (before !== null && before === scope.chat?.ai?.turn) dropTurn(engine, scope.chat, "automation_answered");
  return note;
}

/** Written words, a pressed button or a picked row: what phrases are compared with. */
export function isText(event: MessageEvent): boolean {
  return event.content.type === "text" || event.content.type === "button_reply";
}

/** The form in which phrases are compared. */
export function phraseOf(event: MessageEvent): string {
  return normalizePhrase(event.text);
}
