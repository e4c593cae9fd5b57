/** Whether the event stream is up. */
import { useSyncExternalStore } from "react";

export type LiveState = "connecting" | "connected" | "lost";

let state: LiveState = "connecting";
const stateListeners = new Set<() => void>();

export function setLiveState(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of stateListeners) listener();
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    () => state,
  );
}
