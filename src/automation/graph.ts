/** The document as a graph: which step leads to which, by which exit. */
import type { Definition, StepNode } from "./definition.ts";
import type { Registry } from "./trigger.ts";

export interface Edge {
  from: string;
  /** Null for a jump, which has no exit. */
  exit: string | null;
  to: string;
}

/** Edges to steps that exist, in the document's order. */
export function edgesOf(registry: Registry, definition: Definition): Edge[] {
  return definition.stepOrder.flatMap((id) => {
    const node = definition.steps[id] as StepNode;
    const exits = Object.entries(node.exits).map(([exit, to]) => ({ from: id, exit, to }));
    const jumps = (registry.steps[node.type]?.jumps?.(node.config) ?? []).map((to) => ({ from: id, exit: null, to }));
    return [...exits, ...jumps].filter(({ to }) => Object.hasOwn(definition.steps, to));
  });
}

/** True where a path that goes along this edge has always waited at its start. */
export function edgeWaits(registry: Registry, definition: Definition, { from, exit }: Edge): boolean {
  const node = definition.steps[from] as StepNode;
  if (exit === null) return false;
  return registry.steps[node.type]?.waits?.(node.config, exit, (name) => node.exits[name] !== undefined) ?? false;
}

/** Steps that some start step leads to. */
export function reachable(definition: Definition, edges: Edge[]): Set<string> {
  const targets = targetsOf(edges);
  const seen = new Set(definition.triggers.map(({ next }) => next).filter((id) => Object.hasOwn(definition.steps, id)));
  // A Set goes on over what is added while it is walked.
  for (const id of seen) for (const to of targets.get(id) ?? []) seen.add(to);
  return seen;
}

function targetsOf(edges: Edge[]): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const list = targets.get(from);
    if (list) list.push(to);
    else targets.set(from, [to]);
  }
  return targets;
}

/** Circles that these edges make, each as its steps in turn, at most one through any step. */
export function circles(order: string[], edges: Edge[]): string[][] {
  const targets = targetsOf(edges);
  const done = new Set<string>();
  const found: string[][] = [];
  for (const start of order) {
    if (done.has(start)) continue;
    // Depth first with a stack of its own: documents have up to 2,000 steps in a row.
    const trail: { id: string; next: number }[] = [{ id: start, next: 0 }];
    const onTrail = new Set([start]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const to = targets.get(top.id)?.[top.next++];
      if (to === undefined) {
        done.add(top.id);
        onTrail.delete(top.id);
        trail.pop();
      } else if (onTrail.has(to)) {
        const ids = trail.map(({ id }) => id);
        found.push(ids.slice(ids.indexOf(to)));
      } else if (!done.has(to)) {
        trail.push({ id: to, next: 0 });
        onTrail.add(to);
      }
    }
  }
  return withoutOverlaps(found);
}

function withoutOverlaps(found: string[][]): string[][] {
  const used = new Set<string>();
  return found.filter((circle) => {
    if (circle.some((id) => used.has(id))) return false;
    for (const id of circle) used.add(id);
    return true;
  });
}
