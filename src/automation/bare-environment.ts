import type { Environment } from "./scope.ts";

/** For what only composes or explains: nothing is drawn by lot, and nobody has a turn. */
export function bareEnvironment(now: number, newId: () => string = () => ""): Environment {
  return { now, newId, random: () => 0, turns: new Map(), operatorLoads: new Map() };
}
