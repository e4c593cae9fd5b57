import type { useReactFlow } from "@xyflow/react";

const MIN_PANE = 100;

/** Moves the canvas to a node that is out of sight, wholly or in part; one that can be seen stays where it is. */
export function bringIntoView(flow: ReturnType<typeof useReactFlow>, id: string): void {
  const node = flow.getInternalNode(id);
  const pane = document.querySelector(".react-flow")?.getBoundingClientRect();
  // Beside a panel that has the whole screen, the canvas has no size to move about in.
  if (!node || !pane || pane.width < MIN_PANE || pane.height < MIN_PANE) return;
  const { x, y } = flow.flowToScreenPosition(node.internals.positionAbsolute);
  const zoom = flow.getZoom();
  const right = x + (node.measured.width ?? 264) * zoom;
  const bottom = y + (node.measured.height ?? 80) * zoom;
  if (x < pane.left || y < pane.top || right > pane.right - 40 || bottom > pane.bottom) {
    const { x: left, y: top } = node.internals.positionAbsolute;
    void flow.setCenter(left + 132, top + (node.measured.height ?? 80) / 2, { zoom: Math.max(zoom, 0.6), duration: 250 });
  }
}
