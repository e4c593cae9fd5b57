/**
 * Agents wait until the customer has stopped typing. In a script, time stands still between its lines, so nobody would ever
 * be answered without an `advance`: an expectation that does not hold yet lets the pause run out and looks again.
 */
import type { World } from "./world.ts";

/** As long as a burst of messages is waited for at most. */
const LONGEST_PAUSE_MS = 10_000;

/** Moves the clock to the end of the pauses that are running; false where there is none. */
export async function endTypingPauses(world: World): Promise<boolean> {
  const loop = world.worker().loops.find(({ name }) => name === "ai");
  const limit = world.clock.now() + LONGEST_PAUSE_MS;
  let moved = false;
  for (let due = await loop?.nextDueAt(); due != null && due > world.clock.now() && due <= limit; due = await loop?.nextDueAt()) {
    await world.advanceTo(Math.ceil(due));
    moved = true;
  }
  return moved;
}
