/** Automations whose own step starts them again: a ticket or a consent that goes round for ever. */
import type { Definition, StepNode } from "./definition.ts";
import { type Problem, problem } from "./problems.ts";
import type { Change } from "./step.ts";
import type { Reaction, Registry } from "./trigger.ts";

interface OwnChange extends Change {
  nodeId: string;
}

/**
 * A change fires only where the state was another before. Before a step, the state is one that the trigger starts in or one
 * that another step of the automation sets; thanking a new subscriber by subscribing them again is no loop.
 */
export function loopProblems(registry: Registry, definition: Definition): Problem[] {
  const changes = definition.stepOrder.flatMap((id): OwnChange[] => {
    const node = definition.steps[id] as StepNode;
    return (registry.steps[node.type]?.changes?.(node.config) ?? []).map((change) => ({ ...change, nodeId: id }));
  });
  return definition.triggers.flatMap((trigger) => {
    const reaction = registry.triggers[trigger.type]?.reactsTo?.(trigger.config);
    if (!reaction) return [];
    const looping = changes.filter((change) => refires(change, reaction, changes));
    return looping.map((change) => ({
      ...problem(
        "starts_itself",
        ["steps", definition.stepOrder.indexOf(change.nodeId)],
        `This step starts the automation again by its own start step "${trigger.label ?? trigger.id}".`,
        "Narrow the start step (from, to, categories), or move this step into another automation.",
      ),
      nodeId: change.nodeId,
    }));
  });
}

function refires(change: OwnChange, reaction: Reaction, changes: OwnChange[]): boolean {
  if (change.subject !== reaction.subject) return false;
  const { categories = [] } = reaction;
  if (categories.length > 0 && change.category !== undefined && !categories.includes(change.category ?? "")) return false;
  if (reaction.to.length > 0 && !reaction.to.includes(change.to)) return false;
  if (change.subject === "ticket_created") return change.always === true;
  const fromFits = (state: string) => state !== change.to && (reaction.from.length === 0 || reaction.from.includes(state));
  const setByOthers = changes.filter((other) => other.subject === change.subject && other.nodeId !== change.nodeId).map(({ to }) => to);
  // Started on any state: whatever it was, it can be another than this step sets.
  const startsAnywhere = reaction.to.length === 0 && (reaction.from.length === 0 || reaction.from.some((state) => state !== change.to));
  return startsAnywhere || [...reaction.to, ...setByOthers].some(fromFits);
}
