/** The product under test: its own PostgreSQL with the default durability, its own process, a workspace with the bench's automations. */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import type { JsonObject } from "../src/domain/json.ts";
import { startEmbeddedPostgres } from "../src/postgres/embedded.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPool } from "../src/store/pool.ts";
import { freePort, type ProductProcess, startProcess } from "../test/process.ts";
import { type Seeded, seed } from "../test/seed.ts";

export interface BenchProduct extends Seeded {
  url: string;
  /** Where the sink tells what it accepted. */
  sinkControlUrl: string;
  pool: pg.Pool;
  pids: { product: number; postgres: number; sink: number };
  stop(): Promise<void>;
}

export async function startBenchProduct(documents: JsonObject[]): Promise<BenchProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), "parola-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir, durability: "durable", log: () => {} });
  const pool = createPool(postgres.url, { max: 4, name: "bench" });
  await migrate(pool);
  const secretKey = randomBytes(24).toString("hex");
  const seeded = await seed(pool, { secretKey, fields: { CITY: "text" }, documents });

  const sink = fork(new URL("./sink.ts", import.meta.url), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ports = await new Promise<{ graph: number; control: number }>((resolve) => sink.once("message", resolve));
  const sinkControlUrl = `http://127.0.0.1:${ports.control}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    SECRET_KEY: secretKey,
    WHATSAPP_GRAPH_URL: `http://127.0.0.1:${ports.graph}`,
  };
  const product: ProductProcess = await startProcess(env, url);
  return {
    ...seeded,
    url,
    sinkControlUrl,
    pool,
    pids: { product: pidOf(product.child), postgres: postgres.pid(), sink: pidOf(sink) },
    async stop() {
      await product.stop();
      sink.kill();
      await pool.end();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function pidOf(child: ChildProcess): number {
  return child.pid ?? 0;
}
