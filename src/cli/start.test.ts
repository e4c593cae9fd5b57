import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";

const MAIN = join(import.meta.dirname, "main.ts");

/** Real processes: what a person at a terminal, or systemd, sees. */
describe("parola start", () => {
  let dataDir: string;
  let database: TestDatabase;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), `parola-test-${process.pid}-`));
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  function start(env: Record<string, string>): { child: ChildProcess; said: () => string } {
    const child = spawn(process.execPath, [MAIN, "start"], {
      env: { PATH: "/usr/bin:/bin", PORT: "0", LOG_LEVEL: "error", DATA_DIR: dataDir, DATABASE_URL: database.url, ...env },
    });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    return { child, said: () => output };
  }

  async function refusal(env: Record<string, string>): Promise<string> {
    const { child, said } = start(env);
    const [code] = await once(child, "close");
    expect(code).toBe(1);
    return said();
  }

  it("prints the address, answers there, and ends with 0 when told to", async () => {
    const { child, said } = start({});
    while (!/listening on (\S+)\)/.test(said())) await once(child.stdout ?? child, "data");
    const address = /listening on (\S+)\)/.exec(said())?.[1];
    // Port 0 is no address: what is printed, and put into links, has the port that was free.
    expect(said()).toContain(`Parola runs at http://localhost:${new URL(address ?? "").port} (`);
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: "ok" });
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ status: "ready", problems: [] });
    // Twice: npm passes on what the terminal or systemd has told the process already.
    child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
  });

  it("says in one line that the port is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    expect(await refusal({ PORT: String(port) })).toBe(
      `parola: Port ${port} on 127.0.0.1 is in use: stop what uses it, or choose another with PORT.\n`,
    );
    other.close();
  });

  it("says what is wrong with DATABASE_URL, and does not wait for a server that waits for it", async () => {
    const wrong = new URL(database.url);
    wrong.password = "";
    expect(await refusal({ DATABASE_URL: wrong.href })).toMatch(/^parola: The database \S+ at \S+ \(DATABASE_URL\) cannot be used: .*\n$/);
  });

  it("says in one line that PostgreSQL went away in the middle of the start", async () => {
    const real = new URL(database.url);
    const target = { path: `${real.searchParams.get("host")}/.s.PGSQL.${real.port || 5432}` };
    let gone = false;
    // Until the job queue is set up: a late moment, behind the checks and the migrations.
    const proxy = createTcpServer((client) => {
      const upstream = real.searchParams.has("host") ? connect(target) : connect(Number(real.port || 5432), real.hostname);
      const end = () => [client, upstream].forEach((socket) => void socket.destroy());
      for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
      client.on("data", (bytes) => {
        gone ||= bytes.includes("graphile_worker");
        if (gone) end();
        else upstream.write(bytes);
      });
      upstream.on("data", (bytes) => client.write(bytes));
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const url = new URL(database.url);
    url.searchParams.delete("host");
    url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    expect(await refusal({ DATABASE_URL: url.href, LOG_LEVEL: "silent" })).toMatch(
      /^parola: PostgreSQL went away while Parola started \(.*\): .*\n$/,
    );
    proxy.close();
  });

  it("refuses a database that a newer version made", async () => {
    await database.pool.query(`INSERT INTO schema_migration (id, name, checksum) VALUES (999999, '999999_future', 'x')`);
    expect(await refusal({})).toMatch(/^parola: The database was made by a newer Parola \(it has migration 999999_future.*\n$/);
  });

  it("refuses another secret key than the database's, until it is told that the former one is lost", async () => {
    const [first, second] = ["first", "second"].map((name) => ({ SECRET_KEY: `${name}-secret-key-of-at-least-32-characters` }));
    const parola = (env: Record<string, string> | undefined, ...options: string[]) =>
      spawn(process.execPath, [MAIN, ...options], {
        env: { PATH: "/usr/bin:/bin", LOG_LEVEL: "error", DATA_DIR: dataDir, DATABASE_URL: database.url, ...env },
      });
    const account = ["user", "create", "--email", "a@example.com", "--name", "A"];
    expect(await once(parola(first, ...account), "close")).toEqual([0, null]);
    expect(await refusal(second as Record<string, string>)).toMatch(
      /^parola: SECRET_KEY is not the key that this database's secrets .*\n$/,
    );
    expect(await once(parola(second, "migrate", "--new-secret-key"), "close")).toEqual([0, null]);
    expect(await refusal(first as Record<string, string>)).toMatch(/^parola: SECRET_KEY is not the key/);
  });

  it("names the variables that are wrong", async () => {
    expect(await refusal({ PORT: "http", LOG_LEVEL: "loud" })).toMatch(
      /^parola: The configuration is wrong: PORT must be .*; LOG_LEVEL must be .*\n$/,
    );
  });

  it("says that DATA_DIR cannot be used", async () => {
    const file = join(dataDir, "file");
    await writeFile(file, "");
    // Also where the database is elsewhere: the key is kept there.
    expect(await refusal({ DATA_DIR: file })).toMatch(/^parola: DATA_DIR .*file cannot be made: it is a file.*\n$/);
  });

  it("says that nothing can be made in /proc", { skip: process.platform !== "linux" }, async () => {
    expect(await refusal({ DATA_DIR: "/proc/x", DATABASE_URL: "" })).toMatch(/^parola: DATA_DIR \/proc\/x cannot be made: .*\n$/);
  });

  it("says that DATA_DIR cannot be written", { skip: process.getuid?.() === 0 }, async () => {
    await chmod(dataDir, 0o500);
    expect(await refusal({ DATA_DIR: join(dataDir, "data") })).toMatch(/^parola: DATA_DIR .* cannot be made: .*EACCES.*\n$/);
    await chmod(dataDir, 0o700);
  });
});
