/** Turns the document into what React Flow draws. Unchanged parts stay the same objects, so that only what changed is drawn anew. */
import { type Edge, type Node, type NodeHandle, Position as Side } from "@xyflow/react";
import {
  arrows,
  type Draft,
  type GroupDraft,
  groupsOf,
  type NoteDraft,
  notesOf,
  type Position,
  type StepDraft,
  type TriggerDraft,
} from "../document/draft.ts";
import { ENTRY_POINT, exitPoint, HANDLE_SIZE, NODE_WIDTH, NOTE_SIZE, nodeHeight } from "./geometry.ts";
import { around } from "./group-box.ts";
import type { Describe, NodeView } from "./node-view.ts";
import type { Detour, Ends } from "./route.ts";
import { createWays } from "./ways.ts";

/** `connected`: names of the exits that have arrows, a line each; one text, so that it compares by value. */
export type StepFlowNode = Node<{ view: NodeView; connected: string }, "step">;
export type NoteFlowNode = Node<{ note: NoteDraft }, "note">;
export type GroupFlowNode = Node<{ group: GroupDraft }, "group-frame">;
export type FlowNode = StepFlowNode | NoteFlowNode | GroupFlowNode;
/** `around` holds for the ends it was found for. */
export type ArrowEdge = Edge<{ exit: string; label: string; jump: boolean; around: (Ends & Detour) | null }, "arrow">;

/** Id of the handle that arrows arrive at. */
export const ENTRY_HANDLE = "entry";
/** Drawn where a step jumps without an exit. */
export const JUMP_HANDLE = "jump";

interface Cached {
  source: object;
  view: NodeView | null;
  selected: boolean;
  position: Position;
  node: FlowNode;
}

export function createGraph() {
  const nodeCache = new Map<string, Cached>();
  let edgeCache = new Map<string, ArrowEdge>();
  const waysOf = createWays();

  function stepNode(
    source: TriggerDraft | StepDraft,
    view: NodeView,
    selected: boolean,
    position: Position,
    describeName: string,
  ): StepFlowNode {
    const height = nodeHeight(view);
    return {
      id: source.id,
      type: "step",
      position,
      selected,
      width: NODE_WIDTH,
      height,
      measured: { width: NODE_WIDTH, height },
      handles: handlesOf(view),
      data: { view, connected: "exits" in source ? Object.keys(source.exits).join("\n") : source.next ? "next" : "" },
      ariaLabel: describeName,
    };
  }

  /** Behind everything else, and first for those who go from one to the next. */
  function frames(draft: Draft, drawn: readonly FlowNode[], selection: ReadonlySet<string>): GroupFlowNode[] {
    const groups = groupsOf(draft);
    if (groups.length === 0) return [];
    const boxes = new Map(drawn.map(({ id, position, width = 0, height = 0 }) => [id, { ...position, width, height }]));
    return groups.flatMap((group) => {
      const held = group.nodes.flatMap((id) => boxes.get(id) ?? []);
      if (held.length === 0) return [];
      const { x, y, width, height } = around(held);
      const selected = selection.has(group.id);
      const cached = nodeCache.get(group.id);
      const same = cached?.source === group && cached.selected === selected;
      if (same && cached.position.x === x && cached.position.y === y && cached.node.width === width && cached.node.height === height)
        return [cached.node as GroupFlowNode];
      const position = { x, y };
      const node: GroupFlowNode = {
        id: group.id,
        type: "group-frame",
        position,
        selected,
        width,
        height,
        measured: { width, height },
        // React Flow lifts what is selected by 1000; a frame stays behind what it holds.
        zIndex: selected ? -1002 : -2,
        data: { group },
        ariaLabel: group.title,
      };
      nodeCache.set(group.id, { source: group, view: null, selected, position, node });
      return [node];
    });
  }

  return {
    nodes(
      draft: Draft,
      describe: Describe,
      selection: ReadonlySet<string>,
      moving: ReadonlyMap<string, Position> | null,
      name: (view: NodeView) => string,
    ): FlowNode[] {
      const result: FlowNode[] = [];
      for (const source of [...draft.triggers, ...draft.steps]) {
        const view = describe(source);
        const selected = selection.has(source.id);
        const position = moving?.get(source.id) ?? source.position ?? { x: 0, y: 0 };
        const cached = nodeCache.get(source.id);
        if (cached && cached.source === source && cached.view === view && cached.selected === selected && same(cached.position, position)) {
          result.push(cached.node);
          continue;
        }
        const node = stepNode(source, view, selected, position, name(view));
        nodeCache.set(source.id, { source, view, selected, position, node });
        result.push(node);
      }
      for (const note of notesOf(draft)) {
        const selected = selection.has(note.id);
        const position = moving?.get(note.id) ?? note.position;
        const cached = nodeCache.get(note.id);
        if (cached && cached.source === note && cached.selected === selected && same(cached.position, position)) {
          result.push(cached.node);
          continue;
        }
        const { width, height } = note.size ?? NOTE_SIZE;
        const node: NoteFlowNode = {
          id: note.id,
          type: "note",
          position,
          selected,
          width,
          height,
          measured: { width, height },
          zIndex: -1,
          data: { note },
          ariaLabel: note.text,
        };
        nodeCache.set(note.id, { source: note, view: null, selected, position, node });
        result.push(node);
      }
      return [...frames(draft, result, selection), ...result];
    },

    edges(draft: Draft, describe: Describe, selected: string | null): ArrowEdge[] {
      const next = new Map<string, ArrowEdge>();
      const drawn = drawnArrows(draft, describe);
      const ways = waysOf(drawn, [...draft.triggers, ...draft.steps], describe);
      drawn.forEach(({ id, source, exit, target, label, jump }, index) => {
        const old = edgeCache.get(id);
        const around = ways[index] ?? null;
        const isSelected = selected === id;
        if (old?.target === target && old.selected === isSelected && old.data?.label === label && old.data.around === around)
          next.set(id, old);
        else
          next.set(id, {
            id,
            type: "arrow",
            source,
            sourceHandle: exit,
            target,
            targetHandle: ENTRY_HANDLE,
            selected: isSelected,
            data: { exit, label, jump, around },
            ...(jump && { reconnectable: false, selectable: false }),
          });
      });
      edgeCache = next;
      return [...next.values()];
    },
  };
}

