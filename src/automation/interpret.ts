/**
 * Runs and their paths: entering steps, waiting, resuming, ending. Deterministic: the same scope, event, time, ids and
 * chance give the same result. It works on the scope it is given and touches nothing else.
 */
import type { Json } from "../domain/json.ts";
import type { StepNode } from "./definition.ts";
import { endRun, leave } from "./end-run.ts";
import type { EngineEvent } from "./event.ts";
import { eventKey } from "./event.ts";
import type { Environment, Scope } from "./scope.ts";
import type { AutomationSnapshot, PathState, RunState } from "./state.ts";
import { failed, type Outcome, type StepContext } from "./step.ts";
import { renderTemplate, TemplateError } from "./template.ts";
import type { Registry } from "./trigger.ts";
import { lookupField, templateVariables, timeZoneOf } from "./variables.ts";

export interface Engine {
  registry: Registry;
  environment: Environment;
  scope: Scope;
}

function count(scope: Scope, automationId: string, nodeId: string, what: string): void {
  scope.counts.push({ automationId, nodeId, what });
}

export function automationOf(scope: Scope, run: RunState): AutomationSnapshot | undefined {
  return scope.workspace.automations[run.automationId];
}

function stepContext(engine: Engine, automation: AutomationSnapshot, run: RunState, path: PathState, node: StepNode): StepContext {
  const { scope, environment } = engine;
  // A run keeps to the number it began on, whichever the contact wrote to last.
  scope.chat = scope.chats.find((chat) => chat.channelId === run.channelId) ?? scope.chat;
  return {
    environment,
    scope,
    run,
    path,
    node,
    origin: { automationId: automation.id, runId: run.id, stepId: node.id, visit: path.visit },
    workspace: scope.workspace,
    connected: (name) => node.exits[name] !== undefined,
    render: (text) => renderTemplate(text, templateVariables(scope, run, environment)),
    variables: () => templateVariables(scope, run, environment),
    lookup: (field) => lookupField(scope, run, environment, field),
    emit: (effect) => scope.effects.push(effect),
    timeZone: timeZoneOf(scope),
  };
}

function record(
  engine: Engine,
  run: RunState,
  path: PathState,
  type: string,
  exit: string | null,
  error: string | null,
  result: Json | undefined,
): void {
  engine.scope.records.push({
    runId: run.id,
    automationId: run.automationId,
    versionId: run.versionId,
    pathId: path.id,
    stepId: path.step,
    stepType: type,
    visit: path.visit,
    enteredAt: path.enteredAt,
    leftAt: engine.environment.now,
    exit,
    error,
    result: result ?? null,
  });
  count(engine.scope, run.automationId, path.step, exit ?? "end");
  if (error !== null) count(engine.scope, run.automationId, path.step, "error");
}

/** Moves the path to its next step; false where this path ends. */
function moveTo(path: PathState, step: string | undefined): boolean {
  if (step === undefined) return false;
  path.step = step;
  path.wait = null;
  return true;
}

/** Applies what a step decided. Returns the paths that must be walked next. */
function settle(engine: Engine, run: RunState, path: PathState, node: StepNode, outcome: Outcome): PathState[] {
  switch (outcome.type) {
    case "wait":
      path.wait = outcome.wait;
      return [];
    case "exit": {
      const error = outcome.error
        ? outcome.error.detail === undefined
          ? outcome.error.code
          : `${outcome.error.code}: ${outcome.error.detail}`
        : null;
      const taken = outcome.exit === "failed" && node.exits["failed"] === undefined ? "next" : outcome.exit;
      record(engine, run, path, node.type, taken, error, outcome.result);
      if (error !== null && taken !== "failed" && node.onError === "stop") {
        run.paths = run.paths.filter((other) => other !== path);
        endRun(engine, run, "failed", outcome.error?.code ?? "error");
        return [];
      }
      if (moveTo(path, node.exits[taken])) return [path];
      run.paths = run.paths.filter((other) => other !== path);
      return [];
    }
    case "go_to":
      record(engine, run, path, node.type, "next", null, undefined);
      moveTo(path, outcome.step);
      return [path];
    case "fork": {
      record(engine, run, path, node.type, outcome.exits.join(","), null, undefined);
      const forks = outcome.exits
        .filter((name) => node.exits[name] !== undefined)
        .map((name) => ({ ...path, id: `${path.id}.${name}`, step: node.exits[name] as string, wait: null }));
      run.paths = run.paths.flatMap((other) => (other === path ? forks : [other]));
      return forks;
    }
    case "end":
      record(engine, run, path, node.type, null, null, undefined);
      run.paths = run.paths.filter((other) => other !== path);
      endRun(engine, run, outcome.status, outcome.reason);
      return [];
  }
}

