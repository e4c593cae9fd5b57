/** A rate limit with a burst: tokens come back steadily up to a capacity. Time is given by the caller. */
export interface TokenBucket {
  tokens: number;
  /** Epoch milliseconds of the last refill. */
  at: number;
}

export interface Rate {
  capacity: number;
  /** Tokens per second. */
  perSecond: number;
}

export function createBucket(rate: Rate, now: number): TokenBucket {
  return { tokens: rate.capacity, at: now };
}

/** How many whole tokens there are now. */
export function available(bucket: TokenBucket, rate: Rate, now: number): number {
  const elapsed = Math.max(0, now - bucket.at) / 1000;
  bucket.tokens = Math.min(rate.capacity, bucket.tokens + elapsed * rate.perSecond);
  bucket.at = Math.max(bucket.at, now);
  return Math.floor(bucket.tokens + 1e-9);
}

/** Takes a token if there is one; otherwise the instant when there will be. */
export function take(bucket: TokenBucket, rate: Rate, now: number): { ok: true } | { ok: false; at: number } {
  if (available(bucket, rate, now) >= 1) {
    bucket.tokens -= 1;
    return { ok: true };
  }
  return { ok: false, at: now + Math.ceil(((1 - bucket.tokens) / rate.perSecond) * 1000) };
}
