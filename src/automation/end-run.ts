/** How a run ends before its paths do: by a limit, an operator, another automation, a purchase. */
import type { Json } from "../domain/json.ts";
import type { Environment, Scope } from "./scope.ts";
import type { PathState, RunState, RunStatus } from "./state.ts";

type At = { scope: Scope; environment: Environment };

/** The path is taken from the step where it stands, by none of the step's exits. */
export function leave({ scope, environment }: At, run: RunState, path: PathState, result: Json): void {
  scope.records.push({
    runId: run.id,
    automationId: run.automationId,
    versionId: run.versionId,
    pathId: path.id,
    stepId: path.step,
    stepType: scope.workspace.automations[run.automationId]?.definition.steps[path.step]?.type ?? "deleted",
    visit: path.visit,
    enteredAt: path.enteredAt,
    leftAt: environment.now,
    exit: null,
    error: null,
    result,
  });
}

/** Ends a run for good; a run that has ended stays as it ended. Where its paths stood is kept with what they had walked. */
export function endRun(at: At, run: RunState, status: RunStatus, reason: string | null): void {
  if (run.endedAt !== null) return;
  for (const path of run.paths) leave(at, run, path, null);
  run.status = status;
  run.reason = reason;
  run.paths = [];
  run.endedAt = at.environment.now;
  at.scope.touchedRuns.add(run.id);
}

/** Ends runs whose purpose is gone: what they queued and has not left yet is not sent either. */
export function stopRuns(at: At, runs: RunState[], reason: string): void {
  const unfinished = runs.filter((run) => run.endedAt === null);
  if (unfinished.length === 0) return;
  for (const run of unfinished) endRun(at, run, "stopped", reason);
  at.scope.effects.push({ kind: "drop_queued", runIds: unfinished.map((run) => run.id) });
}
