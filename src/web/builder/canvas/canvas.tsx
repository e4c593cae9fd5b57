/** The canvas: draws the document and turns gestures into changes of it. */
import "@xyflow/react/dist/style.css";
import {
  Background,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  MarkerType,
  MiniMap,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { hue } from "../../ui/hue.ts";
import { useBuilderContext } from "../builder-context.ts";
import { connect, disconnect, move } from "../document/commands.ts";
import type { Position } from "../document/draft.ts";
import { useBuilder, useDraft, useStore } from "../store.ts";
import { ArrowEdge } from "./arrow-edge.tsx";
import { moveCanvas } from "./camera.ts";
import classes from "./canvas.module.css";
import { showBeginning, useFitBesidePhone } from "./first-view.ts";
import { type ArrowEdge as Arrow, createGraph, type FlowNode } from "./graph.ts";
import { unfold } from "./group-box.ts";
import { GroupNode } from "./group-node.tsx";
import { snap } from "./layout.ts";
import { NoteNode } from "./note-node.tsx";
import { StepNode } from "./step-node.tsx";

const nodeTypes = { step: StepNode, note: NoteNode, "group-frame": GroupNode };
const edgeTypes = { arrow: ArrowEdge };
const defaultEdgeOptions = {
  markerEnd: { type: MarkerType.ArrowClosed, width: 20, height: 20, markerUnits: "userSpaceOnUse", color: "var(--parola-arrow)" },
};

export function Canvas({ onCanvasPointer }: { onCanvasPointer?(position: Position): void }) {
  const store = useStore();
  const draft = useDraft();
  const selection = useBuilder((state) => state.selection);
  const { describe, palette, tools, readOnly } = useBuilderContext();
  const { screenToFlowPosition } = useReactFlow();
  const [graph] = useState(createGraph);
  /** While dragging, positions live here: only the drop is a change of the document. */
  const [moving, setMoving] = useState<ReadonlyMap<string, Position> | null>(null);
  const [selectedEdge, setSelectedEdge] = useState<string | null>(null);
  const reconnected = useRef(false);
  const onMoveStart = useFitBesidePhone();

  const nodes = useMemo(
    () =>
      graph.nodes(draft, describe, selection, moving, (view) =>
        tools.t(`canvas.nodeName.${view.kind}`, { title: view.title, summary: view.summary }),
      ),
    [graph, draft, describe, selection, moving, tools],
  );
  const edges = useMemo(() => graph.edges(draft, describe, selectedEdge), [graph, draft, describe, selectedEdge]);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const selects = changes.filter((change) => change.type === "select");
      if (selects.length > 0) {
        const next = new Set(store.get().selection);
        for (const { id, selected } of selects) {
          if (selected) next.add(id);
          else next.delete(id);
        }
        store.select(next, next.size === 1 ? undefined : null);
      }
      const places = changes.filter((change) => change.type === "position");
      const dragged = places.filter((change) => change.position !== undefined);
      if (dragged.length > 0) {
        const said = new Map(dragged.map((change) => [change.id, change.position as Position]));
        const at = unfold(store.get().history.present.draft, describe, said);
        if (dragged.some((change) => change.dragging)) setMoving((old) => new Map([...(old ?? []), ...at]));
        // Arrow keys move without dragging.
        else if (!places.some((change) => change.dragging)) {
          setMoving(null);
          store.change((current) => move(current, new Map([...at].map(([id, { x, y }]) => [id, { x: snap(x), y: snap(y) }]))), {
            mergeKey: "move",
          });
        }
      }
    },
    [store, describe],
  );

  const onDragStop = useCallback(
    (_: unknown, __: unknown, dragged: FlowNode[]) => {
      setMoving(null);
      store.change((current) => {
        const places = unfold(current, describe, new Map(dragged.map((node) => [node.id, node.position])));
        return move(current, new Map([...places].map(([id, { x, y }]) => [id, { x: snap(x), y: snap(y) }])));
      });
    },
    [store, describe],
  );

  const onEdgesChange = useCallback((changes: EdgeChange<Arrow>[]) => {
    for (const change of changes)
      if (change.type === "select") setSelectedEdge((old) => (change.selected ? change.id : old === change.id ? null : old));
  }, []);

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) =>
      store.change((current) => connect(current, { node: source, exit: sourceHandle ?? "next" }, target)),
    [store],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.isValid || !state.fromNode || state.toNode || reconnected.current) return;
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      if (!point || !state.fromHandle) return;
      // A press without a drag opens the menu by itself.
      if (state.from && state.to && Math.hypot(state.to.x - state.from.x, state.to.y - state.from.y) < 24) return;
      const place = screenToFlowPosition({ x: point.clientX, y: point.clientY });
      palette.set({
        kind: "step",
        at: { x: point.clientX, y: point.clientY },
        from: { node: state.fromNode.id, exit: state.fromHandle.id ?? "next" },
        place: { x: snap(place.x), y: snap(place.y - 22) },
      });
    },
    [palette, screenToFlowPosition],
  );

  const onReconnect = useCallback(
    (old: Arrow, { source, sourceHandle, target }: Connection) => {
      reconnected.current = true;
      const from = { node: old.source, exit: old.data?.exit ?? "next" };
      store.change((current) => connect(disconnect(current, from), { node: source, exit: sourceHandle ?? "next" }, target));
    },
    [store],
  );

  return (
    <ReactFlow<FlowNode, Arrow>
      className={classes["canvas"] ?? ""}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      defaultEdgeOptions={defaultEdgeOptions}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onNodeDragStop={onDragStop}
      onSelectionDragStop={(event, dragged) => onDragStop(event, null, dragged)}
      onNodeClick={(event, node) => {
        if (!event.shiftKey && !event.metaKey && !event.ctrlKey) store.select([node.id], node.type === "step" ? node.id : null);
      }}
      onPaneClick={() => {
        store.select([], null);
        setSelectedEdge(null);
      }}
      onMoveStart={onMoveStart}
      onPaneMouseMove={(event) => onCanvasPointer?.({ x: event.clientX, y: event.clientY })}
      onConnect={onConnect}
      onConnectEnd={onConnectEnd}
      onReconnectStart={() => {
        reconnected.current = true;
      }}
      onReconnect={onReconnect}
      onReconnectEnd={(_, edge, __, state) => {
        // Dropped on nothing: the arrow is taken away.
        if (!state.isValid && !state.toNode)
          store.change((current) => disconnect(current, { node: edge.source, exit: edge.data?.exit ?? "next" }));
        setTimeout(() => {
          reconnected.current = false;
        });
      }}
      onNodeContextMenu={(event, node) => {
        event.preventDefault();
        if (!store.get().selection.has(node.id)) store.select([node.id], node.type === "step" ? node.id : null);
      }}
      isValidConnection={({ source, target }) => source !== target}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      edgesReconnectable={!readOnly}
      edgesFocusable={false}
      connectOnClick={false}
      onlyRenderVisibleElements
      deleteKeyCode={null}
      selectionKeyCode="Shift"
      multiSelectionKeyCode={["Meta", "Control", "Shift"]}
      selectionMode={SelectionMode.Partial}
      panOnScroll
      zoomOnDoubleClick={false}
      minZoom={0.1}
      maxZoom={1.75}
      onInit={(flow) => moveCanvas((pane) => showBeginning(flow, pane))}
      connectionRadius={40}
      reconnectRadius={12}
      nodeDragThreshold={3}
      attributionPosition="top-right"
      ariaLabelConfig={{
        "node.a11yDescription.default": tools.t("canvas.a11y.node"),
        "node.a11yDescription.keyboardDisabled": tools.t("canvas.a11y.node"),
        "minimap.ariaLabel": tools.t("canvas.a11y.minimap"),
      }}
    >
      <Background gap={20} size={1.2} color="var(--parola-border-strong)" bgColor="var(--parola-surface)" />
      <MiniMap
        className={classes["minimap"] ?? ""}
        pannable
        zoomable
        position="bottom-left"
        nodeColor={(node) =>
          node.type === "group-frame"
            ? "var(--parola-border)"
            : "view" in node.data
              ? hue((node.data as { view: { group: "wait" } }).view.group).strong
              : "var(--parola-warning)"
        }
        nodeBorderRadius={24}
        bgColor="var(--parola-raised)"
        maskColor="color-mix(in srgb, var(--parola-surface) 70%, transparent)"
      />
    </ReactFlow>
  );
}
