/** States in which Meta takes a template no more until somebody, or time, mends it. */
export const STOPPED_TEMPLATE_STATES = ["rejected", "paused", "disabled"] as const;

export function isStopped(status: string): boolean {
  return (STOPPED_TEMPLATE_STATES as readonly string[]).includes(status);
}
