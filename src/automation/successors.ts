/** Where runs go on when the step at which they wait is gone from a new version. */
import type { DefinitionInput } from "./definition.ts";

export type Successors = Record<string, string | null>;

/**
 * For each step of `before` that `after` has not: the next step along `next`, else the first exit, that still exists; null where the path
 * ends. Earlier versions' entries are carried on, since a paused run may be several versions behind.
 */
export function successorsOf(
  before: Pick<DefinitionInput, "steps">,
  after: Pick<DefinitionInput, "steps">,
  earlier: Successors,
): Successors {
  const old = new Map(before.steps.map((step) => [step.id, step]));
  const kept = new Set(after.steps.map((step) => step.id));

  function follow(id: string | null): string | null {
    const seen = new Set<string>();
    let at = id;
    while (at !== null && !kept.has(at)) {
      if (seen.has(at)) return null;
      seen.add(at);
      const exits = old.get(at)?.exits ?? {};
      at = exits["next"] ?? Object.values(exits)[0] ?? earlier[at] ?? null;
    }
    return at;
  }

  const successors: Successors = {};
  for (const id of [...old.keys(), ...Object.keys(earlier)]) {
    if (!kept.has(id)) successors[id] = follow(old.has(id) ? id : (earlier[id] ?? null));
  }
  return successors;
}
