/** Every move of the canvas that the program makes. */
import { type ReactFlowInstance, useReactFlow } from "@xyflow/react";
import { useMemo } from "react";

/** Beside a panel that has the whole screen the canvas has no size; d3-zoom divides by it, and the view would be lost for good (NaN). */
const MIN_PANE = 100;
/** From further away one sees the shape of a document, and can no longer tell its steps. */
export const READABLE_ZOOM = 0.4;
const STEP_MS = 120;
/** What lies under the tools at the left, or at the very edge, is not in sight. */
const TOOLS_WIDTH = 76;
const MARGIN = 16;
const FIT = { duration: 200, maxZoom: 1, padding: 0.15 };

export interface Camera {
  /** Everything in sight. */
  fit(): void;
  showNode(id: string): void;
  /** Moves to a node that is out of sight, wholly or in part; one that can be seen stays where it is. */
  bringIntoView(id: string): void;
  zoomIn(): void;
  zoomOut(): void;
  actualSize(): void;
}

export function useCamera(): Camera {
  const flow = useReactFlow();
  return useMemo(
    () => ({
      fit: () => moveCanvas(() => flow.fitView(FIT)),
      showNode: (id) => moveCanvas(() => flow.fitView({ nodes: [{ id }], duration: 300, maxZoom: 1 })),
      bringIntoView: (id) => moveCanvas((pane) => bringIntoView(flow, pane, id)),
      zoomIn: () => moveCanvas(() => flow.zoomIn({ duration: STEP_MS })),
      zoomOut: () => moveCanvas(() => flow.zoomOut({ duration: STEP_MS })),
      actualSize: () => moveCanvas(() => flow.zoomTo(1, { duration: STEP_MS })),
    }),
    [flow],
  );
}

/** Makes the move where there is room for one; elsewhere the canvas stays as it is. */
export function moveCanvas(move: (pane: DOMRect) => unknown): void {
  const pane = document.querySelector(".react-flow")?.getBoundingClientRect();
  if (pane && pane.width >= MIN_PANE && pane.height >= MIN_PANE) move(pane);
}

function bringIntoView(flow: ReactFlowInstance, pane: DOMRect, id: string): void {
  const node = flow.getInternalNode(id);
  if (!node) return;
  const { x, y } = flow.flowToScreenPosition(node.internals.positionAbsolute);
  const zoom = flow.getZoom();
  const right = x + (node.measured.width ?? 264) * zoom;
  const bottom = y + (node.measured.height ?? 80) * zoom;
  if (x < pane.left + TOOLS_WIDTH || y < pane.top + MARGIN || right > pane.right - 40 || bottom > pane.bottom - MARGIN) {
    const { x: left, y: top } = node.internals.positionAbsolute;
    void flow.setCenter(left + 132, top + (node.measured.height ?? 80) / 2, { zoom: Math.max(zoom, READABLE_ZOOM), duration: 250 });
  }
}
