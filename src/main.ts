import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { pino } from "pino";
import { startBackground } from "./background.ts";
import { composeWeb } from "./compose-web.ts";
import type { Config } from "./config.ts";
import { createOutgoingHttp } from "./connectors/http/outgoing-http.ts";
import { createMailer } from "./connectors/mail/mailer.ts";
import { createLocalStorage } from "./connectors/storage/local-storage.ts";
import { createS3Storage } from "./connectors/storage/s3-storage.ts";
import { createGraphClient } from "./connectors/whatsapp/graph-client.ts";
import { makeDataDir } from "./data-dir.ts";
import { openDatabase } from "./database.ts";
import { StartupError } from "./domain/startup-error.ts";
import { createLiveHub } from "./http/live-hub.ts";
import { buildServer } from "./http/server.ts";
import { startJobs } from "./job-runner.ts";
import { createMetrics } from "./metrics.ts";
import { createJobs } from "./operations/jobs.ts";
import { loadRegistry } from "./registry.ts";
import { startSandbox } from "./sandbox-number.ts";
import { createTestMode } from "./scenario/test-mode/service.ts";
import { openSecrets } from "./secret-key.ts";
import { createCatalogCache } from "./store/catalog-cache.ts";
import { createChannelOwnership } from "./store/channel-ownership.ts";
import { createDb } from "./store/db.ts";
import { createEventWriter } from "./store/event-writer.ts";
import { migrate } from "./store/migrate.ts";
import { ensurePartitions } from "./store/partitions.ts";
import { isPassingError } from "./store/passing-error.ts";
import { createClient } from "./store/pool.ts";
import { savePublicAddress } from "./store/public-address.ts";
import { createSenderLoops, createWorkerLoops } from "./worker/loops.ts";

/** The running product. */
export interface Product {
  /** Where browsers and providers reach it. */
  publicUrl: string;
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
export async function startProduct(given: Config): Promise<Product> {
  const config = await withPort(given);
  const log = pino({ level: config.logLevel });
  const started: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end().catch((error) => log.error(error, "stopping"));
  };

  try {
    const database = await openDatabase(config, log);
    started.push(database.close);
    await migrate(database.pool);
    const { key: secretKey, secrets } = await openSecrets(database.pool, config);
    const clock = { now: () => Date.now() };
    const connect = async (name: string) => {
      const client = createClient(database.url, name);
      await client.connect();
      return client;
    };
    const registry = await loadRegistry();
    const graph = createGraphClient();
    started.push(() => graph.close());
    const http = createOutgoingHttp({ allowPrivateAddresses: config.allowPrivateAddresses });
    started.push(() => http.close());
    const ownership = createChannelOwnership(() => connect("sender"));
    started.push(() => ownership.close());
    const metrics = createMetrics(database.pool);
    const live = createLiveHub(String(clock.now()));
    // Said now, not when the first picture comes.
    if (!config.s3 && (config.roles.has("web") || config.roles.has("worker"))) await makeDataDir(config.dataDir);
    const storage = config.s3 ? createS3Storage(config.s3) : createLocalStorage(join(config.dataDir, "media"));
    const local = `http://${config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host}:${config.port}`;
    const sandbox = await startSandbox({
      pool: database.pool,
      secrets,
      clock,
      logger: log,
      // A process without the web tells the one that has it.
      webhookUrl: () => (config.roles.has("web") ? local : config.publicUrl),
      storage,
    });
    started.push(() => sandbox.stop());
    const mailer = config.smtpUrl === undefined ? undefined : createMailer(config.smtpUrl);
    if (mailer) started.push(() => mailer.close());
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
      graphUrl: { whatsapp: config.whatsapp.graphUrl, sandbox: sandbox.graphUrl },
      graphVersion: config.whatsapp.graphVersion,
      http,
      publicUrl: config.publicUrl,
      storage,
      mailer,
    };
    if (config.roles.has("worker")) await ensurePartitions(database.pool, clock.now());
    const background = startBackground({
      loops: [
        ...(config.roles.has("worker") ? createWorkerLoops(loopsContext) : []),
        ...(config.roles.has("sender") ? createSenderLoops(loopsContext) : []),
      ].map(metrics.measured),
      clock,
      logger: log,
      connect: () => connect("listen"),
      onLive: (notice) => live.publish(notice),
    });
    started.push(() => background.stop());

    if (config.roles.has("worker")) {
      const jobs = createJobs({ ...loopsContext, db: createDb(database.pool) });
      const runner = await startJobs(database.pool, jobs, log);
      started.push(() => runner.stop());
    }

    let address: string | undefined;
    if (config.roles.has("web")) {
      const writer = createEventWriter(database.pool, ({ events, channelEvents }) => {
        if (events) background.wake("worker");
        if (channelEvents) background.wake("receipts");
      });
      const { catalogs } = loopsContext;
      const testMode = createTestMode({
        pool: database.pool,
        db: createDb(database.pool),
        databaseUrl: database.url,
        connect: () => connect("test mode"),
        clock,
        registry,
        catalogs,
        secrets,
        logger: log,
      });
      started.push(() => testMode.stop());
      const context = await composeWeb({
        config,
        log,
        pool: database.pool,
        clock,
        registry,
        catalogs,
        secrets,
        secretKey,
        live,
        writer,
        graph,
        http,
        sandbox,
        storage,
        mailer,
        tests: testMode.service,
      });
      const web = await buildServer(context, { logger: log, count: metrics.countWebhookItem });
      started.push(() => web.close());
      web.get("/metrics", async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()));
      await savePublicAddress(database.pool, config.publicUrl);
      address = await web.listen({ port: config.port, host: config.host }).catch((error) => {
        throw cannotListen(config, error);
      });
      // The first test finds its place made; nobody waits for this.
      void testMode.prepare();
    }
    return { publicUrl: config.publicUrl, ...(address && { address }), stop };
  } catch (error) {
    await stop();
    if (error instanceof StartupError || !isPassingError(error)) throw error;
    const reason = (error as Error).message || (error as NodeJS.ErrnoException).code;
    throw new StartupError(`PostgreSQL went away while Parola started (${reason}): start Parola again once it is back.`, { cause: error });
  }
}

/** Port 0 becomes a free one before anything names an address: links, hooks and the sandbox number all do. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0 || !config.roles.has("web")) return config;
  const probe = createServer();
  probe.listen({ port: 0, host: config.host });
  await once(probe, "listening").catch((error) => {
    throw cannotListen(config, error);
  });
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return { ...config, port, publicUrl: config.publicUrl.replace(/^(http:\/\/localhost):0$/, `$1:${port}`) };
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
