/** Hands live notices of PostgreSQL to the event streams of this process, and remembers the last ones for reconnects. */
import type { LiveNotice } from "../store/notify.ts";

export interface NumberedNotice {
  /** `process-start.sequence`: a browser that reconnects names the last one it saw. */
  eventId: string;
  notice: LiveNotice;
}

export interface LiveHub {
  publish(notice: LiveNotice): void;
  /** Returns how to stop listening. */
  subscribe(workspaceId: string, listener: (notice: NumberedNotice) => void): () => void;
  /** What a workspace was told after that event; null when that is no longer known. */
  since(workspaceId: string, eventId: string): NumberedNotice[] | null;
  /** Everything may have been missed: the connection that listens was lost. */
  lost(): void;
}

/** Enough for a reconnect within seconds at the busiest time; a longer gap reads everything again. */
const REMEMBERED = 5000;

/** @param epoch tells this process's numbers from those of another */
export function createLiveHub(epoch: string): LiveHub {
  const listeners = new Map<string, Set<(notice: NumberedNotice) => void>>();
  let remembered: { sequence: number; item: NumberedNotice }[] = [];
  let sequence = 0;

  return {
    publish(notice) {
      sequence++;
      const item = { eventId: `${epoch}.${sequence}`, notice };
      remembered.push({ sequence, item });
      if (remembered.length > 2 * REMEMBERED) remembered = remembered.slice(-REMEMBERED);
      for (const listener of listeners.get(notice.w) ?? []) listener(item);
    },
    subscribe(workspaceId, listener) {
      const set = listeners.get(workspaceId) ?? new Set();
      listeners.set(workspaceId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(workspaceId) === set) listeners.delete(workspaceId);
      };
    },
    since(workspaceId, eventId) {
      const [process, text] = eventId.split(".");
      const after = Number(text);
      const oldest = remembered[0]?.sequence ?? sequence + 1;
      if (process !== epoch || !Number.isSafeInteger(after) || after > sequence || after < oldest - 1) return null;
      return remembered.filter((entry) => entry.sequence > after && entry.item.notice.w === workspaceId).map((entry) => entry.item);
    },
    lost() {
      remembered = [];
      sequence += 1;
    },
  };
}
