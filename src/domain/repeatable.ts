/** Which calls to the outside may be made again by hand after they failed: the other side must recognise what it has already. */
import type { JsonObject } from "./json.ts";

/** These carry the same `webhook-id` at every attempt, or say what must be, not what is to be added. */
const REPEATABLE = new Set(["webhook", "zapier", "make", "event_webhook", "emailchef", "activecampaign"]);

export function isRepeatable(connector: string, payload: JsonObject): boolean {
  // A second deal would be one too many: ActiveCampaign has no key for them.
  return REPEATABLE.has(connector) && payload["action"] !== "create_deal";
}
