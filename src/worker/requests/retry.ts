/** When a call that failed for now is made again. */

/** After the first, second, … attempt: six attempts within three quarters of an hour. No jitter: what waits is spread by when it began. */
const DELAYS_MS = [5_000, 30_000, 120_000, 600_000, 1_800_000];
/** A contact who waits for the outcome is not kept longer than this, whatever the other side asks for. */
const LONGEST_MS = 3_600_000;

export interface Tried {
  /** The one just made included. */
  attempts: number;
  createdAt: number;
  now: number;
  /** What the other side asked for, in milliseconds. */
  afterMs?: number | undefined;
}

/** The instant of the next attempt; null when it was the last. */
export function nextAttempt({ attempts, createdAt, now, afterMs = 0 }: Tried): number | null {
  const delay = DELAYS_MS[attempts - 1];
  if (delay === undefined) return null;
  const at = now + Math.max(delay, afterMs);
  return at < createdAt + LONGEST_MS ? at : null;
}
