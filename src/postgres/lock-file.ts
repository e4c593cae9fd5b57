import { readFile, unlink } from "node:fs/promises";
import { join } from "node:path";

/** What a running server says of itself in its data folder. */
export interface LockFile {
  pid: number;
  port: number;
  socketDir: string;
}

/**
 * Reads `postmaster.pid`; undefined when no server left one.
 *
 * Its lines: process id, data folder, start time, port, socket folder, listen address, shared memory, state
 * (https://www.postgresql.org/docs/18/storage-file-layout.html).
 */
export async function readLockFile(cluster: string): Promise<LockFile | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), socketDir: lines[4] ?? "" };
}

/**
 * Removes a lock file whose process id meanwhile belongs to another program, as happens when a container restarts and
 * counts from 1 again. PostgreSQL itself only asks whether the process lives, and would refuse to start for ever.
 */
export async function removeStaleLockFile(cluster: string, lock: LockFile): Promise<boolean> {
  if (!(await isAnotherProgram(lock.pid))) return false;
  await unlink(join(cluster, "postmaster.pid"));
  return true;
}

/** Whether a process runs. One that ended but was never waited for (an orphan where nothing reaps them) does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return !/\) [ZX] /.test(stat);
}

async function isAnotherProgram(pid: number): Promise<boolean> {
  // Elsewhere than on Linux we cannot tell, and leave the file alone: PostgreSQL's message then says what to do.
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "postgres");
  return name.trim() !== "postgres";
}
