import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { makeDataDir } from "./data-dir.ts";
import { StartupError } from "./domain/startup-error.ts";
import { startEmbeddedPostgres } from "./postgres/embedded.ts";
import { createClient, createPool } from "./store/pool.ts";
import { changesBackends } from "./store/pooler.ts";

/** The product's database, reached and new enough. */
export interface Database {
  url: string;
  pool: pg.Pool;
  close: () => Promise<void>;
}

/** `server_version_num` of PostgreSQL 15, the oldest we run on. */
const OLDEST = 150_000;

/** `cannot_connect_now`: the server is starting up, in recovery or shutting down. */
const CANNOT_CONNECT_NOW = "57P03";
const STARTING_MS = 120_000;
const STARTING_STEP_MS = 500;

/** Most connections of one process. Batches make few connections suffice; a server by default has 100 for everyone. */
const CONNECTIONS = 20;

/**
 * Connects to the configured server, or starts the embedded one.
 *
 * @throws {StartupError} when there is no usable PostgreSQL behind the setting
 */
export async function openDatabase({ databaseUrl, dataDir }: Pick<Config, "databaseUrl" | "dataDir">, log: Logger): Promise<Database> {
  if (!databaseUrl) await makeDataDir(dataDir, { writable: true });
  const embedded = databaseUrl
    ? undefined
    : await startEmbeddedPostgres({ dataDir, durability: "durable", log: (message) => log.warn({ part: "postgres" }, message) });
  const url = databaseUrl ?? embedded?.url ?? "";
  let closing = false;
  // The pool calls itself ended while its last connections still say goodbye; that the server ends them first is no news.
  const onError = (error: Error) => void (closing || log.warn({ error: error.message }, "a database connection broke"));
  const pool = createPool(url, { max: CONNECTIONS, name: "product", onError });
  const close = async () => {
    closing = true;
    await pool.end();
    await embedded?.stop();
  };
  try {
    await check(url, log);
    if (databaseUrl) await refuseLentConnections(url);
    return { url, pool, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function check(url: string, log: Logger): Promise<void> {
  const found = await untilStarted(() => askServer(url), log).catch((cause: Error) => {
    throw new StartupError(`${placeOf(url)} cannot be used: ${reasonOf(cause)}.`, { cause });
  });
  if (!found || found.version < OLDEST) {
    throw new StartupError(`${placeOf(url)} is PostgreSQL ${found?.name}; Parola needs version ${OLDEST / 10_000} or newer.`);
  }
  if (found.encoding === "UTF8" && found.letters) return;
  const wrong =
    found.encoding === "UTF8" ? 'has the locale "C", in which É is no capital é' : `keeps texts as ${found.encoding}, not as UTF8`;
  throw new StartupError(`${placeOf(url)} ${wrong}: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'.`);
}

interface ServerFacts {
  version: number;
  name: string;
  encoding: string;
  /** Whether it knows capital letters beyond those of English. */
  letters: boolean;
}

async function askServer(url: string): Promise<ServerFacts | undefined> {
  // A pool forgets a connection that failed half-way and leaves it open, and the server waits for a minute for the rest.
  const client = createClient(url, "start");
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name,
  current_setting('server_encoding') AS encoding, lower(chr(201)) = chr(233) AS letters`,
    );
    return rows[0];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** After a crash, or when a machine starts, PostgreSQL is there and reads its log first: it says so, and it passes. */
async function untilStarted<T>(ask: () => Promise<T>, log: Logger): Promise<T> {
  for (let waited = 0; ; waited += STARTING_STEP_MS) {
    try {
      return await ask();
    } catch (error) {
      if ((error as { code?: string }).code !== CANNOT_CONNECT_NOW || waited >= STARTING_MS) throw error;
      if (waited === 0) log.warn({ part: "postgres" }, "PostgreSQL is starting up: waiting for it");
      await sleep(STARTING_STEP_MS);
    }
  }
}

async function refuseLentConnections(url: string): Promise<void> {
  const connect = async () => {
    const client = createClient(url, "start");
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  if (!(await changesBackends(connect))) return;
  throw new StartupError(
    `${placeOf(url)} goes through a pooler that lends connections for one transaction; Parola holds locks and listens on its own: ` +
      "set pool_mode = session for it, or connect directly.",
  );
}

/** The database in words, without the password. */
function placeOf(url: string): string {
  const { host, pathname, username, searchParams } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1) || username);
  return `The database ${database} at ${host || (searchParams.get("host") ?? "localhost")} (DATABASE_URL)`;
}

function reasonOf(error: Error): string {
  // A host with several addresses fails once for each, in an error without a message of its own.
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasonOf))].join(", ");
  const { code, message, hostname } = error as NodeJS.ErrnoException & { hostname?: string };
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `the host ${hostname} is not found (${code})`;
  if (code === "ECONNREFUSED") return `nothing listens there (${message})`;
  // The driver's words for what a wrong address leads to.
  if (message.includes("client password must be a string")) return "it asks for a password, and the address has none";
  if (/connection timeout|^timeout expired/.test(message)) return "nothing there answers as PostgreSQL does, or not in time";
  if (message === "Connection terminated unexpectedly") return "what listens there hung up: is it PostgreSQL?";
  return message;
}
