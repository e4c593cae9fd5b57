/** The HTTP side of the product: built once for `main.ts`, the scenario runner and the tests alike. */
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { createChannelRoutes } from "../store/channel-routes.ts";
import { accountRoutes } from "./accounts/routes.ts";
import { apiRoutes } from "./api.ts";
import type { AppContext } from "./context.ts";
import { docsRoutes } from "./docs.ts";
import { healthRoutes } from "./health.ts";
import { hookRoutes } from "./hook-routes.ts";
import { mcpRoutes } from "./mcp/mcp-routes.ts";
import { mediaRoutes } from "./media-routes.ts";
import { problemDetails } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";
import { webRoutes } from "./web-routes.ts";
import { paypalWebhook } from "./webhooks/paypal.ts";
import { shopWebhooks } from "./webhooks/shops.ts";
import { twilioWebhook } from "./webhooks/twilio.ts";
import { whatsappWebhook } from "./webhooks/whatsapp.ts";

/** Longest JSON body: a thousand contacts with all their fields, or the largest automation. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Requests a minute from one address, behind which a whole office may sit; API keys have their own limit. */
const REQUESTS_PER_MINUTE = 6000;

export interface ServerOptions {
  logger?: FastifyBaseLogger;
  /** Counts webhook items by what became of them, for /metrics. */
  count?: (outcome: string) => void;
}

export async function buildServer(context: AppContext, { logger, count }: ServerOptions = {}): Promise<FastifyInstance> {
  const server = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    // A proxy in front of us says who asks; a stranger's word for it does not count.
    trustProxy: ["loopback", "linklocal", "uniquelocal"],
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: 512 },
  }) as unknown as FastifyInstance;

  server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) context.logger.error({ err: error }, "a request failed");
    const code =
      status === 413
        ? "too_large"
        : status === 415
          ? "unsupported_media_type"
          : status === 429
            ? "rate_limited"
            : status < 500
              ? "invalid_input"
              : "internal";
    const detail = status < 500 ? error.message : "The failure was logged; try again.";
    return reply
      .code(status)
      .type("application/problem+json")
      .send(JSON.stringify(problemDetails(code, detail)));
  });

  letGoOnClosing(server);
  await server.register(securityHeaders, { publicUrl: context.config.publicUrl });
  await server.register(rateLimit, {
    global: false,
    max: context.config.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
  });
  await server.register(healthRoutes, { pool: context.pool });
  await server.register(whatsappWebhook, {
    clock: context.clock,
    routes: createChannelRoutes(context.pool, context.secrets),
    writer: context.writer,
    count: count ?? (() => {}),
  });
  await server.register(paypalWebhook, context);
  await server.register(shopWebhooks, context);
  await server.register(twilioWebhook, { ...context, publicUrl: context.config.publicUrl });
  await server.register(hookRoutes, context);
  await server.register(accountRoutes, context);
  await server.register(mediaRoutes, context);
  await server.register(mcpRoutes, context);
  await server.register(docsRoutes);
  await server.register(apiRoutes, context);
  await server.register(webRoutes, { root: context.config.webRoot });
  return server;
}

/**
 * A connection with a request in hand when we are told to stop would be kept alive after its answer, and the stop with it, until the client lets
 * go or for 72 seconds: those answers say that they are the last.
 */
function letGoOnClosing(server: FastifyInstance): void {
  let closing = false;
  server.addHook("preClose", (done) => {
    closing = true;
    done();
  });
  server.addHook("onSend", (_request, reply, _payload, done) => {
    if (closing) reply.header("connection", "close");
    done();
  });
}
