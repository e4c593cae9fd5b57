import Fastify, { LogController } from "fastify";
import { pino } from "pino";
import { startBackground } from "./background.ts";
import type { Config } from "./config.ts";
import { createGraphClient } from "./connectors/whatsapp/graph-client.ts";
import { openDatabase } from "./database.ts";
import { StartupError } from "./domain/startup-error.ts";
import { healthRoutes } from "./http/health.ts";
import { whatsappWebhook } from "./http/webhooks/whatsapp.ts";
import { loadRegistry } from "./registry.ts";
import { loadSecretKey } from "./secret-key.ts";
import { createCatalogCache } from "./store/catalog-cache.ts";
import { createChannelOwnership } from "./store/channel-ownership.ts";
import { createChannelRoutes } from "./store/channel-routes.ts";
import { createEventWriter } from "./store/event-writer.ts";
import { migrate } from "./store/migrate.ts";
import { createClient } from "./store/pool.ts";
import { createSecretBox } from "./store/secret.ts";
import { createSenderLoops, createWorkerLoops } from "./worker/loops.ts";

/** The running product. */
export interface Product {
  /** Where it answers, for example `http://127.0.0.1:3000`. Absent without the role `web`. */
  address?: string;
  /** Takes nothing new, finishes what runs, and lets go of everything. */
  stop: () => Promise<void>;
}

/**
 * Builds the product from its configuration and starts the roles this process has.
 *
 * @throws {StartupError} when something outside keeps it from starting; what was started is stopped again
 */
export async function startProduct(config: Config): Promise<Product> {
  const log = pino({ level: config.logLevel });
  const started: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end().catch((error) => log.error(error, "stopping"));
  };

  try {
    const database = await openDatabase(config, log);
    started.push(database.close);
    await migrate(database.pool);
    const secrets = createSecretBox(await loadSecretKey(config.dataDir, config.secretKey));
    const clock = { now: () => Date.now() };
    const connect = async (name: string) => {
      const client = createClient(database.url, name);
      await client.connect();
      return client;
    };
    const registry = await loadRegistry();
    const graph = createGraphClient();
    started.push(() => graph.close());
    const ownership = createChannelOwnership(() => connect("sender"));
    started.push(() => ownership.close());
    const loopsContext = {
      pool: database.pool,
      clock,
      registry,
      catalogs: createCatalogCache(registry),
      logger: log,
      random: Math.random,
      secrets,
      ownership,
      graph,
      graphUrl: { whatsapp: config.whatsapp.graphUrl, sandbox: config.whatsapp.graphUrl },
      graphVersion: config.whatsapp.graphVersion,
    };
    const background = startBackground({
      loops: [
        ...(config.roles.has("worker") ? createWorkerLoops(loopsContext) : []),
        ...(config.roles.has("sender") ? createSenderLoops(loopsContext) : []),
      ],
      clock,
      logger: log,
      connect: () => connect("listen"),
      onLive: () => {},
    });
    started.push(() => background.stop());

    let address: string | undefined;
    if (config.roles.has("web")) {
      const web = Fastify({ loggerInstance: log, trustProxy: true, logController: new LogController({ disableRequestLogging: true }) });
      started.push(() => web.close());
      await web.register(healthRoutes, { pool: database.pool });
      await web.register(whatsappWebhook, {
        clock,
        routes: createChannelRoutes(database.pool, secrets),
        writer: createEventWriter(database.pool, ({ events, channelEvents }) => {
          if (events) background.wake("worker");
          if (channelEvents) background.wake("receipts");
        }),
        count: () => {},
      });
      address = await web.listen({ port: config.port, host: config.host }).catch((error) => {
        throw cannotListen(config, error);
      });
    }
    return { ...(address && { address }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function cannotListen({ host, port }: Config, cause: NodeJS.ErrnoException): unknown {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use: stop what uses it, or choose another with PORT.`,
    EACCES: `Port ${port} may not be opened by this user: choose one above 1023 with PORT.`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine.`,
    ENOTFOUND: `HOST ${host} is not an address of this machine.`,
  };
  const reason = reasons[cause.code ?? ""];
  return reason ? new StartupError(reason, { cause }) : cause;
}
