/** Starting runs: re-entry, chain depth and the trigger context. */
import type { Json, JsonObject } from "../domain/json.ts";
import type { Reentry, TriggerNode } from "./definition.ts";
import { endRun } from "./end-run.ts";
import type { EngineEvent } from "./event.ts";
import { beginRun, type Engine } from "./interpret.ts";
import type { AutomationSnapshot, RunState, TicketReference, TriggerContext } from "./state.ts";

export interface StartRequest {
  automation: AutomationSnapshot;
  /** Null: started by hand or by another automation, at the first trigger's step. */
  trigger: TriggerNode | null;
  context?: Record<string, Json>;
  vars?: JsonObject;
  ticket?: TicketReference | undefined;
  /** The event behind it: its depth counts towards the chain limit. */
  cause: EngineEvent;
}

function reentryOf(engine: Engine, automation: AutomationSnapshot, trigger: TriggerNode | null): Reentry {
  if (automation.definition.reentry) return automation.definition.reentry;
  // Started by name: the one asking wants it to happen from the beginning.
  return (trigger && engine.registry.triggers[trigger.type]?.reentry) ?? "restart";
}

/** The run that began, or why none did. */
export function startRun(engine: Engine, request: StartRequest): { run: RunState } | { skipped: string } {
  const { automation, trigger, cause } = request;
  const { scope, environment } = engine;
  if (automation.state !== "active") return { skipped: "automation_not_active" };
  const step = (trigger ?? automation.definition.triggers[0])?.next;
  if (step === undefined) return { skipped: "no_trigger" };

  const reentry = reentryOf(engine, automation, trigger);
  const active = scope.runs.filter((run) => run.automationId === automation.id && run.endedAt === null);
  if (reentry === "once" && (scope.ranBefore.has(automation.id) || active.length > 0)) return { skipped: "already_ran_once" };
  if (reentry === "skip" && active.length > 0) return { skipped: "already_running" };

  const run: RunState = {
    id: environment.newId(),
    automationId: automation.id,
    versionId: automation.versionId,
    channelId: scope.chat?.channelId ?? null,
    status: "running",
    reason: null,
    depth: cause.depth ?? 0,
    trigger: triggerContext(trigger, request.context, environment.now),
    vars: { ...request.vars },
    reply: null,
    ticket: request.ticket ?? null,
    paths: [],
    steps: 0,
    visits: {},
    startedAt: environment.now,
    endedAt: null,
  };
  if (reentry === "restart") for (const old of active) endRun(engine, old, "stopped", "restarted");
  scope.runs.push(run);
  scope.ranBefore.add(automation.id);
  scope.lastStarts[automation.id] = environment.now;
  scope.touchedRuns.add(run.id);
  scope.counts.push({ automationId: automation.id, nodeId: trigger?.id ?? "start", what: "entered" });
  if (run.depth > scope.workspace.limits.chainDepth) endRun(engine, run, "failed", "chain_limit");
  else beginRun(engine, automation, run, step);
  return { run };
}

function triggerContext(trigger: TriggerNode | null, context: Record<string, Json> | undefined, now: number): TriggerContext {
  return { ...context, type: trigger?.type ?? "manual", id: trigger?.id ?? null, at: now };
}
