import { spawn } from "node:child_process";
import { open, readFile, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { StartupError } from "../domain/startup-error.ts";
import type { ServerAccount } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { isAlive } from "./lock-file.ts";

/** A server that we started. */
export interface ServerProcess {
  pid: number;
  /** Resolves with the reason, in the server's own words where it gave any, when the process has ended. */
  ended: Promise<string>;
  /** That reason, once it has ended. */
  reason?: string;
}

/** What it takes to start a server on a cluster. */
export interface ServerLaunch {
  cluster: string;
  binaries: PostgresBinaries;
  account: ServerAccount;
  settings: Record<string, string>;
  logFile: string;
}

/** A log that grew beyond this many bytes starts anew when the server does. */
const LOG_LIMIT = 10_000_000;

/** Starts the server and returns at once; it takes connections a little later. */
export async function spawnServer({ cluster, binaries, account, settings, logFile }: ServerLaunch): Promise<ServerProcess> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > LOG_LIMIT) await rm(logFile);
  const logged = size > LOG_LIMIT ? 0 : size;
  const log = await open(logFile, "a", 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new StartupError(`PostgreSQL's log ${logFile} cannot be written (${cause.code}).`, { cause });
  });
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const { file, args, ...as } = account.command(binaries.postgres, ["-D", cluster, ...flags]);
  const child = spawn(file, args, {
    ...as,
    cwd: cluster,
    env: { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" },
    // Ctrl-C in a terminal goes to the whole process group; PostgreSQL must outlive our last transactions.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      const fallback = signal ? `it was ended by ${signal}` : `it ended with code ${code}`;
      void lastComplaint(logFile, logged).then((complaint) => resolve(complaint ?? fallback));
    });
  });
  const server: ServerProcess = { pid: child.pid ?? 0, ended };
  void ended.then((reason) => {
    server.reason = reason;
  });
  await log.close();
  return server;
}

/** Stops a server, ours or an orphan: running statements are cancelled, everything committed is written. */
export async function stopServer(pid: number, patience: number): Promise<void> {
  signal(pid, "SIGINT");
  for (let waited = 0; waited < patience; waited += 20) {
    if (!(await isAlive(pid))) return;
    await sleep(20);
  }
  // It will recover from its log at the next start; nothing committed is lost.
  signal(pid, "SIGQUIT");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ESRCH") return;
    throw new StartupError(
      `A PostgreSQL server of another user (process ${pid}) uses this folder, and cannot be stopped from here (${code}).`,
      {
        cause: error,
      },
    );
  }
}

async function lastComplaint(logFile: string, from: number): Promise<string | undefined> {
  const text = (await readFile(logFile).catch(() => Buffer.alloc(0))).subarray(from).toString();
  const complaints = [...text.matchAll(/(?:FATAL|PANIC):\s+(.*)/g)].map((match) => match[1]);
  // Before its log is set up, PostgreSQL writes plain lines: "postgres: could not …", a missing library, and the like.
  return complaints.at(-1) ?? (text.trim() && /could not|cannot|error/i.test(text) ? text.trim().split("\n").at(-1) : undefined);
}
