/** Keeps what is on screen up to date: reads the workspace's event stream and has the queries it touches read again. */
import { getEventMeta } from "@orpc/client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { LiveEvent } from "../../contract/events.ts";
import { client } from "../api.ts";
import { queriesTouchedBy } from "./event-queries.ts";
import { setLiveState } from "./live-store.ts";
import { toastAttention } from "./toast.ts";

/** Events of one burst are answered by one round of reading. */
const COALESCE_MS = 120;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
/** Shorter breaks are not worth a word on the screen. */
const SAY_LOST_AFTER_MS = 4000;

export function LiveEvents() {
  const queryClient = useQueryClient();
  useEffect(() => {
    const abort = new AbortController();
    const pending = new Map<string, readonly unknown[]>();
    let flushTimer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      flushTimer = undefined;
      for (const queryKey of pending.values()) void queryClient.invalidateQueries({ queryKey });
      pending.clear();
    };
    const onEvent = (event: LiveEvent | { type: "resync" }) => {
      if (event.type === "chat.handed_over") toastAttention("agents:chat.handedOver", "agents:chat.handedOverText");
      if (event.type === "resync") void queryClient.invalidateQueries();
      else for (const key of queriesTouchedBy(event)) pending.set(JSON.stringify(key), key);
      flushTimer ??= setTimeout(flush, COALESCE_MS);
    };

    void (async () => {
      let lastEventId: string | undefined;
      let retryMs = FIRST_RETRY_MS;
      let interrupted = false;
      while (!abort.signal.aborted) {
        const lost = setTimeout(() => setLiveState("lost"), SAY_LOST_AFTER_MS);
        try {
          const stream = await client.events.stream(undefined, { signal: abort.signal, ...(lastEventId && { lastEventId }) });
          clearTimeout(lost);
          setLiveState("connected");
          // Without an id to go on from, anything may have been missed.
          if (interrupted && !lastEventId) void queryClient.invalidateQueries();
          interrupted = true;
          retryMs = FIRST_RETRY_MS;
          for await (const event of stream) {
            lastEventId = getEventMeta(event)?.id ?? lastEventId;
            onEvent(event);
          }
        } catch {
          // Whatever it was: the next attempt shows whether it lasts.
        }
        if (abort.signal.aborted) {
          clearTimeout(lost);
          return;
        }
        await pause(retryMs, abort.signal);
        clearTimeout(lost);
        if (retryMs >= SAY_LOST_AFTER_MS) setLiveState("lost");
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      }
    })();
    return () => {
      abort.abort();
      clearTimeout(flushTimer);
    };
  }, [queryClient]);
  return null;
}

/** Waits, but no longer than until the network or the tab is back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done, { once: true });
  });
}