/** A text that cannot be rendered fails its step, like everything else that a step cannot do. */
function guarded<T>(decide: () => T): T | Outcome {
  try {
    return decide();
  } catch (error) {
    if (error instanceof TemplateError) return failed(error.code, error.message);
    throw error;
  }
}

/** Enters the step the path stands at. Null where a limit or a missing step ended the run or the path. */
function enter(
  engine: Engine,
  automation: AutomationSnapshot,
  run: RunState,
  path: PathState,
): { node: StepNode; outcome: Outcome } | null {
  const node = automation.definition.steps[path.step];
  const type = node && engine.registry.steps[node.type];
  if (!node || !type) {
    run.paths = run.paths.filter((other) => other !== path);
    return null;
  }
  const limits = engine.scope.workspace.limits;
  run.steps += 1;
  path.visit = (run.visits[path.step] ?? 0) + 1;
  run.visits[path.step] = path.visit;
  path.enteredAt = engine.environment.now;
  if (run.steps > limits.stepsPerRun || path.visit > limits.visitsPerStep) {
    run.paths = run.paths.filter((other) => other !== path);
    endRun(engine, run, "failed", run.steps > limits.stepsPerRun ? "step_limit" : "loop_limit");
    return null;
  }
  count(engine.scope, run.automationId, path.step, "entered");
  const context = stepContext(engine, automation, run, path, node);
  return { node, outcome: guarded(() => type.enter(node.config, context)) };
}

/** Walks paths until each waits or has ended, then settles what that means for the run. */
function walk(engine: Engine, automation: AutomationSnapshot, run: RunState, paths: PathState[]): void {
  const queue = [...paths];
  for (let path = queue.shift(); path !== undefined && run.endedAt === null; path = queue.shift()) {
    const entered = enter(engine, automation, run, path);
    // The current path goes on before its siblings, so that what it sends leaves in the order its steps ran.
    if (entered) queue.unshift(...settle(engine, run, path, entered.node, entered.outcome));
  }
  engine.scope.touchedRuns.add(run.id);
  if (run.endedAt === null) {
    if (run.paths.length === 0) endRun(engine, run, "completed", null);
    else run.status = "waiting";
  }
}

/** Starts a run's first path at `step`. */
export function beginRun(engine: Engine, automation: AutomationSnapshot, run: RunState, step: string): void {
  const path: PathState = { id: "1", step, visit: 0, enteredAt: engine.environment.now, wait: null };
  run.paths = [path];
  run.status = "running";
  walk(engine, automation, run, [path]);
}

/** Brings the run to the published version; paths at steps that are gone go on at what followed. */
function migrate(engine: Engine, automation: AutomationSnapshot, run: RunState): void {
  if (run.versionId === automation.versionId) return;
  run.versionId = automation.versionId;
  engine.scope.touchedRuns.add(run.id);
  const moved: PathState[] = [];
  for (const path of [...run.paths]) {
    const node = automation.definition.steps[path.step];
    // A step that became one which never waits cannot be waited in: the path goes on after it.
    if (node && engine.registry.steps[node.type]?.resume) continue;
    const successor = node ? node.exits["next"] : automation.successors[path.step];
    record(engine, run, path, node?.type ?? "deleted", "next", node ? "step_changed" : "step_deleted", undefined);
    if (successor) {
      moveTo(path, successor);
      moved.push(path);
    } else run.paths = run.paths.filter((other) => other !== path);
  }
  if (moved.length > 0 || run.paths.length === 0) walk(engine, automation, run, moved);
}

/** Whether the run may move now. Runs of an automation that is not active pause where they are. */
function ready(engine: Engine, run: RunState): AutomationSnapshot | null {
  if (run.endedAt !== null || run.status === "paused") return null;
  const automation = automationOf(engine.scope, run);
  if (!automation) return null;
  if (automation.state !== "active") {
    run.status = "paused";
    engine.scope.touchedRuns.add(run.id);
    return null;
  }
  migrate(engine, automation, run);
  return run.endedAt === null ? automation : null;
}

