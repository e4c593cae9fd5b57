import type { Json, JsonObject } from "../domain/json.ts";

/** For steps that are gone: where a run that waited there goes on; null ends its path. */
export type Successors = Record<string, string | null>;

interface RawStep {
  id: string;
  type: string;
  config?: { [key: string]: Json };
  exits?: Record<string, string>;
}

function stepsOf(document: JsonObject): Map<string, RawStep> {
  const steps = (Array.isArray(document["steps"]) ? document["steps"] : []) as unknown as RawStep[];
  return new Map(steps.map((step) => [step.id, step]));
}

/** The one way on from a step that is gone: `next`, else its first exit, else where it jumps to. */
function following(step: RawStep): string | undefined {
  const jump = step.config?.["step"];
  return (
    step.exits?.["next"] ?? Object.values(step.exits ?? {})[0] ?? (step.type === "go_to" && typeof jump === "string" ? jump : undefined)
  );
}

/**
 * The map of a new version: steps the previous version had and this one has not, and those that were gone before. Each leads to the
 * first step after it, in the version that still had it, that exists now.
 */
export function successorsOf(previous: { document: JsonObject; successors: Successors } | null, next: JsonObject): Successors {
  if (!previous) return {};
  const old = stepsOf(previous.document);
  const now = stepsOf(next);
  const survivor = (id: string | null): string | null => {
    const seen = new Set<string>();
    for (let at = id; at !== null && !seen.has(at); ) {
      if (now.has(at)) return at;
      seen.add(at);
      const step = old.get(at);
      at = (step && following(step)) ?? null;
    }
    return null;
  };
  const gone = [...old.keys()].filter((id) => !now.has(id)).map((id) => [id, survivor(id)] as const);
  const before = Object.entries(previous.successors)
    .filter(([id]) => !now.has(id))
    .map(([id, to]) => [id, survivor(to)] as const);
  return Object.fromEntries([...before, ...gone]);
}
