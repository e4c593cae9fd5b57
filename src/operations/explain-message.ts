/** Why a message did or did not start something: every start step that listens to messages, asked again. */
import { type Candidate, matchTriggers } from "../automation/dispatch.ts";
import type { MessageEvent } from "../automation/event.ts";
import type { DispatchRecord, Environment, Scope } from "../automation/scope.ts";
import { shopEventOf } from "../automation/shop-message.ts";
import type { AutomationSnapshot } from "../automation/state.ts";
import type { MessagePhase, Registry } from "../automation/trigger.ts";

export interface TriggerExplanation {
  automation: { id: string; name: string };
  triggerId: string;
  type: string;
  /** Whether the message fits it, be the automation on or off. */
  matched: boolean;
  started: boolean;
  /** Stable: `started`, `another_took_precedence`, `automation_paused`, `does_not_match`, `something_else_answered`, … */
  reason: string;
  /** In words. */
  detail: string;
  /** What one may write to start it; empty where it listens to something else than certain words. */
  phrases: string[];
}

/** Start steps of a draft that are not published, or not as they stand there. */
export interface UnpublishedTriggers {
  automation: AutomationSnapshot;
  /** False: the automation never was. */
  published: boolean;
}

const PHASES: MessagePhase[] = ["choice", "holidays", "non_working_hours"];

const WORDS: Record<string, string> = {
  started: "It started.",
  another_took_precedence: "It matches too, but one message starts at most one automation and another was stronger.",
  already_running: "The contact is inside already, and the automation does not start again meanwhile.",
  already_ran_once: "The automation starts once per contact, and has.",
  automation_not_active: "The automation is not active.",
  automation_paused: "The automation is paused.",
  not_published: "The automation was never published.",
  changes_not_published: "Only the draft listens to this; its changes are not published.",
  cooling_down: "It started for this contact a short while ago and keeps silent until its pause is over.",
  does_not_match: "The message is none of its phrases or buttons.",
  no_holiday: "It only answers on holidays, and this was none.",
  within_working_hours: "It only answers outside the working hours, and the message came within them.",
  something_else_answered: "It only answers when nothing else does, and something did.",
  matches_now: "It would start now; when the message came, it was not active or said something else.",
  chain_limit: "Automations started each other too many times.",
};

interface Question {
  registry: Registry;
  environment: Environment;
  scope: Scope;
  event: MessageEvent;
  toShop: boolean;
}

/** @param dispatch what was noted when the message came; null where nothing was */
export function explainMessage(
  registry: Registry,
  scope: Scope,
  environment: Environment,
  event: MessageEvent,
  dispatch: DispatchRecord | null,
  unpublished: readonly UnpublishedTriggers[] = [],
): TriggerExplanation[] {
  const question = { registry, environment, scope, event, toShop: shopEventOf(event) !== null };
  const automations = Object.values(scope.workspace.automations);
  return [...explainPublished(question, automations, dispatch), ...explainDrafts(question, unpublished)];
}

function explainPublished(question: Question, automations: readonly AutomationSnapshot[], dispatch: DispatchRecord | null) {
  const matches = matching(question, automations);
  // What matched while it was silent, without the memory of having answered, is silent because it answered.
  const forgetful = matching({ ...question, scope: { ...question.scope, lastStarts: {} } }, automations);
  return listening(question, automations).map(({ automation, node }) => {
    const key = keyOf(automation, node);
    const phase = question.registry.triggers[node.type]?.phase;
    const started = dispatch?.started?.automationId === automation.id && dispatch.started.triggerId === node.id;
    const reason = started ? "started" : reasonOf(automation, node.id, matches.has(key), forgetful.has(key), phase, dispatch);
    return explanation(automation, node, forgetful.has(key) || started, started, reason);
  });
}

/** Those of automations that are published are told only where the message fits them: the rest is as good as said already. */
function explainDrafts(question: Question, unpublished: readonly UnpublishedTriggers[]): TriggerExplanation[] {
  const drafts = unpublished.map(({ automation }) => automation);
  const matches = matching(question, drafts);
  const published = new Map(unpublished.map(({ automation, published }) => [automation.id, published]));
  return listening(question, drafts)
    .filter(({ automation, node }) => !published.get(automation.id) || matches.has(keyOf(automation, node)))
    .map(({ automation, node }) => {
      const reason = published.get(automation.id) ? "changes_not_published" : "not_published";
      return explanation(automation, node, matches.has(keyOf(automation, node)), false, reason);
    });
}

type Listening = Pick<Candidate, "automation" | "node">;

function explanation(
  { id, name }: AutomationSnapshot,
  node: Listening["node"],
  matched: boolean,
  started: boolean,
  reason: string,
): TriggerExplanation {
  return {
    automation: { id, name },
    triggerId: node.id,
    type: node.type,
    matched,
    started,
    reason,
    detail: WORDS[reason] ?? reason,
    phrases: phrasesOf(node.config),
  };
}

function phrasesOf(config: unknown): string[] {
  const phrases = (config as { phrases?: unknown }).phrases;
  return Array.isArray(phrases) ? phrases.filter((phrase) => typeof phrase === "string") : [];
}

function keyOf({ id }: AutomationSnapshot, node: Listening["node"]): string {
  return `${id}/${node.id}`;
}

/** Which start steps of these automations the message fits, as if all of them were on. */
function matching({ registry, environment, scope, event }: Question, automations: readonly AutomationSnapshot[]): Set<string> {
  const on = Object.fromEntries(automations.map((automation) => [automation.id, { ...automation, state: "active" as const }]));
  const engine = {
    registry,
    environment,
    scope: { ...scope, workspace: { ...scope.workspace, automations: { ...scope.workspace.automations, ...on } } },
  };
  const shop = shopEventOf(event);
  const candidates = [...PHASES.flatMap((phase) => matchTriggers(engine, event, phase)), ...(shop ? matchTriggers(engine, shop) : [])];
  return new Set(
    candidates.filter(({ automation }) => Object.hasOwn(on, automation.id)).map(({ automation, node }) => keyOf(automation, node)),
  );
}

/** A shop's start steps listen too where the message is an order or asks about a product. */
function listening({ registry, toShop }: Question, automations: readonly AutomationSnapshot[]): Listening[] {
  const listens = (type: string) => {
    const on = registry.triggers[type]?.on;
    return on === "message" || (toShop && on === "shop");
  };
  return automations.flatMap((automation) =>
    automation.definition.triggers.filter(({ type }) => listens(type)).map((node) => ({ automation, node })),
  );
}

function reasonOf(
  automation: AutomationSnapshot,
  triggerId: string,
  matches: boolean,
  matchesForgetful: boolean,
  phase: MessagePhase | undefined,
  dispatch: DispatchRecord | null,
): string {
  const noted = dispatch?.passedOver.find((entry) => entry.automationId === automation.id && entry.triggerId === triggerId);
  if (noted) return noted.reason;
  if (automation.state !== "active") return automation.state === "paused" ? "automation_paused" : "automation_not_active";
  const fallback = phase === "holidays" || phase === "non_working_hours";
  if (!matchesForgetful)
    return phase === "holidays" ? "no_holiday" : phase === "non_working_hours" ? "within_working_hours" : "does_not_match";
  if (fallback && dispatch && (dispatch.started || dispatch.resumed.length > 0)) return "something_else_answered";
  if (!matches) return "cooling_down";
  return dispatch?.started ? "another_took_precedence" : "matches_now";
}
