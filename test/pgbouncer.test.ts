/** The product behind PgBouncer, as `docs/scaling.md` describes it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../src/database.ts";
import type { JsonObject } from "../src/domain/json.ts";
import { buildInbound } from "../src/sandbox/whatsapp/build-inbound.ts";
import { startFakeGraph } from "../src/sandbox/whatsapp/fake-graph.ts";
import { sign } from "../src/sandbox/whatsapp/sign.ts";
import { createPool } from "../src/store/pool.ts";
import { assertSchema, createSchema, newSchemaName, schemaUrl } from "../src/store/scenario/schemas.ts";
import { createTestDatabase, type TestDatabase } from "../src/store/test-database.ts";
import { PGBOUNCER, type PgBouncer, startPgBouncer } from "./pgbouncer.ts";
import { freePort, startProcess } from "./process.ts";
import { seed } from "./seed.ts";

const SECRET_KEY = "pgbouncer-test-secret-key-of-32-chars";
const WELCOME: JsonObject = {
  name: "Welcome",
  triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["go"] }, next: "d1" }],
  steps: [
    { id: "d1", type: "delay", config: { for: { seconds: 1 } }, exits: { next: "m1" } },
    { id: "m1", type: "send_message", config: { kind: "text", text: "welcome" } },
  ],
};

describe("behind PgBouncer", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(({ skip }) => skip(!PGBOUNCER, "pgbouncer is not installed: apt-get install pgbouncer"));

  async function through<T>(mode: "session" | "transaction", work: (pooler: PgBouncer) => Promise<T>): Promise<T> {
    const pooler = await startPgBouncer(database.url, mode);
    try {
      return await work(pooler);
    } finally {
      await pooler.stop();
    }
  }

  it("a message is answered by processes with one role each, in session mode", { timeout: 60_000 }, async () => {
    const { appSecret, phoneNumberId } = await seed(database.pool, { secretKey: SECRET_KEY, documents: [WELCOME] });
    const graph = await startFakeGraph();
    const dataDir = await mkdtemp(join(tmpdir(), "parola-pgbouncer-data-"));
    const port = await freePort();
    await through("session", async ({ url }) => {
      const env = { PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: url, SECRET_KEY, WHATSAPP_GRAPH_URL: graph.url };
      const started = await Promise.all(
        ["web", "worker", "sender"].map((ROLES) =>
          startProcess({ ...env, ROLES }, ROLES === "web" ? `http://127.0.0.1:${port}` : undefined),
        ),
      );
      const channel = { phoneNumberId, wabaId: "200", displayPhoneNumber: "390600000000" };
      const from = { waId: "393330000001", profileName: "Anna" };
      const { raw } = buildInbound(channel, { from, content: { type: "text", text: "go" }, sentAt: Date.now() });
      const headers = { "content-type": "application/json", "x-hub-signature-256": sign(raw, appSecret) };
      const answer = await fetch(`http://127.0.0.1:${port}/webhooks/whatsapp`, { method: "POST", headers, body: raw });
      expect(answer.status).toBe(200);
      while (graph.accepted.length === 0) await sleep(50);
      expect(await Promise.all(started.map((process) => process.stop()))).toEqual([0, 0, 0]);
    });
    expect(graph.accepted.map(({ body }) => body["text"])).toMatchObject([{ body: "welcome" }]);
    await graph.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("the builder's tests find their schema in session mode", async () => {
    await through("session", async ({ url }) => {
      const name = newSchemaName();
      await createSchema(database.pool, name);
      const pool = createPool(await schemaUrl(database.pool, url, name), { max: 1, name: "test" });
      await expect(assertSchema(pool, name)).resolves.toBeUndefined();
      await pool.end();
    });
  });

  it("the start is refused in transaction mode, in which locks and LISTEN are lost", async () => {
    await through("transaction", async ({ url }) => {
      await expect(openDatabase({ dataDir: "/nowhere", databaseUrl: url }, pino({ level: "silent" }))).rejects.toThrow(
        "goes through a pooler that lends connections for one transaction",
      );
    });
  });
});
