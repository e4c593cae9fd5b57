/**
 * Group commit of what came in: while one INSERT commits, everything that arrives is gathered for the next, so a burst costs
 * few commits and a single webhook waits for no timer.
 */
import type pg from "pg";
import { type ChannelEventWrite, type EventWrite, insertChannelEvents, insertEvents } from "./engine-write.ts";
import { notifyWork } from "./notify.ts";
import { transaction } from "./transaction.ts";

export interface IncomingRows {
  events: EventWrite[];
  channelEvents: ChannelEventWrite[];
}

export interface EventWriter {
  /** Resolves when the rows are committed, rejects when they are not. */
  write(rows: IncomingRows): Promise<void>;
}

interface Waiting extends IncomingRows {
  resolve(): void;
  reject(error: unknown): void;
}

/** Most requests of one commit: bounds the size of the statement. */
const MAX_GROUP = 2000;

/** `onWritten` wakes the loops of this process without waiting for PostgreSQL's notification. */
export function createEventWriter(pool: pg.Pool, onWritten: (what: { events: boolean; channelEvents: boolean }) => void): EventWriter {
  let waiting: Waiting[] = [];
  let writing = false;

  async function flush(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, MAX_GROUP);
      const events = group.flatMap((item) => item.events);
      const channelEvents = group.flatMap((item) => item.channelEvents);
      try {
        await transaction(pool, async (client) => {
          await insertEvents(client, events);
          await insertChannelEvents(client, channelEvents);
          await notifyWork(client, { worker: events.length > 0, receipts: channelEvents.length > 0 });
        });
        for (const item of group) item.resolve();
        onWritten({ events: events.length > 0, channelEvents: channelEvents.length > 0 });
      } catch (error) {
        for (const item of group) item.reject(error);
      }
    }
    writing = false;
  }

  return {
    write: (rows) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...rows, resolve, reject });
        if (!writing) void flush();
      }),
  };
}
