/** Whether the event stream is up, and who wants to hear its events. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { LiveEvent } from "../../contract/events.ts";

export type StreamEvent = LiveEvent | { type: "resync" };
export type LiveState = "connecting" | "connected" | "lost";

let state: LiveState = "connecting";
const stateListeners = new Set<() => void>();
const eventListeners = new Set<(event: StreamEvent) => void>();

export function setLiveState(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of stateListeners) listener();
}

export function emitLive(event: StreamEvent): void {
  for (const listener of eventListeners) listener(event);
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

/** Calls `handler` on every event of the workspace; for what the cache cannot express, such as a sound. */
export function useLiveEvent(handler: (event: StreamEvent) => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const listener = (event: StreamEvent) => latest.current(event);
    eventListeners.add(listener);
    return () => {
      eventListeners.delete(listener);
    };
  }, []);
}
