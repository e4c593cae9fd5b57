/** When a call that failed for now is made again. */

export interface RetrySchedule {
  /** After the first, second, … attempt. */
  delaysMs: number[];
  /** No attempt is made later than this after the first, whatever the other side asks for. */
  longestMs: number;
}

/**
 * Six attempts within three quarters of an hour: a contact may wait for the outcome. No jitter: what waits is spread by when
 * it began.
 */
const STEPS: RetrySchedule = { delaysMs: [5_000, 30_000, 120_000, 600_000, 1_800_000], longestMs: 3_600_000 };

export interface Tried {
  /** The one just made included. */
  attempts: number;
  createdAt: number;
  now: number;
  /** What the other side asked for, in milliseconds. */
  afterMs?: number | undefined;
}

/** The instant of the next attempt; null when it was the last. */
export function nextAttempt({ attempts, createdAt, now, afterMs = 0 }: Tried, { delaysMs, longestMs } = STEPS): number | null {
  const delay = delaysMs[attempts - 1];
  if (delay === undefined) return null;
  const at = now + Math.max(delay, afterMs);
  return at < createdAt + longestMs ? at : null;
}
