/**
 * The way of an arrow: a curve where that passes no step, else around the steps: out of the one, along a free lane, into the other.
 * Computed from the geometry alone, in the order of the document, so that the same document gives the same picture.
 */
import type { Position } from "../document/draft.ts";
import type { Box } from "./geometry.ts";

export interface Ends {
  from: Position;
  to: Position;
}

/** Right of the step to `out`, up or down to `lane`, along it to `into`, up or down to the entry. What is written on it stands at `middle`. */
export interface Detour {
  out: number;
  lane: number;
  into: number;
  middle: number;
}

type Way = Omit<Detour, "middle">;

export interface Arrow extends Ends {
  /** Arrows to the same step may share a lane. */
  target: string;
}

/** How near to a step an arrow may pass; less than the handles that it begins and ends at stand out. */
const CLEARANCE = 4;
/** Where ways are looked for beside a step, the most pleasant first. */
const BESIDE = [16, 8, 24, 32, 40];
const OUT_OF_HANDLE = [20, 28, 36, 44, 52, 60, 68, 76];
const LANE_WIDTH = 8;
/** Where on its lane an arrow has its button, and how much room that needs. */
const MIDDLES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
const BUTTON = 28;
/** Beyond these, the farthest are not looked at: a drop among hundreds of steps must not be felt. */
const MOST_LANES = 400;
/** How high a row of the index of boxes is. */
const ROW = 64;
const SAMPLE = 16;
/** What it costs, in pixels of a detour, to pass behind a step, and to lie on an arrow that leads elsewhere. */
const BEHIND = 4000;
const ON_ANOTHER = 120;

/** A stretch along one axis (`along` from `start` to `end`) at `at` of the other. */
interface Stretch {
  at: number;
  start: number;
  end: number;
  target: string;
}

/** A detour for each arrow whose curve would run behind a step; null for the others. */
export function detours(arrows: readonly Arrow[], boxes: readonly Box[]): (Detour | null)[] {
  const rows = inRows(boxes);
  const heights = besideAll(boxes);
  const middles: Position[] = [];
  const lanes: Stretch[] = [];
  const rises: Stretch[] = [];
  return arrows.map((arrow) => {
    if (!isBlocked(arrow, boxes)) return null;
    const way = detourOf(arrow, boxes, rows, heights, lanes, rises);
    const { out, lane, into } = way;
    const middle = freeMiddle(way, middles);
    middles.push({ x: middle, y: lane });
    lanes.push(stretch(lane, out, into, arrow.target));
    rises.push(stretch(out, arrow.from.y, lane, arrow.target), stretch(into, lane, arrow.to.y, arrow.target));
    return { out, lane, into, middle };
  });
}

/** On lanes beside each other the buttons would cover each other. */
function freeMiddle({ out, lane, into }: Way, taken: readonly Position[]): number {
  const middles = MIDDLES.map((part) => out + (into - out) * part);
  const free = middles.find((x) => !taken.some((other) => Math.abs(other.x - x) < BUTTON && Math.abs(other.y - lane) < BUTTON));
  return free ?? (out + into) / 2;
}

/** The boxes that something at a height may touch. */
function inRows(boxes: readonly Box[]): (y: number) => readonly Box[] {
  const rows = new Map<number, Box[]>();
  for (const box of boxes) {
    const last = Math.floor((box.y + box.height + CLEARANCE) / ROW);
    for (let row = Math.floor((box.y - CLEARANCE) / ROW); row <= last; row++) {
      const held = rows.get(row);
      if (held) held.push(box);
      else rows.set(row, [box]);
    }
  }
  return (y) => rows.get(Math.floor(y / ROW)) ?? [];
}

function stretch(at: number, one: number, other: number, target: string): Stretch {
  return { at, start: Math.min(one, other), end: Math.max(one, other), target };
}

function controls({ from, to }: Ends): [number, number] {
  const distance = to.x - from.x;
  // Backwards it needs room to turn, however far it goes.
  const offset = distance >= 0 ? distance / 2 : 15 * Math.sqrt(-distance);
  return [from.x + offset, to.x - offset];
}

