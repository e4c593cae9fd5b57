/**
 * Every background part of the product is a loop with the same three questions: is there work now, do it, when is the
 * next. Production drives loops by wake-ups and one precise timer; scenarios drive the same loops by hand on a movable clock.
 */
import type { Clock } from "../domain/clock.ts";
import type { Logger } from "./context.ts";

export interface Loop {
  name: string;
  /** Does what is due and returns how much it did; 0 when there was nothing. */
  runOnce(): Promise<number>;
  /** Epoch milliseconds of the next work that is known already; null when there is none. May lie in the past. */
  nextDueAt(): Promise<number | null>;
  /** So much done at once leaves more behind it: only then does a second lane help. Without it all lanes are alike. */
  fullBatch?: number;
  /** Called on every wake-up, also while `runOnce` waits for work of its own in flight. */
  woken?(): void;
  /** Waits for what is in flight; called when the process ends. */
  drain?(): Promise<void>;
}

export interface LoopDriver {
  /** Tells it that there may be work. Cheap, never waits. */
  wake(): void;
  /** Finishes what it is doing and stops. */
  stop(): Promise<void>;
}

/** After an error the loop tries again after this long, doubling up to the maximum. */
const RETRY_MS = 200;
const MAX_RETRY_MS = 10_000;
/** setTimeout's own limit; later deadlines are looked up again then. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** A wake-up can get lost with its connection: look again after this long at the latest. */
const SAFETY_MS = 30_000;

/** `lanes` run the loop side by side, so that one slow batch does not hold up the next; the loop must allow that. */
export function driveLoop(loop: Loop, clock: Clock, logger: Logger, lanes = 1): LoopDriver {
  const { fullBatch } = loop;
  const alike = Array.from({ length: fullBatch === undefined ? lanes : 1 }, () => driveLane(loop, clock, logger, { onFull }));
  // Told when to look: what comes due later is the first lane's.
  const onlyTold: Loop = { ...loop, nextDueAt: async () => null };
  const helpers = Array.from({ length: lanes - alike.length }, () => driveLane(onlyTold, clock, logger, { begins: false }));
  function onFull(): void {
    for (const helper of helpers) helper.wake();
  }
  return {
    wake: () => alike.forEach((driver) => driver.wake()),
    stop: async () => void (await Promise.all([...alike, ...helpers].map((driver) => driver.stop()))),
  };
}

interface LaneOptions {
  /** Looks for work at once, without being told of any. */
  begins?: boolean;
  onFull?(): void;
}

function driveLane(loop: Loop, clock: Clock, logger: Logger, { begins = true, onFull }: LaneOptions): LoopDriver {
  let stopped = false;
  let woken = begins;
  let rouse: (() => void) | null = null;

  function wake(): void {
    woken = true;
    rouse?.();
    loop.woken?.();
  }

  async function sleep(ms: number): Promise<void> {
    if (woken || stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, Math.min(Math.max(ms, 0), MAX_TIMER_MS));
      function done(): void {
        clearTimeout(timer);
        rouse = null;
        resolve();
      }
      rouse = done;
    });
  }

  const goesOn = () => !stopped;

  async function run(): Promise<void> {
    let failures = 0;
    if (!woken) await sleep(MAX_TIMER_MS);
    while (goesOn()) {
      woken = false;
      try {
        for (let done = 1; goesOn() && done > 0; failures = 0) {
          done = await loop.runOnce();
          if (loop.fullBatch !== undefined && done >= loop.fullBatch) onFull?.();
        }
        if (stopped) return;
        const due = await loop.nextDueAt();
        failures = 0;
        await sleep(due === null ? SAFETY_MS : Math.min(due - clock.now(), SAFETY_MS));
      } catch (error) {
        failures += 1;
        logger.error({ err: error, loop: loop.name, failures }, "loop failed, trying again");
        woken = false;
        await sleep(Math.min(RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS));
      }
    }
  }

  const running = run();
  return {
    wake,
    async stop() {
      stopped = true;
      rouse?.();
      loop.woken?.();
      await running;
      await loop.drain?.();
    },
  };
}
