import { chmod, chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "../store/pool.ts";
import { chooseAccount, type ServerAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { ensureCluster } from "./cluster.ts";
import { spawnServer, stopServer } from "./server.ts";
import { type Durability, serverSettings } from "./settings.ts";
import { type Cluster, type OwnedServer, PATIENCE, takeOver } from "./take-over.ts";

/** The PostgreSQL that comes with Parola, running. */
export interface EmbeddedPostgres {
  /** Connects as the owner of the database `parola`, who is not a superuser. */
  url: string;
  /** Connects as the superuser, to the database `postgres`. */
  adminUrl: string;
  /** Process id of the server at this moment; another one after it had to be started again. */
  pid: () => number;
  /** Ends connections and stops the server; resolves when it is gone. */
  stop: () => Promise<void>;
}

/** Where and how the embedded server runs. */
export interface EmbeddedOptions {
  /** `DATA_DIR`, which is there; the cluster is its folder `postgres`, the server's log `postgres.log`. */
  dataDir: string;
  durability: Durability;
  /** Told, in one sentence, what happens to the server beyond the ordinary. */
  log: (message: string) => void;
}

/**
 * Starts PostgreSQL on `DATA_DIR/postgres`, making the cluster on the first start. One that a killed Parola left running
 * is stopped first; one that a living Parola uses is left alone. When the server dies it is started again.
 *
 * @throws {StartupError} when another Parola uses the folder, or the server does not start
 */
export async function startEmbeddedPostgres({ dataDir, durability, log }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const home = resolve(dataDir);
  const folder = join(home, "postgres");
  const binaries = await findBinaries();
  const account = await chooseAccount([home, binaries.postgres, binaries.initdb]);
  const password = await ensureCluster(folder, binaries, account);
  const socketDir = await chooseSocketDir(folder, account);
  const url = (user: string, database: string, host: string) =>
    `postgres://${user}:${password}@localhost:5432/${database}?host=${encodeURIComponent(host)}`;

  const settings = serverSettings(durability, socketDir);
  const cluster: Cluster = {
    folder,
    adminUrl: (host) => url("postgres", "postgres", host),
    launch: () => spawnServer({ cluster: folder, binaries, account, settings, logFile: join(home, "postgres.log") }),
    log,
  };
  const supervisor = await supervise(cluster);
  const adminUrl = cluster.adminUrl(socketDir);
  await ensureDatabase(adminUrl, password).catch(async (error) => {
    await supervisor.stop();
    throw error;
  });
  return {
    url: url("parola", "parola", socketDir),
    adminUrl,
    pid: supervisor.pid,
    stop: async () => {
      await supervisor.stop();
      if (socketDir !== folder) await rm(socketDir, { recursive: true, force: true });
    },
  };
}

/** Keeps the server running and ours: both end when the server crashes, the ownership alone when one of its processes does. */
async function supervise(cluster: Cluster): Promise<{ pid: () => number; stop: () => Promise<void> }> {
  const stopping = new AbortController();
  let owned: OwnedServer = await takeOver(cluster, stopping.signal);
  const watched = watch();

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      const lost = new Promise<string>((resolveLost) => owned.owner.once("end", () => resolveLost("its connections were ended")));
      const why = await Promise.race([owned.server.ended, lost]);
      if (stopping.signal.aborted) return;
      cluster.log(`PostgreSQL was interrupted: ${why}`);
      await recover();
    }
  }

  /** Tries for as long as it takes: until then every query fails, and `/readyz` says so. */
  async function recover(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await sleep(100);
        const running = owned.server.reason === undefined ? owned.server : undefined;
        owned = await takeOver(cluster, stopping.signal, running);
        cluster.log("PostgreSQL runs again");
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        cluster.log((error as Error).message);
        await sleep(5_000, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  return {
    pid: () => owned.server.pid,
    stop: async () => {
      stopping.abort();
      await owned.owner.end().catch(() => undefined);
      await watched;
      await stopServer(owned.server.pid, PATIENCE);
    },
  };
}

/** Longest path of a socket, in bytes, on Linux (108) and macOS (104), less the terminating zero. */
const LONGEST_SOCKET_PATH = 103;

async function chooseSocketDir(folder: string, { owner }: ServerAccount): Promise<string> {
  if (Buffer.byteLength(join(folder, ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH) return folder;
  const short = await mkdtemp(join(tmpdir(), "parola-"));
  await chmod(short, 0o700);
  if (owner) await chown(short, owner.uid, owner.gid);
  return short;
}

/** The product's own account and database. A start that was killed between the two statements is completed by the next. */
async function ensureDatabase(adminUrl: string, password: string): Promise<void> {
  const client = createClient(adminUrl, "setup");
  await client.connect();
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'parola') AS role, EXISTS (SELECT FROM pg_database WHERE datname = 'parola') AS database`,
    );
    if (!rows[0]?.role) await client.query(`CREATE ROLE parola LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    if (!rows[0]?.database) await client.query("CREATE DATABASE parola OWNER parola");
  } finally {
    await client.end();
  }
}
