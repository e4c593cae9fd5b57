import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { StartupError } from "../domain/startup-error.ts";
import { claim } from "./claim.ts";
import { isAlive, readLockFile, removeStaleLockFile } from "./lock-file.ts";
import { type ServerProcess, stopServer } from "./server.ts";

/** A server that is ours alone, and the connection that says so. */
export interface OwnedServer {
  server: ServerProcess;
  owner: pg.Client;
}

/** How to reach and start the server of one cluster. */
export interface Cluster {
  folder: string;
  /** URL of the superuser at a server whose socket is in that folder. */
  adminUrl: (socketDir: string) => string;
  launch: () => Promise<ServerProcess>;
  log: (message: string) => void;
}

/** How long a server may take to start, crash recovery included, and an orphan to stop, in milliseconds. */
export const PATIENCE = 120_000;

/**
 * Ends owning the cluster's one server: starts it, or waits for `own` to take connections again. What a killed Parola
 * left running is stopped first, since it has the settings, and perhaps the program, of another version.
 *
 * @param signal gives up
 * @throws {StartupError} when a living Parola owns it, or it does not start
 */
export async function takeOver(cluster: Cluster, signal: AbortSignal, own?: ServerProcess): Promise<OwnedServer> {
  let server = own;
  let obstacle = "";
  for (let waited = 0; waited < PATIENCE; waited += 50) {
    signal.throwIfAborted();
    if (server?.reason !== undefined) {
      obstacle = server.reason;
      if (!PASSES_BY_ITSELF.test(obstacle)) throw new StartupError(`PostgreSQL does not start on ${cluster.folder}: ${obstacle}.`);
      server = undefined;
      await sleep(200);
    }

    // Asked before looking at the process id, which says nothing when the other one runs in another container.
    const lock = await readLockFile(cluster.folder);
    const answer = lock?.socketDir ? await claim(cluster.adminUrl(lock.socketDir)) : undefined;
    if (answer?.state === "taken") {
      throw new StartupError(`Another Parola (${answer.by}) uses ${cluster.folder}: stop it, or give this one a DATA_DIR of its own.`);
    }
    if (answer?.state === "silent") obstacle = answer.reason;

    if (lock && answer?.state === "owned") {
      if (lock.pid === server?.pid) return { server, owner: answer.client };
      cluster.log(`stopping the PostgreSQL that an earlier Parola left running (process ${lock.pid})`);
      await answer.client.end();
      await stopServer(lock.pid, PATIENCE);
    } else if (!server && !(lock && (await mayBeRunning(cluster.folder, lock)))) {
      server = await cluster.launch();
    }
    await sleep(50);
  }
  throw new StartupError(`PostgreSQL on ${cluster.folder} does not answer after ${PATIENCE / 1000} s: ${obstacle}.`);
}

/** Lost a race against another start, or processes of a killed server are still on their way out. */
const PASSES_BY_ITSELF = /lock file .* already exists|pre-existing shared memory block|address already in use/i;

async function mayBeRunning(folder: string, lock: { pid: number; port: number; socketDir: string }): Promise<boolean> {
  return (await isAlive(lock.pid)) && !(await removeStaleLockFile(folder, lock));
}
