/** Chance that a run remembers: coming by the same step again gives the same way. */
import type { JsonObject } from "../domain/json.ts";
import type { StepContext } from "./step.ts";

/** A variable that documents cannot name (see `isVariable`), so that no step overwrites what was drawn. */
const DRAWN = "_drawn";

/** One of the paths, in proportion to the weights; the one drawn before in this run, while it still exists. */
export function chanceOf({ run, node, environment }: StepContext, paths: readonly { id: string; weight: number }[]): string {
  const drawn = (run.vars[DRAWN] ?? {}) as JsonObject;
  const before = paths.find((path) => path.id === drawn[node.id]);
  if (before) return before.id;
  const chosen = draw(paths, environment.random());
  run.vars[DRAWN] = { ...drawn, [node.id]: chosen };
  return chosen;
}

function draw(paths: readonly { id: string; weight: number }[], chance: number): string {
  let rest = chance * paths.reduce((sum, { weight }) => sum + weight, 0);
  for (const { id, weight } of paths) {
    rest -= weight;
    if (rest < 0) return id;
  }
  // Rounding may leave a hair's breadth: it belongs to the last path that has any weight.
  return (paths.findLast(({ weight }) => weight > 0) as { id: string }).id;
}
