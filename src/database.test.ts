import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openDatabase } from "./database.ts";
import { asAdmin, createTestDatabase, type TestDatabase } from "./store/test-database.ts";

/** What a person reads who set DATABASE_URL. */
describe("a wrong DATABASE_URL", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  async function refusal(databaseUrl: string): Promise<string> {
    return await openDatabase({ dataDir: "/nowhere", databaseUrl }, pino({ level: "silent" })).then(
      () => "opened",
      (error: Error) => error.message,
    );
  }

  async function changed(change: (url: URL) => void): Promise<string> {
    const url = new URL(database.url);
    change(url);
    return await refusal(url.href);
  }

  it("names a host that is not found", async () => {
    expect(await refusal("postgres://u:p@nowhere.invalid/parola")).toMatch(
      /^The database parola at nowhere\.invalid \(DATABASE_URL\) cannot be used: the host nowhere\.invalid is not found \(\w+\)\.$/,
    );
  });

  it("says that nothing listens", async () => {
    expect(await refusal("postgres://u:p@127.0.0.1:1/parola")).toContain("cannot be used: nothing listens there (connect ECONNREFUSED");
  });

  it("passes on what PostgreSQL says about the account and the database", async () => {
    expect(await changed((url) => (url.password = "hunter2"))).toMatch(/^(?!.*hunter2).*password authentication failed for user/);
    expect(await changed((url) => (url.pathname = "/absent"))).toContain('database "absent" does not exist');
  });

  it("says that the password is missing", async () => {
    expect(await changed((url) => (url.password = ""))).toContain("it asks for a password, and the address has none");
  });

  it("asks whether it is PostgreSQL where another program hangs up", async () => {
    const other: Server = createServer((socket) => socket.on("error", () => {}).end()).listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    expect(await refusal(`postgres://u:p@127.0.0.1:${port}/parola`)).toContain("is it PostgreSQL?");
    other.close();
  });

  it("waits for a server that is only starting up", async () => {
    const { hostname, port, searchParams } = new URL(database.url);
    const folder = searchParams.get("host");
    let asked = 0;
    const door = createServer((socket) => {
      socket.on("error", () => {});
      if (++asked === 1) {
        socket.end(errorResponse("57P03", "the database system is starting up"));
        return;
      }
      const server = folder ? connect(join(folder, `.s.PGSQL.${port || 5432}`)) : connect(Number(port || 5432), hostname);
      socket.pipe(server).pipe(socket);
    }).listen(0, "127.0.0.1");
    await once(door, "listening");
    const url = new URL(database.url);
    url.searchParams.delete("host");
    url.host = `127.0.0.1:${(door.address() as AddressInfo).port}`;
    const opened = await openDatabase({ dataDir: "/nowhere", databaseUrl: url.href }, pino({ level: "silent" }));
    expect((await opened.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    expect(asked).toBeGreaterThan(1);
    await opened.close();
    door.close();
  });

  it.each([
    ["keeps texts as bytes", "SQL_ASCII", "keeps texts as SQL_ASCII, not as UTF8: CREATE DATABASE"],
    ["knows no capitals but English ones", "UTF8", 'has the locale "C", in which É is no capital é: CREATE DATABASE'],
  ])("refuses a database that %s", async (_, encoding, complaint) => {
    const { adminUrl, url } = inject("testServer");
    const name = `${new URL(database.url).pathname.slice(1)}_c`;
    const owner = decodeURIComponent(new URL(url).username);
    await asAdmin(adminUrl, (admin) =>
      admin.query(
        `CREATE DATABASE ${name} OWNER ${admin.escapeIdentifier(owner)} TEMPLATE template0 ENCODING '${encoding}' LOCALE_PROVIDER libc LOCALE 'C'`,
      ),
    );
    expect(await changed((wrong) => (wrong.pathname = `/${name}`))).toContain(complaint);
    await asAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE ${name}`));
  });
});

/** As PostgreSQL puts it on the wire (https://www.postgresql.org/docs/18/protocol-message-formats.html). */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
