/** Places nodes from left to right, so that arrows cross as little as possible. Deterministic: the same document gives the same picture. */
import { graphlib, layout as runDagre } from "@dagrejs/dagre";
import { arrows, type Draft, type Position } from "../document/draft.ts";
import { COLUMN_GAP, NODE_WIDTH, type NodeShape, nodeHeight, ROW_GAP } from "./geometry.ts";

const GRID = 4;

/** Positions of `only` these nodes (all without it); the group keeps its top left corner where it was. */
export function layOut(draft: Draft, shapeOf: (id: string) => NodeShape, only?: ReadonlySet<string>): Map<string, Position> {
  const nodes = [...draft.triggers, ...draft.steps].filter((node) => !only || only.has(node.id));
  if (nodes.length === 0) return new Map();
  const ids = new Set(nodes.map((node) => node.id));
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "LR",
    ranksep: COLUMN_GAP,
    nodesep: ROW_GAP,
    edgesep: 16,
    ranker: nodes.length > 300 ? "longest-path" : "network-simplex",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: nodeHeight(shapeOf(node.id)) });
  const drawn = arrows(draft).filter(({ from, to }) => ids.has(from.node) && ids.has(to));
  for (const { from, to } of drawn) graph.setEdge(from.node, to, {}, from.exit);
  runDagre(graph, { constraints: inOrderOfExits(drawn, shapeOf) });

  const placed = nodes.map((node) => {
    const { x, y, width, height } = graph.node(node.id) as { x: number; y: number; width: number; height: number };
    return [node.id, { x: x - width / 2, y: y - height / 2 }] as const;
  });
  const origin = only ? corner(nodes.flatMap((node) => (node.position ? [node.position] : []))) : { x: 0, y: 0 };
  const at = corner(placed.map(([, position]) => position));
  return new Map(placed.map(([id, { x, y }]) => [id, { x: snap(x - at.x + origin.x), y: snap(y - at.y + origin.y) }]));
}

/**
 * What only one step leads to lies below what that step's exits further up lead to. Of steps that several lead to nothing is asked:
 * their wishes could contradict each other.
 */
function inOrderOfExits(drawn: ReturnType<typeof arrows>, shapeOf: (id: string) => NodeShape): { left: string; right: string }[] {
  const sources = new Map<string, Set<string>>();
  const targets = new Map<string, ReturnType<typeof arrows>>();
  for (const arrow of drawn) {
    sources.set(arrow.to, (sources.get(arrow.to) ?? new Set()).add(arrow.from.node));
    targets.set(arrow.from.node, [...(targets.get(arrow.from.node) ?? []), arrow]);
  }
  return [...targets].flatMap(([node, own]) => {
    if (own.length < 2) return [];
    const exits = shapeOf(node).exits.map(({ name }) => name);
    const sorted = own.toSorted((a, b) => exits.indexOf(a.from.exit) - exits.indexOf(b.from.exit));
    const alone = [...new Set(sorted.map(({ to }) => to))].filter((to) => sources.get(to)?.size === 1);
    return alone.slice(1).map((to, index) => ({ left: alone[index] as string, right: to }));
  });
}

function corner(positions: readonly Position[]): Position {
  if (positions.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...positions.map(({ x }) => x)), y: Math.min(...positions.map(({ y }) => y)) };
}

export function snap(value: number): number {
  return Math.round(value / GRID) * GRID;
}

/** Documents written by hand or by the API have no positions: places those that lack one, leaving the others where they are. */
export function withPositions(draft: Draft, shapeOf: (id: string) => NodeShape): Draft {
  const nodes = [...draft.triggers, ...draft.steps];
  const missing = new Set(nodes.filter((node) => !node.position).map((node) => node.id));
  if (missing.size === 0) return draft;
  const positions = layOut(draft, shapeOf, missing.size === nodes.length ? undefined : missing);
  // Beside those that have a place already, the newly placed go below.
  const bottom = Math.max(
    0,
    ...nodes.flatMap((node) => (node.position ? [node.position.y + nodeHeight(shapeOf(node.id)) + 2 * ROW_GAP] : [])),
  );
  const shift = missing.size === nodes.length ? 0 : bottom;
  const place = <T extends { id: string; position?: Position }>(node: T): T => {
    const at = positions.get(node.id);
    return node.position || !at ? node : { ...node, position: { x: at.x, y: at.y + shift } };
  };
  return { ...draft, triggers: draft.triggers.map(place), steps: draft.steps.map(place) };
}

export type Alignment = "left" | "center" | "top" | "middle" | "columns" | "rows";

/** Lines up or spreads evenly the chosen nodes. */
export function align(
  boxes: readonly { id: string; x: number; y: number; width: number; height: number }[],
  how: Alignment,
): Map<string, Position> {
  if (boxes.length < 2) return new Map();
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const centre = (Math.min(...boxes.map((box) => box.x)) + Math.max(...boxes.map((box) => box.x + box.width))) / 2;
  const middle = (Math.min(...boxes.map((box) => box.y)) + Math.max(...boxes.map((box) => box.y + box.height))) / 2;
  if (how === "columns" || how === "rows") return spread(boxes, how);
  return new Map(
    boxes.map((box) => {
      const x = how === "left" ? left : how === "center" ? centre - box.width / 2 : box.x;
      const y = how === "top" ? top : how === "middle" ? middle - box.height / 2 : box.y;
      return [box.id, { x: snap(x), y: snap(y) }];
    }),
  );
}

function spread(
  boxes: readonly { id: string; x: number; y: number; width: number; height: number }[],
  how: "columns" | "rows",
): Map<string, Position> {
  const sorted = [...boxes].sort((a, b) => (how === "columns" ? a.x - b.x : a.y - b.y));
  let at = how === "columns" ? (sorted[0]?.x ?? 0) : (sorted[0]?.y ?? 0);
  return new Map(
    sorted.map((box) => {
      const position = how === "columns" ? { x: snap(at), y: box.y } : { x: box.x, y: snap(at) };
      at += how === "columns" ? box.width + COLUMN_GAP : box.height + ROW_GAP;
      return [box.id, position];
    }),
  );
}
