/** Drives the product's loops by hand: everything that is due happens, in time order, and nothing else moves the clock. */
import type { Loop } from "../worker/loop.ts";
import type { MovableClock } from "./movable-clock.ts";

/** More rounds than this without coming to rest is a loop that feeds itself. */
const MAX_ROUNDS = 20_000;

/** Runs every loop until none finds anything to do at this instant. */
export async function settle(loops: Loop[]): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let done = 0;
    for (const loop of loops) done += await loop.runOnce();
    if (done === 0) return;
  }
  throw new Error(`The product found no rest in ${MAX_ROUNDS} rounds at one instant`);
}

/**
 * Moves the clock to `target`, stopping at every instant on the way at which something falls due.
 *
 * @param beforeStop called before each of them; what it throws ends the way there
 */
export async function advanceTo(loops: Loop[], clock: MovableClock, target: number, beforeStop?: () => void): Promise<void> {
  await settle(loops);
  for (let due = await nextDue(loops, clock.now()); due !== null && due <= target; due = await nextDue(loops, clock.now())) {
    beforeStop?.();
    clock.moveTo(due);
    await settle(loops);
  }
  clock.moveTo(target);
  await settle(loops);
}

/** The earliest instant after `now` at which a loop has work; whole milliseconds, which is what the database keeps. */
export async function nextDue(loops: Loop[], now: number): Promise<number | null> {
  let earliest: number | null = null;
  // One after the other: side by side each would open a connection of its own, and that costs more than the question.
  for (const loop of loops) {
    const due = await loop.nextDueAt();
    const at = due === null ? null : Math.ceil(due);
    if (at !== null && at > now && (earliest === null || at < earliest)) earliest = at;
  }
  return earliest;
}