function resumePath(engine: Engine, automation: AutomationSnapshot, run: RunState, path: PathState, event: EngineEvent | null): boolean {
  const node = automation.definition.steps[path.step];
  const type = node && engine.registry.steps[node.type];
  const wait = path.wait;
  if (!node || !type?.resume || !wait) return false;
  const context = stepContext(engine, automation, run, path, node);
  const outcome = guarded(() => type.resume?.(node.config, context, wait, event) ?? null);
  if (outcome === null) return false;
  run.status = "running";
  const next = settle(engine, run, path, node, outcome);
  walk(engine, automation, run, next);
  return true;
}

function waitsFor(path: PathState, event: EngineEvent): boolean {
  const key = eventKey(event);
  return path.wait?.on.some((wanted) => wanted.type === event.type && (wanted.key === undefined || wanted.key === key)) ?? false;
}

export interface Resumed {
  run: RunState;
  stepId: string;
}

/** Offers the event to every path of the contact that waits for such a one. */
export function resumeRuns(engine: Engine, event: EngineEvent): Resumed[] {
  const resumed: Resumed[] = [];
  for (const run of [...engine.scope.runs]) {
    if (!run.paths.some((path) => waitsFor(path, event))) continue;
    const automation = ready(engine, run);
    if (!automation) continue;
    // Only paths that waited before the event: a path that starts to wait because of it must not take it again.
    for (const path of run.paths.filter((candidate) => waitsFor(candidate, event))) {
      if (run.endedAt !== null) break;
      const stepId = path.step;
      if (resumePath(engine, automation, run, path, event)) resumed.push({ run, stepId });
    }
  }
  return resumed;
}

/** The earliest deadline of the run; null where it waits for events only. */
export function wakeAt(run: RunState): number | null {
  let earliest: number | null = null;
  for (const path of run.paths) {
    const deadline = path.wait?.deadline;
    if (deadline != null && (earliest === null || deadline < earliest)) earliest = deadline;
  }
  return earliest;
}

/** Fires the deadlines up to and including `until`, earliest first. */
export function fireTimers(engine: Engine, until: number): void {
  // Runs whose automation is not known here (deleted meanwhile) cannot move: looked at once, not for ever.
  const stuck = new Set<RunState>();
  for (;;) {
    let due: { run: RunState; path: PathState; deadline: number } | null = null;
    for (const run of engine.scope.runs) {
      if (run.status !== "waiting" || stuck.has(run)) continue;
      for (const path of run.paths) {
        const deadline = path.wait?.deadline;
        if (deadline != null && deadline <= until && (due === null || deadline < due.deadline)) due = { run, path, deadline };
      }
    }
    if (due === null) return;
    const automation = ready(engine, due.run);
    if (!automation) stuck.add(due.run);
    if (!automation || !due.run.paths.includes(due.path)) continue;
    // A step that declines its own deadline waits on without one; otherwise it would fire for ever.
    if (due.path.wait?.deadline === due.deadline && !resumePath(engine, automation, due.run, due.path, null) && due.path.wait) {
      due.path.wait = { ...due.path.wait, deadline: null };
      engine.scope.touchedRuns.add(due.run.id);
    }
  }
}

/** Moves runs that wait in steps which a newly published version no longer has. */
export function migrateRuns(engine: Engine): void {
  for (const run of [...engine.scope.runs]) if (run.status === "waiting") ready(engine, run);
}

/** An operator acts on one run: stop it, end its waits now, or begin again at a step. */
export function controlRun(engine: Engine, event: Extract<EngineEvent, { type: "run_control" }>): void {
  const run = engine.scope.runs.find((candidate) => candidate.id === event.runId);
  if (!run || run.endedAt !== null) return;
  if (event.action === "stop") {
    endRun(engine, run, "stopped", event.reason ?? "stopped_by_operator");
    return;
  }
  const automation = ready(engine, run);
  if (!automation) return;
  if (event.action === "restart_here" && event.stepId !== undefined && automation.definition.steps[event.stepId]) {
    for (const path of run.paths) leave(engine, run, path, { nextStepId: event.stepId });
    beginRun(engine, automation, run, event.stepId);
    return;
  }
  for (const path of [...run.paths]) if (run.endedAt === null && path.wait) resumePath(engine, automation, run, path, null);
}
