/** The product under test: its own PostgreSQL with the default durability, its own process, a workspace with one automation. */
import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { normalizePhrase } from "../src/domain/phrase.ts";
import type { JsonObject } from "../src/domain/json.ts";
import { startEmbeddedPostgres } from "../src/postgres/embedded.ts";
import { newId } from "../src/store/id.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPool } from "../src/store/pool.ts";
import { createSecretBox } from "../src/store/secret.ts";

export const APP_SECRET = "bench-secret";
export const PHONE_NUMBER_ID = "100000000000001";

export interface BenchProduct {
  url: string;
  sinkUrl: string;
  pool: pg.Pool;
  databaseUrl: string;
  workspaceId: string;
  channelId: string;
  pids: { product: number; postgres: number };
  restart(): Promise<void>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export async function startBenchProduct(documents: JsonObject[]): Promise<BenchProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), "parola-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir, durability: "durable", log: () => {} });
  const pool = createPool(postgres.url, { max: 4, name: "bench" });
  if (process.env["BENCH_EXPLAIN"]) {
    const admin = createPool(postgres.adminUrl, { max: 1, name: "explain" });
    await admin.query("ALTER SYSTEM SET session_preload_libraries = 'auto_explain'");
    await admin.query("ALTER SYSTEM SET auto_explain.log_min_duration = '" + process.env["BENCH_EXPLAIN"] + "'");
    await admin.query("ALTER SYSTEM SET auto_explain.log_analyze = on");
    await admin.query("SELECT pg_reload_conf()");
    await admin.end();
  }
  await migrate(pool);
  const secretKey = randomBytes(16).toString("hex");
  const { workspaceId, channelId } = await seed(pool, secretKey, documents);

  const sink = fork(new URL("./sink.ts", import.meta.url), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const sinkPort = await new Promise<number>((resolve) => sink.once("message", (message: { port: number }) => resolve(message.port)));
  const sinkUrl = `http://127.0.0.1:${sinkPort}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;

  async function launch(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [...(process.env.BENCH_TRACE ? process.env.BENCH_TRACE.split(" ") : []), new URL("../src/cli/main.ts", import.meta.url).pathname, "start"], {
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        DATABASE_URL: postgres.url,
        SECRET_KEY: secretKey,
        WHATSAPP_GRAPH_URL: sinkUrl,
        LOG_LEVEL: "error",
      },
    });
    for (let tries = 0; tries < 200; tries++) {
      const ready = await fetch(`${url}/healthz`).then((response) => response.ok, () => false);
      if (ready) return child;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the product did not start");
  }
  let child = await launch();
  const end = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  };
  const product: BenchProduct = {
    url,
    sinkUrl,
    pool,
    databaseUrl: postgres.url,
    workspaceId,
    channelId,
    pids: { product: child.pid as number, postgres: postgres.pid() },
    async restart() {
      await end();
      child = await launch();
      product.pids.product = child.pid as number;
    },
    async stop() {
      await end();
      sink.kill();
      await pool.end();
      await postgres.stop();
      if (process.env["BENCH_EXPLAIN"]) spawnSync("cp", [join(dataDir, "postgres.log"), "/tmp/bench-postgres.log"]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return product;
}

async function seed(pool: pg.Pool, secretKey: string, documents: JsonObject[]): Promise<{ workspaceId: string; channelId: string }> {
  const workspaceId = newId();
  const channelId = newId();
  const secrets = createSecretBox(createHash("sha256").update(secretKey).digest());
  await pool.query("INSERT INTO workspace (id, name, slug, settings) VALUES ($1, 'Bench', 'bench', $2)", [workspaceId, JSON.stringify({ timeZone: "Europe/Rome", defaultCountry: "IT" })]);
  await pool.query(
    `INSERT INTO channel (workspace_id, id, kind, name, phone_number_id, waba_id, access_token, app_secret, verify_token, throughput)
VALUES ($1, $2, 'whatsapp', 'Bench', $3, '200', $4, $5, 'verify', 1000000)`,
    [workspaceId, channelId, PHONE_NUMBER_ID, secrets.encrypt("token"), secrets.encrypt(APP_SECRET)],
  );
  await pool.query("INSERT INTO field (workspace_id, id, code, label, type) VALUES ($1, $2, 'CITY', 'City', 'text')", [workspaceId, newId()]);
  for (const document of documents) await publish(pool, workspaceId, document);
  return { workspaceId, channelId };
}

/** Straight into the tables: the bench measures running, not publishing. */
async function publish(pool: pg.Pool, workspaceId: string, document: JsonObject): Promise<void> {
  const automationId = newId();
  const versionId = newId();
  await pool.query(
    `INSERT INTO automation (workspace_id, id, name, state, draft, published_version_id, created_at, updated_at) VALUES ($1, $2, $3, 'active', $4, $5, now(), now())`,
    [workspaceId, automationId, document["name"], JSON.stringify(document), versionId],
  );
  await pool.query("INSERT INTO automation_version (workspace_id, id, automation_id, number, document, created_at) VALUES ($1, $2, $3, 1, $4, now())", [
    workspaceId,
    versionId,
    automationId,
    JSON.stringify(document),
  ]);
  for (const trigger of document["triggers"] as { id: string; type: string; config: { phrases?: string[] } }[]) {
    for (const phrase of trigger.config.phrases ?? [""]) {
      await pool.query("INSERT INTO automation_trigger (workspace_id, automation_id, trigger_id, type, phrase, active) VALUES ($1, $2, $3, $4, $5, true)", [
        workspaceId,
        automationId,
        trigger.id,
        trigger.type,
        normalizePhrase(phrase),
      ]);
    }
  }
}
