/** Why marketing that was queued, or a campaign that runs, waits. */
export const HOLD_REASONS = ["quality_low", "messaging_limit", "quiet_hours", "number_stopped"] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];
