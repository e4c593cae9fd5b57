/** Reaching the embedded server of a Parola that is already running, for commands beside it. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createClient } from "../store/pool.ts";
import { PASSWORD_FILE } from "./cluster.ts";
import { readLockFile } from "./lock-file.ts";

/** Its URL; undefined when none runs on this folder, or one that this user may not reach. */
export async function runningPostgres(dataDir: string): Promise<string | undefined> {
  const folder = join(resolve(dataDir), "postgres");
  const lock = await readLockFile(folder).catch(() => undefined);
  if (!lock) return undefined;
  const password = await readFile(join(folder, PASSWORD_FILE), "utf8").catch(() => undefined);
  if (password === undefined) return undefined;
  const url = `postgres://parola:${password.trim()}@localhost:5432/parola?host=${encodeURIComponent(lock.socketDir ?? folder)}`;
  const client = createClient(url, "attach");
  try {
    await client.connect();
    return url;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}
