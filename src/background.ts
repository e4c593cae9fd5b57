/**
 * Drives the loops of this process: by PostgreSQL's notifications from all processes, by direct wake-ups from this one, and
 * by each loop's own timer. Together they keep polling out of the latency path.
 */
import type pg from "pg";
import type { Clock } from "./domain/clock.ts";
import { LIVE_CHANNEL, type LiveNotice, WORK_CHANNEL } from "./store/notify.ts";
import type { Logger } from "./worker/context.ts";
import { driveLoop, type Loop, type LoopDriver } from "./worker/loop.ts";

export interface Background {
  /** Tells a loop of this process that there is work. */
  wake(loop: string): void;
  /** Lets every loop finish what it has in hand. */
  stop(): Promise<void>;
}

/** Batches of one channel that may be on the wire at the same time, so that one slow answer does not hold up the rest. */
const LANES: Record<string, number> = { worker: 2, sender: 3, media: 2 };
const RECONNECT_MS = 1_000;

export interface BackgroundOptions {
  loops: Loop[];
  clock: Clock;
  logger: Logger;
  /** A connection of its own for LISTEN. */
  connect(): Promise<pg.Client>;
  onLive(notice: LiveNotice): void;
}

export function startBackground({ loops, clock, logger, connect, onLive }: BackgroundOptions): Background {
  const drivers = new Map<string, LoopDriver>(loops.map((loop) => [loop.name, driveLoop(loop, clock, logger, LANES[loop.name] ?? 1)]));
  let stopped = false;
  let listener: pg.Client | null = null;
  let reconnect: NodeJS.Timeout | undefined;

  function wakeAll(): void {
    for (const driver of drivers.values()) driver.wake();
  }

  async function listen(): Promise<void> {
    if (stopped) return;
    try {
      const client = await connect();
      listener = client;
      client.on("notification", ({ channel, payload }) => {
        if (channel === WORK_CHANNEL) drivers.get(payload ?? "")?.wake();
        else if (payload) onLive(JSON.parse(payload) as LiveNotice);
      });
      client.on("error", (error) => logger.warn({ err: error }, "lost the connection that listens for work"));
      client.on("end", again);
      await client.query(`LISTEN ${WORK_CHANNEL}; LISTEN ${LIVE_CHANNEL}`);
      // Whatever was told while nobody listened.
      wakeAll();
    } catch (error) {
      logger.warn({ err: error }, "cannot listen for work yet");
      again();
    }
  }

  function again(): void {
    listener = null;
    if (!stopped) reconnect = setTimeout(() => void listen(), RECONNECT_MS);
  }

  void listen();
  return {
    wake: (loop) => drivers.get(loop)?.wake(),
    async stop() {
      stopped = true;
      clearTimeout(reconnect);
      await Promise.all([...drivers.values()].map((driver) => driver.stop()));
      await listener?.end().catch(() => {});
    },
  };
}
