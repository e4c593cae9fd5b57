import type pg from "pg";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { makeDataDir } from "./data-dir.ts";
import { StartupError } from "./domain/startup-error.ts";
import { startEmbeddedPostgres } from "./postgres/embedded.ts";
import { createPool } from "./store/pool.ts";

/** The product's database, reached and new enough. */
export interface Database {
  url: string;
  pool: pg.Pool;
  close: () => Promise<void>;
}

/** `server_version_num` of PostgreSQL 15, the oldest we run on. */
const OLDEST = 150_000;

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
    await check(pool, url);
    return { url, pool, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function check(pool: pg.Pool, url: string): Promise<void> {
  const { rows } = await pool
    .query<{ version: number; name: string }>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name`,
    )
    .catch((cause: Error) => {
      const { host, pathname } = new URL(url);
      throw new StartupError(`The database ${pathname.slice(1)} at ${host} (DATABASE_URL) cannot be used: ${reasonOf(cause)}.`, { cause });
    });
  const found = rows[0];
  if (!found || found.version < OLDEST) {
    throw new StartupError(`DATABASE_URL is PostgreSQL ${found?.name}; Parola needs version ${OLDEST / 10_000} or newer.`);
  }
}

/** A host with several addresses fails once for each, in an error without a message of its own. */
function reasonOf(error: Error): string {
  return error instanceof AggregateError ? error.errors.map((each: Error) => each.message).join(", ") : error.message;
}
