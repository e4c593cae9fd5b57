/** Where frames lie: around what they hold. A frame has no place of its own, so moving it moves its nodes. */
import { boxes } from "../actions.ts";
import type { BuilderContextValue } from "../builder-context.ts";
import { type Draft, groupsOf, type Position } from "../document/draft.ts";
import type { Box } from "./geometry.ts";

const PADDING = 24;
const TITLE_HEIGHT = 36;

export function around(held: readonly Box[]): Box {
  const left = Math.min(...held.map(({ x }) => x)) - PADDING;
  const top = Math.min(...held.map(({ y }) => y)) - PADDING - TITLE_HEIGHT;
  const right = Math.max(...held.map(({ x, width }) => x + width)) + PADDING;
  const bottom = Math.max(...held.map(({ y, height }) => y + height)) + PADDING;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Places with those of frames told as places of the nodes in them. */
export function unfold(
  draft: Draft,
  describe: BuilderContextValue["describe"],
  places: ReadonlyMap<string, Position>,
): ReadonlyMap<string, Position> {
  const groups = groupsOf(draft).filter(({ id }) => places.has(id));
  if (groups.length === 0) return places;
  const all = new Map(boxes(draft, describe).map((box) => [box.id, box]));
  const result = new Map<string, Position>();
  for (const group of groups) {
    const held = group.nodes.flatMap((id) => all.get(id) ?? []);
    const to = places.get(group.id);
    if (!to || held.length === 0) continue;
    const from = around(held);
    for (const { id, x, y } of held) result.set(id, { x: x + to.x - from.x, y: y + to.y - from.y });
  }
  for (const [id, place] of places) if (!groups.some((group) => group.id === id)) result.set(id, place);
  return result;
}
