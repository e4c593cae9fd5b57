/** The ways of all arrows around steps, looked for again only when something has another place or size, or leads elsewhere. */
import type { Position, StepDraft, TriggerDraft } from "../document/draft.ts";
import { type Box, ENTRY_POINT, exitPoint, HANDLE_SIZE, NODE_WIDTH, nodeHeight } from "./geometry.ts";
import type { Describe } from "./node-view.ts";
import { type Arrow, type Detour, detours, type Ends } from "./route.ts";

type Way = (Ends & Detour) | null;

/** Arrows begin and end at the outer side of the handles. */
const OUTSIDE = HANDLE_SIZE / 2;

export function createWays() {
  let known = "";
  let ways: Way[] = [];

  return (
    drawn: readonly { source: string; exit: string; target: string }[],
    nodes: readonly (TriggerDraft | StepDraft)[],
    describe: Describe,
  ): readonly Way[] => {
    const placed = new Map(nodes.map((node) => [node.id, { view: describe(node), at: node.position ?? { x: 0, y: 0 } }]));
    const boxes = [...placed.values()].map(({ view, at }): Box => ({ ...at, width: NODE_WIDTH, height: nodeHeight(view) }));
    const arrows = drawn.map(({ source, exit, target }): Arrow => {
      const start = placed.get(source);
      const end = placed.get(target);
      return {
        from: start ? moved(start.at, exitPoint(start.view, exit), OUTSIDE) : { x: 0, y: 0 },
        to: end ? moved(end.at, ENTRY_POINT, -OUTSIDE) : { x: 0, y: 0 },
        target,
      };
    });
    const now = JSON.stringify([boxes, arrows]);
    if (now === known) return ways;
    known = now;
    const before = new Map(ways.flatMap((way) => (way ? [[JSON.stringify(way), way] as const] : [])));
    ways = detours(arrows, boxes).map((detour, index): Way => {
      const arrow = arrows[index];
      if (!detour || !arrow) return null;
      const way = { from: arrow.from, to: arrow.to, ...detour };
      // The same object, so that what did not change is not drawn anew.
      return before.get(JSON.stringify(way)) ?? way;
    });
    return ways;
  };
}

function moved({ x, y }: Position, by: Position, outside: number): Position {
  return { x: x + by.x + outside, y: y + by.y };
}
