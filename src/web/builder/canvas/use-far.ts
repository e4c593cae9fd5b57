/** Whether the canvas is seen from so far that words cannot be read: nodes then show their outline only, which keeps large documents smooth. */
import { type ReactFlowState, useStore } from "@xyflow/react";

const FAR_ZOOM = 0.35;
const isFar = (state: ReactFlowState) => state.transform[2] < FAR_ZOOM;

export function useFar(): boolean {
  return useStore(isFar);
}
