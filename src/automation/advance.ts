/**
 * The engine: what has happened to one contact goes in, what follows is left in the scope. No clock, chance, network or
 * database: time, ids and chance come with the environment. Everything an event causes inside the workspace (lists,
 * consent, started automations) is handled before the next event, so that one transaction can write it all.
 */

import { windowOpen } from "../domain/session-window.ts";
import { takeAiTurn } from "./ai-turn.ts";
import { OUTSIDE, setConsent, setReachable } from "./contact-change.ts";
import { dispatchMessage, matchTriggers } from "./dispatch.ts";
import { endRun } from "./end-run.ts";
import type { EngineEvent } from "./event.ts";
import { controlRun, type Engine, fireTimers, migrateRuns, resumeRuns } from "./interpret.ts";
import type { Environment, Scope } from "./scope.ts";
import { startRun } from "./start.ts";
import type { Registry } from "./trigger.ts";

/** An event and when it reached us, which decides races with deadlines: it wins if received at the deadline or before. */
export interface ReceivedEvent {
  event: EngineEvent;
  receivedAt: number;
}

/**
 * More caused events than this for one input is a growth that the depth of the chain does not bound: ten steps that each
 * start an automation of ten such steps make 100,000 runs at depth five. Leaving every list is far below it.
 */
const MAX_CAUSED_EVENTS = 1000;

/** Handles the events in order, firing deadlines in between at their time, then every deadline up to now. */
export function advance(registry: Registry, scope: Scope, events: ReceivedEvent[], environment: Environment): void {
  const engine: Engine = { registry, scope, environment };
  drain(engine);
  migrateRuns(engine);
  drain(engine);
  for (const { event, receivedAt } of events) {
    fireTimers(engine, receivedAt - 1);
    drain(engine);
    handle(engine, event);
    drain(engine);
  }
  fireTimers(engine, environment.now);
  drain(engine);
}

function drain(engine: Engine): void {
  const { scope } = engine;
  for (let handled = 0; handled < MAX_CAUSED_EVENTS; handled++) {
    const event = scope.pending.shift();
    if (event === undefined) return;
    handle(engine, event);
  }
  const causes = new Set(scope.pending.splice(0).map(({ causeRunId }) => causeRunId));
  for (const run of scope.runs) if (causes.has(run.id)) endRun(engine, run, "failed", "chain_limit");
}

function handle(engine: Engine, event: EngineEvent): void {
  switch (event.type) {
    case "message":
      engine.scope.dispatches.push(dispatchMessage(engine, event));
      return;
    case "start":
      startByName(engine, event);
      return;
    case "contact_fact":
      if (event.consent !== undefined) setConsent(engine.scope, event.consent, event.source, OUTSIDE);
      // 131026 also stands for terms not accepted and for an old app: who wrote within the day is on WhatsApp all the same.
      if (event.reachable !== undefined && (event.reachable || !windowOpen(engine.scope.contact.lastSeenAt, engine.environment.now)))
        setReachable(engine.scope, event.reachable);
      return;
    case "ai_turn":
      takeAiTurn(engine, event);
      return;
    case "run_control":
      controlRun(engine, event);
      return;
    default:
      for (const type of Object.values(engine.registry.triggers)) if (type.on === event.type) type.before?.(event, engine);
      overhear(engine, event);
      resumeRuns(engine, event);
      for (const { automation, node, match } of matchTriggers(engine, event)) {
        startRun(engine, { automation, trigger: node, context: match.context ?? {}, ticket: match.ticket, cause: event });
      }
  }
}

function overhear({ registry, scope }: Engine, event: EngineEvent): void {
  for (const type of Object.values(registry.steps))
    for (const run of type.overhear ? scope.runs : [])
      if (run.endedAt === null && type.overhear?.(event, run)) scope.touchedRuns.add(run.id);
}

function startByName(engine: Engine, event: Extract<EngineEvent, { type: "start" }>): void {
  const automation = engine.scope.workspace.automations[event.automationId];
  if (!automation) return;
  const trigger = automation.definition.triggers.find((node) => node.id === event.triggerId) ?? null;
  startRun(engine, {
    automation,
    trigger,
    cause: event,
    ...(event.context !== undefined && { context: event.context }),
    ...(event.vars !== undefined && { vars: event.vars }),
  });
}
