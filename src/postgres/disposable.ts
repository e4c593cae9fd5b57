/** A PostgreSQL that lives as long as one run of tests or scenarios, and loses everything with it. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";
import { isAlive, readLockFile } from "./lock-file.ts";

/** `log` is told what happens to the server beyond the ordinary. `prefix` names the folder under the system's temporary one, and whose leftovers are swept first. */
export async function startDisposablePostgres(
  prefix: string,
  log: (message: string) => void,
): Promise<Pick<EmbeddedPostgres, "url" | "adminUrl" | "stop">> {
  await sweepAbandoned(prefix);
  const dataDir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataDir, durability: "disposable", log });
  return {
    url: server.url,
    adminUrl: server.adminUrl,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A run that was killed could not clean up: its server is ended and its files removed by the next one. */
async function sweepAbandoned(prefix: string): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix) || (await isAlive(Number(name.slice(prefix.length).split("-")[0])))) continue;
    const folder = join(tmpdir(), name);
    const lock = await readLockFile(join(folder, "postgres"));
    try {
      if (lock && (await isAlive(lock.pid))) process.kill(lock.pid, "SIGQUIT");
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Another user's run: theirs to sweep.
    }
  }
}
