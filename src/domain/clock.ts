/** The one source of time outside the pure engine: the system's in production, a movable one in scenarios and test mode. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
