/** Why a message did or did not start something: every start step that listens to messages, asked again. */
import { matchTriggers } from "../automation/dispatch.ts";
import type { MessageEvent } from "../automation/event.ts";
import type { DispatchRecord, Environment, Scope } from "../automation/scope.ts";
import { shopEventOf } from "../automation/shop-message.ts";
import type { AutomationSnapshot } from "../automation/state.ts";
import type { MessagePhase, Registry } from "../automation/trigger.ts";

export interface TriggerExplanation {
  automation: { id: string; name: string };
  triggerId: string;
  type: string;
  matched: boolean;
  started: boolean;
  /** Stable: `started`, `another_took_precedence`, `automation_paused`, `does_not_match`, `something_else_answered`, … */
  reason: string;
  /** In words. */
  detail: string;
}

const PHASES: MessagePhase[] = ["choice", "holidays", "non_working_hours"];

const WORDS: Record<string, string> = {
  started: "It started.",
  another_took_precedence: "It matches too, but one message starts at most one automation and another was stronger.",
  already_running: "The contact is inside already, and the automation does not start again meanwhile.",
  already_ran_once: "The automation starts once per contact, and has.",
  automation_not_active: "The automation is not active.",
  automation_paused: "The automation is paused.",
  does_not_match: "The message is none of its phrases or buttons.",
  something_else_answered: "It only answers when nothing else does, and something did.",
  matches_now: "It would start now; when the message came, it was not active or said something else.",
  chain_limit: "Automations started each other too many times.",
};

/** @param dispatch what was noted when the message came; null where nothing was */
export function explainMessage(
  registry: Registry,
  scope: Scope,
  environment: Environment,
  event: MessageEvent,
  dispatch: DispatchRecord | null,
): TriggerExplanation[] {
  const engine = { registry, environment, scope };
  const shop = shopEventOf(event);
  const candidates = [...PHASES.flatMap((phase) => matchTriggers(engine, event, phase)), ...(shop ? matchTriggers(engine, shop) : [])];
  const matches = new Set(candidates.map(({ automation, node }) => `${automation.id}/${node.id}`));
  return Object.values(scope.workspace.automations).flatMap((automation) =>
    automation.definition.triggers
      .filter((node) => listens(registry, node.type, shop !== null))
      .map((node) => {
        const matched = matches.has(`${automation.id}/${node.id}`);
        const started = dispatch?.started?.automationId === automation.id && dispatch.started.triggerId === node.id;
        const reason = started ? "started" : reasonOf(automation, node.id, matched, registry.triggers[node.type]?.phase, dispatch);
        return {
          automation: { id: automation.id, name: automation.name },
          triggerId: node.id,
          type: node.type,
          matched: matched || started,
          started,
          reason,
          detail: WORDS[reason] ?? reason,
        };
      }),
  );
}

/** A shop's start steps listen too where the message is an order or asks about a product. */
function listens(registry: Registry, type: string, toShop: boolean): boolean {
  const on = registry.triggers[type]?.on;
  return on === "message" || (toShop && on === "shop");
}

function reasonOf(
  automation: AutomationSnapshot,
  triggerId: string,
  matched: boolean,
  phase: MessagePhase | undefined,
  dispatch: DispatchRecord | null,
): string {
  const noted = dispatch?.passedOver.find((entry) => entry.automationId === automation.id && entry.triggerId === triggerId);
  if (noted) return noted.reason;
  if (automation.state !== "active") return automation.state === "paused" ? "automation_paused" : "automation_not_active";
  if (!matched) return "does_not_match";
  const fallback = phase === "holidays" || phase === "non_working_hours";
  if (fallback && dispatch && (dispatch.started || dispatch.resumed.length > 0)) return "something_else_answered";
  return dispatch?.started ? "another_took_precedence" : "matches_now";
}
