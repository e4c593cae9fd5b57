/** The way that runs took, for lighting up the canvas. */
import type { Trail } from "../builder-context.ts";
import { edgeId } from "../canvas/graph.ts";
import type { Draft } from "../document/draft.ts";

export interface TrailStep {
  stepId: string;
  exit: string | null;
  error: string | null;
  leftAt: string | null;
}

export interface TrailRun {
  steps: readonly TrailStep[];
  at: readonly string[];
  triggerId?: string | null;
}

export function trailOf(draft: Draft, runs: readonly TrailRun[]): Trail {
  const visited = new Set<string>();
  const taken = new Set<string>();
  const current = new Set<string>();
  const failed = new Set<string>();
  for (const run of runs) {
    for (const step of run.steps) {
      visited.add(step.stepId);
      if (step.exit !== null) taken.add(edgeId(step.stepId, step.exit));
      if (step.error !== null) failed.add(step.stepId);
    }
    for (const id of run.at) {
      visited.add(id);
      current.add(id);
    }
    const first = run.steps[0]?.stepId ?? run.at[0];
    const trigger = startOf(draft, run.triggerId, first);
    if (trigger !== undefined) {
      visited.add(trigger);
      taken.add(edgeId(trigger, "next"));
    }
  }
  return { visited, taken, current, failed };
}

/** The trigger it began with; without its id only when just one leads to the first step. */
function startOf(draft: Draft, id: string | null | undefined, first: string | undefined): string | undefined {
  if (id != null) return draft.triggers.some((trigger) => trigger.id === id) ? id : undefined;
  const candidates = draft.triggers.filter((trigger) => first !== undefined && trigger.next === first);
  return candidates.length === 1 ? candidates[0]?.id : undefined;
}
