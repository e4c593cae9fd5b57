/** Whether steps further on look at a variable of the run: who sets it must then wait for its value. */
import type { Definition, StepNode } from "./definition.ts";

const known = new WeakMap<StepNode, Map<string, boolean>>();

/** True where a step that some exit of `node` leads to names the variable anywhere in its config. Computed once per document. */
export function usedLater(definition: Definition, node: StepNode, variable: string): boolean {
  let answers = known.get(node);
  if (!answers) known.set(node, (answers = new Map()));
  let used = answers.get(variable);
  if (used === undefined) answers.set(variable, (used = search(definition, node, variable)));
  return used;
}

function search(definition: Definition, node: StepNode, variable: string): boolean {
  const seen = new Set(targets(node));
  // A Set goes on over what is added while it is walked.
  for (const id of seen) {
    const next = definition.steps[id];
    if (!next) continue;
    if (JSON.stringify(next.config).includes(variable)) return true;
    for (const target of targets(next)) seen.add(target);
  }
  return false;
}

/** Exits, and the one kind of jump there is. */
function targets({ exits, config }: StepNode): string[] {
  const jump = (config as { step?: unknown } | null)?.step;
  return [...Object.values(exits), ...(typeof jump === "string" ? [jump] : [])];
}