interface DrawnArrow {
  id: string;
  source: string;
  exit: string;
  target: string;
  label: string;
  jump: boolean;
}

function drawnArrows(draft: Draft, describe: Describe): DrawnArrow[] {
  const views = new Map([...draft.triggers, ...draft.steps].map((node) => [node.id, describe(node)]));
  return [
    ...arrows(draft).map(({ from, to }) => {
      const exit = views.get(from.node)?.exits.find((candidate) => candidate.name === from.exit);
      return {
        id: edgeId(from.node, from.exit),
        source: from.node,
        exit: from.exit,
        target: to,
        label: exit?.label ?? from.exit,
        jump: false,
      };
    }),
    ...draft.steps.flatMap((step) =>
      (views.get(step.id)?.jumps ?? []).flatMap((target) =>
        views.has(target) ? [{ id: `${step.id}/>${target}`, source: step.id, exit: JUMP_HANDLE, target, label: "", jump: true }] : [],
      ),
    ),
  ];
}

export function edgeId(node: string, exit: string): string {
  return `${node}/${exit}`;
}

function handlesOf(view: NodeView): NodeHandle[] {
  const half = HANDLE_SIZE / 2;
  const size = { width: HANDLE_SIZE, height: HANDLE_SIZE };
  const handles: NodeHandle[] = view.exits.map((exit) => {
    const point = exitPoint(view, exit.name);
    return { id: exit.name, type: "source", position: Side.Right, x: point.x - half, y: point.y - half, ...size };
  });
  if (view.kind === "step")
    handles.push({ id: ENTRY_HANDLE, type: "target", position: Side.Left, x: ENTRY_POINT.x - half, y: ENTRY_POINT.y - half, ...size });
  if (view.jumps.length > 0)
    handles.push({ id: JUMP_HANDLE, type: "source", position: Side.Right, x: NODE_WIDTH - half, y: ENTRY_POINT.y - half, ...size });
  return handles;
}

function same(a: Position, b: Position): boolean {
  return a.x === b.x && a.y === b.y;
}
