import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { StartupError } from "./domain/startup-error.ts";

/**
 * Makes `DATA_DIR` unless it is there.
 *
 * @param writable also refuses one that is there and cannot be written
 * @throws {StartupError} saying what keeps it from being made or written
 */
export async function makeDataDir(dataDir: string, { writable = false } = {}): Promise<void> {
  await makeFolder(dataDir).catch((cause: NodeJS.ErrnoException) => {
    throw new StartupError(`DATA_DIR ${dataDir} cannot be made: ${reasonOf(cause)}. Choose a folder that can be written.`, { cause });
  });
  if (!writable) return;
  await access(dataDir, constants.W_OK | constants.X_OK).catch((cause: NodeJS.ErrnoException) => {
    throw new StartupError(`DATA_DIR ${dataDir} cannot be written: ${reasonOf(cause)}. Choose a folder that can be written.`, { cause });
  });
}

/**
 * Node's own recursive `mkdir` never returns where the parent is there and yet nothing can be made in it, as in `/proc`.
 * Others may pass through to what is theirs, and see nothing: started by root, PostgreSQL runs under another account.
 */
async function makeFolder(path: string, mayLack = true): Promise<void> {
  try {
    await mkdir(path, { mode: 0o711 });
  } catch (error) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || !mayLack || parent === path) throw error;
    await makeFolder(parent);
    await makeFolder(path, false);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  const reasons: Record<string, string> = {
    EROFS: "the disk is read-only",
    EACCES: "this user may not write there",
    EPERM: "this user may not write there",
    ENOSPC: "the disk is full",
    ENOENT: "the system lets nothing be made there",
    ENOTDIR: "a part of its path is a file",
    EEXIST: "it is a file",
  };
  const reason = reasons[code ?? ""];
  return reason ? `${reason} (${code})` : message;
}
