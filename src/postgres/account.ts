import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { StartupError } from "../domain/startup-error.ts";

const run = promisify(execFile);

/** Under which account a PostgreSQL program runs, and what has to stand before its command for that. */
export interface ServerAccount {
  /** Owner of the data folder; absent: whoever we are. */
  owner?: { uid: number; gid: number };
  command: (program: string, args: string[]) => { file: string; args: string[]; uid?: number; gid?: number };
}

/**
 * PostgreSQL refuses to run as root. When we are root it runs as `nobody`, which needs no account to be made.
 *
 * @param paths what that account must reach: the programs and the data folder
 * @throws {StartupError} when `nobody` can be given no way to them
 */
export async function chooseAccount(paths: string[]): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { command: (file, args) => ({ file, args }) };

  const owner = { uid: await idOf("-u"), gid: await idOf("-g") };
  const barred = await firstBarredFolder(paths);
  if (!barred) return { owner, command: (file, args) => ({ file, args, ...owner }) };

  // Typical: the checkout is under /root, which only root may enter. The program then keeps the one right it lacks,
  // passing by file permissions, and still is not root.
  // The securebit lets access(2), by which initdb looks for its programs, count that right too.
  const privileges = ["--clear-groups", "--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  const prefix = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, ...privileges, "--"];
  try {
    await run("setpriv", [...prefix, "ls", ...paths]);
  } catch (cause) {
    throw new StartupError(
      `PostgreSQL does not run as root, and the account "nobody" may not enter ${barred}: put Parola and DATA_DIR where everyone ` +
        "may enter (for example /opt/parola), start it as another user, or set DATABASE_URL.",
      { cause },
    );
  }
  return { owner, command: (program, args) => ({ file: "setpriv", args: [...prefix, program, ...args] }) };
}

async function idOf(flag: "-u" | "-g"): Promise<number> {
  try {
    return Number((await run("id", [flag, "nobody"])).stdout);
  } catch (cause) {
    throw new StartupError('PostgreSQL does not run as root, and this system has no account "nobody": start Parola as another user.', {
      cause,
    });
  }
}

/** The first of the paths, or of the folders on the way to them, that other users may not enter. */
async function firstBarredFolder(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = path; ; folder = dirname(folder)) {
      const { mode } = await stat(folder);
      if (!(mode & 0o001)) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  return undefined;
}
