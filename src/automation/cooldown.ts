/** Triggers that answer out of hours may keep silent for a while after they did. */
import { addDuration, type Duration, durationMs } from "../domain/duration.ts";
import type { TriggerContextIn } from "./trigger.ts";

/** True until `cooldown` has passed since the automation last started for this contact. */
export function coolingDown(cooldown: Duration, { scope, automation, environment, timeZone }: TriggerContextIn): boolean {
  const last = scope.lastStarts[automation.id];
  return last !== undefined && durationMs(cooldown) > 0 && environment.now < addDuration(last, cooldown, timeZone);
}