function isBlocked(ends: Ends, boxes: readonly Box[]): boolean {
  const { from, to } = ends;
  const [first, second] = controls(ends);
  const left = Math.min(from.x, second, to.x);
  const right = Math.max(from.x, first, to.x);
  const near = boxes.filter(
    (box) => box.x < right && left < box.x + box.width && box.y < Math.max(from.y, to.y) && Math.min(from.y, to.y) < box.y + box.height,
  );
  if (near.length === 0) return false;
  const steps = Math.ceil((right - left + Math.abs(to.y - from.y)) / SAMPLE);
  for (let index = 1; index < steps; index++) {
    const t = index / steps;
    const u = 1 - t;
    const x = u ** 3 * from.x + 3 * u * u * t * first + 3 * u * t * t * second + t ** 3 * to.x;
    const y = u * u * (u + 3 * t) * from.y + t * t * (t + 3 * u) * to.y;
    if (near.some((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height)) return true;
  }
  return false;
}

function detourOf(
  { from, to, target }: Arrow,
  boxes: readonly Box[],
  rows: (y: number) => readonly Box[],
  heights: readonly number[],
  lanes: readonly Stretch[],
  rises: readonly Stretch[],
): Way {
  const along = (y: number, one: number, other: number) => cost(rows(y), Math.min(one, other), y, Math.abs(other - one), 0);
  /** Where one may go up or down beside an end, with what stands there and how dear it is to get there. */
  const beside = (end: Position, direction: 1 | -1) =>
    OUT_OF_HANDLE.map((by) => {
      const x = end.x + direction * by;
      return {
        x,
        y: end.y,
        standing: boxes.filter((box) => box.x - CLEARANCE < x && x < box.x + box.width + CLEARANCE),
        drawn: rises.filter((rise) => rise.target !== target && Math.abs(rise.at - x) < LANE_WIDTH),
        reach: along(end.y, end.x, x),
      };
    });
  const cheapest = (candidates: ReturnType<typeof beside>, lane: number) =>
    candidates
      .map(({ x, y, standing, drawn, reach }) => ({
        x,
        cost: reach + cost(standing, x, Math.min(y, lane), 0, Math.abs(lane - y)) + shared(drawn, stretch(x, y, lane, target)),
      }))
      .reduce((best, candidate) => (candidate.cost < best.cost ? candidate : best));

  const outs = beside(from, 1);
  const intos = beside(to, -1);
  const detour = (lane: number) => Math.abs(from.y - lane) + Math.abs(lane - to.y);
  const [nearest, farthest] = [OUT_OF_HANDLE[0] as number, OUT_OF_HANDLE.at(-1) as number];
  const by = from.x < to.x ? farthest : nearest;
  /** What of a lane is used in any case. */
  const shortest = [from.x + by, to.x - by] as const;
  let best: Way & { cost: number } = { out: from.x, lane: from.y, into: to.x, cost: Number.POSITIVE_INFINITY };
  let looked = 0;
  for (const lane of fromNearest(heights, from.y, to.y)) {
    // Those that follow are longer still.
    if (detour(lane) >= best.cost || looked++ > MOST_LANES) break;
    if (detour(lane) + along(lane, shortest[0], shortest[1]) >= best.cost) continue;
    const out = cheapest(outs, lane);
    const into = cheapest(intos, lane);
    const whole = out.cost + into.cost + along(lane, out.x, into.x) + shared(lanes, stretch(lane, out.x, into.x, target));
    if (whole < best.cost) best = { out: out.x, lane, into: into.x, cost: whole };
  }
  return best;
}

/** Heights above and below each step, in order. */
function besideAll(boxes: readonly Box[]): number[] {
  const heights = new Set<number>();
  for (const { y, height } of boxes) for (const by of BESIDE) heights.add(y - by).add(y + height + by);
  return [...heights].sort((a, b) => a - b);
}

/** The heights from the nearest on: those between the two cost no way at all. */
function* fromNearest(heights: readonly number[], one: number, other: number): Generator<number> {
  yield one;
  if (other !== one) yield other;
  const [top, bottom] = [Math.min(one, other), Math.max(one, other)];
  let below = heights.findIndex((height) => height > top);
  if (below < 0) below = heights.length;
  let above = below - 1;
  for (; below < heights.length && (heights[below] as number) < bottom; below++) yield heights[below] as number;
  while (above >= 0 || below < heights.length) {
    const up = above >= 0 ? top - (heights[above] as number) : Number.POSITIVE_INFINITY;
    const down = below < heights.length ? (heights[below] as number) - bottom : Number.POSITIVE_INFINITY;
    yield heights[up <= down ? above-- : below++] as number;
  }
}

/** Length of a straight stretch, and what it costs to pass behind what stands there. */
function cost(boxes: readonly Box[], x: number, y: number, width: number, height: number): number {
  let behind = 0;
  for (const box of boxes)
    if (
      x < box.x + box.width + CLEARANCE &&
      box.x - CLEARANCE < x + width &&
      y < box.y + box.height + CLEARANCE &&
      box.y - CLEARANCE < y + height
    )
      behind++;
  return width + height + behind * BEHIND;
}

function shared(others: readonly Stretch[], { at, start, end, target }: Stretch): number {
  let count = 0;
  for (const other of others)
    if (other.target !== target && Math.abs(other.at - at) < LANE_WIDTH && start < other.end && other.start < end) count++;
  return count * ON_ANOTHER;
}

const CORNER = 16;

/** What is drawn between the ends, and the middle of it. */
export function wayOf(ends: Ends, detour: Detour | null): { path: string; middle: Position } {
  const { from, to } = ends;
  if (!detour) {
    const [first, second] = controls(ends);
    return {
      path: `M${from.x},${from.y} C${first},${from.y} ${second},${to.y} ${to.x},${to.y}`,
      middle: { x: (from.x + 3 * first + 3 * second + to.x) / 8, y: (from.y + to.y) / 2 },
    };
  }
  const { out, lane, into, middle } = detour;
  const corners = [from, { x: out, y: from.y }, { x: out, y: lane }, { x: into, y: lane }, { x: into, y: to.y }, to];
  return { path: rounded(corners), middle: { x: middle, y: lane } };
}

function rounded(points: readonly Position[]): string {
  const drawn = points.filter((point, index) => index === 0 || distance(point, points[index - 1] as Position) > 0);
  const parts = drawn.map((point, index) => {
    const before = drawn[index - 1];
    const after = drawn[index + 1];
    if (!before) return `M${point.x},${point.y}`;
    if (!after) return `L${point.x},${point.y}`;
    const radius = Math.min(CORNER, distance(before, point) / 2, distance(point, after) / 2);
    const begin = towards(point, before, radius);
    const end = towards(point, after, radius);
    return `L${begin.x},${begin.y} Q${point.x},${point.y} ${end.x},${end.y}`;
  });
  return parts.join(" ");
}

function distance(a: Position, b: Position): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Position, to: Position, by: number): Position {
  const whole = distance(from, to);
  return { x: from.x + ((to.x - from.x) * by) / whole, y: from.y + ((to.y - from.y) * by) / whole };
}
