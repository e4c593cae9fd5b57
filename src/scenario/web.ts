/** The routes that the outside calls, as the product registers them, reached without a port. */
import rateLimit from "@fastify/rate-limit";
import Fastify from "fastify";
import { hookRoutes } from "../http/hook-routes.ts";
import { paypalWebhook } from "../http/webhooks/paypal.ts";
import { shopWebhooks } from "../http/webhooks/shops.ts";
import { twilioWebhook } from "../http/webhooks/twilio.ts";
import { whatsappWebhook } from "../http/webhooks/whatsapp.ts";
import type { AutomationContext } from "../operations/automation-context.ts";
import { createChannelRoutes } from "../store/channel-routes.ts";
import { createEventWriter } from "../store/event-writer.ts";

export interface WebAnswer {
  status: number;
  body: string;
}

export interface Web {
  /** Posts exactly these bytes. */
  post(path: string, raw: string, headers: Record<string, string>): Promise<WebAnswer>;
  close(): Promise<void>;
}

export async function createWeb(context: AutomationContext & { publicUrl: string }): Promise<Web> {
  const { pool, clock, secrets } = context;
  const app = Fastify();
  // Its clock is the real one, on which a script of days is a burst.
  await app.register(rateLimit, { global: false, max: 1_000_000 });
  await app.register(whatsappWebhook, {
    clock,
    routes: createChannelRoutes(pool, secrets),
    writer: createEventWriter(pool, () => {}),
    count: () => {},
  });
  await app.register(paypalWebhook, context);
  await app.register(shopWebhooks, context);
  await app.register(twilioWebhook, context);
  await app.register(hookRoutes, context);
  return {
    async post(url, payload, headers) {
      const { statusCode, body } = await app.inject({ method: "POST", url, payload, headers });
      return { status: statusCode, body };
    },
    close: () => app.close(),
  };
}
