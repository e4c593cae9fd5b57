/** Which handler carries out the requests of each connector. Requests of a connector that is not here wait for a loop that knows it. */
import { event_webhook } from "./event-webhook.ts";
import type { RequestHandler } from "./handler.ts";
import { activecampaign, emailchef } from "./marketing.ts";
import { payment, payment_capture, payment_webhook } from "./payment.ts";
import { voice, voice_check, voice_give_up } from "./voice.ts";
import { make, webhook, zapier } from "./webhook.ts";

export const REQUEST_HANDLERS: Record<string, RequestHandler> = {
  webhook,
  zapier,
  make,
  activecampaign,
  emailchef,
  payment,
  payment_webhook,
  payment_capture,
  voice,
  voice_check,
  voice_give_up,
  event_webhook,
};
