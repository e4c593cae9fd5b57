/** PgBouncer before the run's PostgreSQL, where it is installed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chooseAccount } from "../src/postgres/account.ts";
import { freePort } from "./process.ts";

/** Its program; Debian's is where other accounts than root do not look. */
export const PGBOUNCER = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"]
  .map((folder) => join(folder, "pgbouncer"))
  .find((path) => existsSync(path));

export interface PgBouncer {
  /** Of the same database, through it. */
  url: string;
  stop(): Promise<void>;
}

export async function startPgBouncer(databaseUrl: string, mode: "session" | "transaction"): Promise<PgBouncer> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(databaseUrl);
  const folder = await mkdtemp(join(tmpdir(), "parola-pgbouncer-"));
  const listen = await freePort();
  const user = decodeURIComponent(username);
  const secret = decodeURIComponent(password);
  const host = searchParams.get("host") ?? hostname;
  const server = `host=${host} port=${port || 5432} dbname=${pathname.slice(1)}`;
  const files = {
    "users.txt": `"${user}" "${secret}"\n`,
    "pgbouncer.ini": [
      "[databases]",
      `pooled = ${server}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${listen}`,
      "unix_socket_dir =",
      "auth_type = scram-sha-256",
      `auth_file = ${join(folder, "users.txt")}`,
      `pool_mode = ${mode}`,
      "default_pool_size = 40",
      "",
    ].join("\n"),
  };
  await chmod(folder, 0o711);
  // Like PostgreSQL it does not run as root, and its own account has to reach the server's socket.
  const account = await chooseAccount([folder, ...(host.startsWith("/") ? [host] : [])]);
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    if (account.owner) await chown(join(folder, name), account.owner.uid, account.owner.gid);
  }
  const { file, args, ...as } = account.command(PGBOUNCER ?? "pgbouncer", ["--quiet", join(folder, "pgbouncer.ini")]);
  const child = spawn(file, args, { ...as, stdio: ["ignore", "ignore", "pipe"] });
  await listens(listen, child);
  return {
    url: `postgres://${username}:${password}@127.0.0.1:${listen}/pooled`,
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listens(port: number, child: ChildProcess): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  while (child.exitCode === null) {
    const socket = connect(port, "127.0.0.1");
    const open = await new Promise<boolean>((resolve) => socket.once("connect", () => resolve(true)).once("error", () => resolve(false)));
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`PgBouncer ended with code ${child.exitCode}: ${said}`);
}
