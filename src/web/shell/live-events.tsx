/** Keeps what is on screen up to date: reads the workspace's event stream and has the queries it touches read again. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { queriesTouchedBy } from "./event-queries.ts";
import { followEvents, type StreamReader } from "./event-stream.ts";
import { setLiveState } from "./live-store.ts";
import { toastAttention } from "./toast.ts";

/** Events of one burst are answered by one round of reading. */
const COALESCE_MS = 120;

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
    const onEvent: StreamReader["onEvent"] = (event) => {
      if (event.type === "chat.handed_over") toastAttention("agents:chat.handedOver", "agents:chat.handedOverText");
      if (event.type === "resync") void queryClient.invalidateQueries();
      else for (const key of queriesTouchedBy(event)) pending.set(JSON.stringify(key), key);
      flushTimer ??= setTimeout(flush, COALESCE_MS);
    };
    void followEvents({ onEvent, onState: setLiveState }, abort.signal);
    return () => {
      abort.abort();
      clearTimeout(flushTimer);
    };
  }, [queryClient]);
  return null;
}
