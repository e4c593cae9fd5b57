/**
 * The workspace's event stream, held open while the tab can be seen. Over HTTP/1.1 a browser opens six connections to one host, whatever
 * the number of tabs: streams of tabs that nobody looks at would leave none for the next page.
 */
import { getEventMeta } from "@orpc/client";
import type { LiveEvent } from "../../contract/events.ts";
import { client } from "../api.ts";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
/** Shorter breaks are not worth a word on the screen. */
const SAY_LOST_AFTER_MS = 4000;
/** Going to another tab and coming back at once opens nothing anew. */
const HIDDEN_GRACE_MS = 3000;

export interface StreamReader {
  onEvent(event: LiveEvent | { type: "resync" }): void;
  onState(state: "connected" | "lost"): void;
}

/** Reads until `signal` aborts; after a break the server tells what was missed, or that everything has to be read again. */
export async function followEvents({ onEvent, onState }: StreamReader, signal: AbortSignal): Promise<void> {
  let lastEventId: string | undefined;
  let retryMs = FIRST_RETRY_MS;
  let missedSome = document.hidden;
  while (!signal.aborted) {
    await untilShown(signal);
    const hidden = new AbortController();
    const stopWatching = whenHidden(() => hidden.abort());
    const lost = setTimeout(() => onState("lost"), SAY_LOST_AFTER_MS);
    try {
      const connection = { signal: AbortSignal.any([signal, hidden.signal]), ...(lastEventId !== undefined && { lastEventId }) };
      const stream = await client.events.stream(undefined, connection);
      clearTimeout(lost);
      onState("connected");
      // Without an id to go on from, anything may have been missed.
      if (missedSome && lastEventId === undefined) onEvent({ type: "resync" });
      missedSome = true;
      retryMs = FIRST_RETRY_MS;
      for await (const event of stream) {
        lastEventId = getEventMeta(event)?.id ?? lastEventId;
        onEvent(event);
      }
    } catch {
      // Whatever it was: the next attempt shows whether it lasts.
    }
    stopWatching();
    if (!signal.aborted && !hidden.signal.aborted) await pause(retryMs, signal);
    clearTimeout(lost);
    if (signal.aborted || hidden.signal.aborted) continue;
    if (retryMs >= SAY_LOST_AFTER_MS) onState("lost");
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }
}

/** Calls back once the tab has been out of sight for a while. Returns how to stop watching. */
function whenHidden(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(then, HIDDEN_GRACE_MS);
  };
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

function untilShown(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look);
    look();
  });
}

/** Waits, but no longer than until the network is back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
