import type { Clock } from "../domain/clock.ts";

/** Time that moves only when it is told to. */
export interface MovableClock extends Clock {
  /** Never backwards: what has happened stays in the past. */
  moveTo(epochMs: number): void;
}

export function createMovableClock(startMs: number): MovableClock {
  let now = startMs;
  return {
    now: () => now,
    moveTo(epochMs) {
      if (epochMs < now)
        throw new RangeError(
          `The clock stands at ${new Date(now).toISOString()} and does not go back to ${new Date(epochMs).toISOString()}`,
        );
      now = epochMs;
    },
  };
}
