/** What of the document is in sight before anybody moves the canvas, also when the phone beside it comes or goes. */
import { getViewportForBounds, type OnMoveStart, type ReactFlowInstance, useReactFlow, useStore } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { usePhoneOpen } from "../../shell/phone-open.ts";
import { moveCanvas, READABLE_ZOOM } from "./camera.ts";
import type { ArrowEdge, FlowNode } from "./graph.ts";

type Flow = ReactFlowInstance<FlowNode, ArrowEdge>;

const MIN_ZOOM = 0.1;
/** Room for the tools at the left and below. */
const WIDE = { left: "84px", right: "48px", top: "40px", bottom: "72px" } as const;
const NARROW = { left: "64px", right: "16px", top: "24px", bottom: "64px" } as const;
const REFIT_MS = 200;

/** Everything, as long as it can be read; otherwise the beginning. */
export function showBeginning(flow: Flow, pane: DOMRect, duration = 0): void {
  const nodes = flow.getNodes();
  if (nodes.length === 0) return;
  const narrow = pane.width < 600;
  const whole = getViewportForBounds(flow.getNodesBounds(nodes), pane.width, pane.height, MIN_ZOOM, 1, narrow ? NARROW : WIDE);
  if (whole.zoom >= READABLE_ZOOM) {
    void flow.setViewport(whole, { duration });
    return;
  }
  const steps = nodes.filter(({ type }) => type === "step");
  const left = Math.min(...steps.map((node) => node.position.x));
  const first = steps.filter((node) => node.position.x < left + 400);
  const middle = first.reduce((sum, node) => sum + node.position.y, 0) / Math.max(first.length, 1);
  const zoom = narrow ? 0.6 : 0.8;
  void flow.setViewport({ x: (narrow ? 64 : 96) - left * zoom, y: pane.height / 2 - (middle + 80) * zoom, zoom }, { duration });
}

/** The phone takes a quarter of the canvas: who has not moved it sees as much as before, who has keeps the middle. */
export function useFitBesidePhone(): OnMoveStart {
  const flow = useReactFlow<FlowNode, ArrowEdge>();
  const [phone] = usePhoneOpen();
  const width = useStore((state) => state.width);
  const shown = useRef({ phone, width });
  const moved = useRef(false);
  useEffect(() => {
    const before = shown.current;
    if (before.phone === phone || before.width === width) {
      if (before.phone === phone) shown.current = { phone, width };
      return;
    }
    shown.current = { phone, width };
    moveCanvas((pane) => {
      if (!moved.current) return showBeginning(flow, pane, REFIT_MS);
      const { x, y, zoom } = flow.getViewport();
      return flow.setViewport({ x: x + (width - before.width) / 2, y, zoom });
    });
  }, [flow, phone, width]);
  return useCallback((event) => {
    // The program's own moves have no event.
    if (event) moved.current = true;
  }, []);
}
