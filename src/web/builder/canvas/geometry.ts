/**
 * How large nodes are and where their handles lie, computed instead of measured: arrows are right on the first frame,
 * the layout needs no browser, and nodes outside the view need not be rendered to be known.
 */
import type { Position } from "../document/draft.ts";

/** All lengths in pixels at zoom 1, on the 4 px grid. */
export const NODE_WIDTH = 264;
export const HEADER_HEIGHT = 44;
export const ROW_HEIGHT = 32;
const SUMMARY_LINE = 20;
const SUMMARY_PADDING = 12;
/** About what fits in one line of the summary; a second line holds the rest, cut by an ellipsis. */
const CHARACTERS_PER_LINE = 38;
export const COLUMN_GAP = 96;
export const ROW_GAP = 32;
export const HANDLE_SIZE = 12;
export const NOTE_SIZE = { width: 220, height: 140 };

export interface NodeShape {
  summary: string;
  exits: readonly { name: string }[];
}

export function summaryLines(summary: string): 0 | 1 | 2 {
  if (summary === "") return 0;
  return summary.length > CHARACTERS_PER_LINE || summary.includes("\n") ? 2 : 1;
}

function headHeight(summary: string): number {
  const lines = summaryLines(summary);
  return HEADER_HEIGHT + (lines === 0 ? 0 : lines * SUMMARY_LINE + SUMMARY_PADDING);
}

/** A single exit needs no row of its own: its handle sits beside the header. */
export function hasExitRows(exits: NodeShape["exits"]): boolean {
  return exits.length > 1;
}

export function nodeHeight({ summary, exits }: NodeShape): number {
  return headHeight(summary) + (hasExitRows(exits) ? exits.length * ROW_HEIGHT + 4 : 0);
}

/** Where an arrow leaves, relative to the node's top left corner. */
export function exitPoint(shape: NodeShape, exit: string): Position {
  const index = shape.exits.findIndex((candidate) => candidate.name === exit);
  if (!hasExitRows(shape.exits) || index < 0) return { x: NODE_WIDTH, y: HEADER_HEIGHT / 2 };
  return { x: NODE_WIDTH, y: headHeight(shape.summary) + index * ROW_HEIGHT + ROW_HEIGHT / 2 };
}

export const ENTRY_POINT: Position = { x: 0, y: HEADER_HEIGHT / 2 };

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The nearest place at or below `wanted` where a box of this size does not touch another. */
export function freePlace(wanted: Box, others: readonly Box[]): Position {
  let y = wanted.y;
  for (;;) {
    const hit = others.find(
      (box) =>
        wanted.x < box.x + box.width + ROW_GAP / 2 &&
        box.x < wanted.x + wanted.width + ROW_GAP / 2 &&
        y < box.y + box.height + ROW_GAP / 2 &&
        box.y < y + wanted.height + ROW_GAP / 2,
    );
    if (!hit) return { x: wanted.x, y };
    y = hit.y + hit.height + ROW_GAP;
  }
}
