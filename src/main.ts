import Fastify from 'fastify';
import { pino } from 'pino';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';
import { StartupError } from './domain/startup-error.ts';
import { healthRoutes } from './http/health.ts';
import { loadSecretKey } from './secret-key.ts';
import { migrate } from './store/migrate.ts';

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
    for (const end of started.splice(0).reverse()) await end().catch((error) => log.error(error, 'stopping'));
  };

  try {
    const database = await openDatabase(config, log);
    started.push(database.close);
    await migrate(database.pool);
    await loadSecretKey(config.dataDir, config.secretKey);

    let address: string | undefined;
    if (config.roles.has('web')) {
      const web = Fastify({ loggerInstance: log, trustProxy: true, disableRequestLogging: true });
      started.push(() => web.close());
      await web.register(healthRoutes, { pool: database.pool });
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
  const reason = reasons[cause.code ?? ''];
  return reason ? new StartupError(reason, { cause }) : cause;
}
