/** The routes that the outside calls, as the product registers them, reached without a port. */
import Fastify from "fastify";
import type pg from "pg";
import type { Registry } from "../automation/trigger.ts";
import type { Clock } from "../domain/clock.ts";
import { whatsappWebhook } from "../http/webhooks/whatsapp.ts";
import { createChannelRoutes } from "../store/channel-routes.ts";
import { createEventWriter } from "../store/event-writer.ts";
import type { SecretBox } from "../store/secret.ts";

export interface WebAnswer {
  status: number;
  body: string;
}

export interface Web {
  /** Posts exactly these bytes. */
  post(path: string, raw: string, headers: Record<string, string>): Promise<WebAnswer>;
  close(): Promise<void>;
}

export interface WebContext {
  pool: pg.Pool;
  clock: Clock;
  registry: Registry;
  secrets: SecretBox;
}

export async function createWeb({ pool, clock, secrets }: WebContext): Promise<Web> {
  const app = Fastify();
  await app.register(whatsappWebhook, {
    clock,
    routes: createChannelRoutes(pool, secrets),
    writer: createEventWriter(pool, () => {}),
    count: () => {},
  });
  return {
    async post(url, payload, headers) {
      const { statusCode, body } = await app.inject({ method: "POST", url, payload, headers });
      return { status: statusCode, body };
    },
    close: () => app.close(),
  };
}
