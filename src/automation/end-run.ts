/** How a run ends before its paths do: by a limit, an operator, another automation, a purchase. */
import type { Environment, Scope } from "./scope.ts";
import type { RunState, RunStatus } from "./state.ts";

/** Ends a run for good; a run that has ended stays as it ended. */
export function endRun(at: { scope: Scope; environment: Environment }, run: RunState, status: RunStatus, reason: string | null): void {
  if (run.endedAt !== null) return;
  run.status = status;
  run.reason = reason;
  run.paths = [];
  run.endedAt = at.environment.now;
  at.scope.touchedRuns.add(run.id);
}

/** Ends runs whose purpose is gone: what they queued and has not left yet is not sent either. */
export function stopRuns(at: { scope: Scope; environment: Environment }, runs: RunState[], reason: string): void {
  const unfinished = runs.filter((run) => run.endedAt === null);
  if (unfinished.length === 0) return;
  for (const run of unfinished) endRun(at, run, "stopped", reason);
  at.scope.effects.push({ kind: "drop_queued", runIds: unfinished.map((run) => run.id) });
}
