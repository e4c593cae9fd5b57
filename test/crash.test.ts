/**
 * Real processes, real PostgreSQL, kill -9 at random moments under load: of the web, of a worker, of a sender, of the whole product and
 * of PostgreSQL with all its backends. Afterwards the fake provider has every message exactly once, but for those whose outcome
 * nobody can know: these are `unknown` and were not sent again. `npm run crash -- 100` makes it the long version.
 * Told to stop instead of killed, a process leaves not even those.
 */
import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/postgres/embedded.ts";
import { buildInbound } from "../src/sandbox/whatsapp/build-inbound.ts";
import { type FakeGraph, startFakeGraph } from "../src/sandbox/whatsapp/fake-graph.ts";
import { sign } from "../src/sandbox/whatsapp/sign.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPool } from "../src/store/pool.ts";
import { freePort, type ProductProcess, startProcess } from "./process.ts";
import { type Seeded, seed } from "./seed.ts";

const CRASHES = Number(process.env["CRASHES"] ?? 10);
const CONTACTS_PER_ROUND = 40;
const SECRET_KEY = "crash-test-secret-key-of-32-characters";
const TEXTS = ["first", "second", "third"];

/** Each is a process of its own; two workers and two senders share the load. */
const PROCESSES = ["web", "worker", "worker", "sender", "sender"];
/** What a crash hits, in turn: a process by its place, all of them at once, or PostgreSQL. */
const VICTIMS: (number | "product" | "postgres")[] = [1, 3, "product", "postgres", 0, 2, 4];

let dataDir: string;
let postgres: EmbeddedPostgres;
let pool: pg.Pool;
let graph: FakeGraph;
let seeded: Seeded;
let port: number;
let running: ProductProcess[] = [];

beforeAll(async () => {
  // Durable, and a server of its own: one that loses what was committed, or that other tests need, cannot be killed.
  dataDir = await mkdtemp(join(tmpdir(), "parola-crash-"));
  postgres = await startEmbeddedPostgres({ dataDir, durability: "durable", log: () => {} });
  pool = createPool(postgres.url, { max: 2, name: "crash test" });
  await migrate(pool);
  graph = await startFakeGraph();
  port = await freePort();
  seeded = await seed(pool, {
    secretKey: SECRET_KEY,
    fields: { CITY: "text" },
    documents: [
      {
        name: "Crash",
        triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["go"] }, next: "m1" }],
        steps: [
          { id: "m1", type: "send_message", config: { kind: "text", text: "first" }, exits: { next: "f1", failed: "f1" } },
          { id: "f1", type: "fill_field", config: { field: "CITY", value: "Roma" }, exits: { next: "d1" } },
          { id: "d1", type: "delay", config: { for: { seconds: 1 } }, exits: { next: "m2" } },
          { id: "m2", type: "send_message", config: { kind: "text", text: "second" }, exits: { next: "m3" } },
          { id: "m3", type: "send_message", config: { kind: "text", text: "third" } },
        ],
      },
    ],
  });
  running = await Promise.all(PROCESSES.map(start));
});

afterAll(async () => {
  for (const product of running) await product.kill();
  await graph?.close();
  await pool?.end();
  await postgres?.stop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

function start(roles: string): Promise<ProductProcess> {
  const url = roles.includes("web") ? `http://127.0.0.1:${port}` : undefined;
  const env = {
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    SECRET_KEY,
    WHATSAPP_GRAPH_URL: graph.url,
    ROLES: roles,
  };
  return startProcess(env, url);
}

/** Load, and one process after the other, or all at once, ended in the middle of it and replaced. */
class Rounds {
  readonly customers: string[] = [];
  readonly #posts: Promise<void>[] = [];
  readonly #first: number;

  /** @param first phone number of the first customer */
  constructor(first: number) {
    this.#first = first;
  }

  async play(disturb: () => Promise<void>): Promise<void> {
    for (let n = 0; n < CONTACTS_PER_ROUND; n++) {
      const customer = String(this.#first + this.customers.length);
      this.customers.push(customer);
      this.#posts.push(deliver(customer));
    }
    await sleep(randomInt(20, 800));
    await disturb();
  }

  /** What came of it: for each customer's run whether it completed, and every message as often as the provider accepted it. */
  async outcome(): Promise<{ runs: { phone: string; status: string; unknown: boolean }[]; seen: Map<string, number> }> {
    await Promise.all(this.#posts);
    await settled();
    const mine = new Set(this.customers);
    const seen = new Map<string, number>();
    for (const { to, body } of graph.accepted) {
      const key = `${to} ${(body["text"] as { body: string }).body}`;
      if (mine.has(key.split(" ")[0]?.replace("+", "") ?? "")) seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    const runs = await query<{ phone: string; status: string; unknown: boolean }>(
      `SELECT c.phone, r.status, EXISTS (SELECT FROM message m WHERE m.workspace_id = r.workspace_id AND m.run_id = r.id AND m.status = 'unknown') AS unknown
FROM run r JOIN contact c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id`,
    );
    return { runs: runs.filter(({ phone }) => mine.has(phone.slice(1))), seen };
  }
}

async function crash(victim: (typeof VICTIMS)[number]): Promise<void> {
  if (victim === "postgres") {
    // Its backends see at once that it is gone and end in the middle of whatever they did; our embedding starts it again.
    const before = postgres.pid();
    process.kill(before, "SIGKILL");
    // A process that is started next finds it there, if only starting; old backends may answer for a while yet.
    while (postgres.pid() === before) await sleep(20);
    await query("SELECT 1 AS n");
    return;
  }
  const places = victim === "product" ? PROCESSES.keys() : [victim];
  await Promise.all(
    [...places].map(async (place) => {
      await running[place]?.kill();
      running[place] = await start(PROCESSES[place] as string);
    }),
  );
}

/** Like Meta: anything but 200, and silence too, is delivered again. */
async function deliver(from: string): Promise<void> {
  const channel = { phoneNumberId: seeded.phoneNumberId, wabaId: "200", displayPhoneNumber: "390600000000" };
  const { raw } = buildInbound(channel, {
    from: { waId: from, profileName: "Anna" },
    content: { type: "text", text: "go" },
    sentAt: Date.now(),
  });
  const headers = { "content-type": "application/json", "x-hub-signature-256": sign(raw, seeded.appSecret) };
  for (;;) {
    const ok = await fetch(`http://127.0.0.1:${port}/webhooks/whatsapp`, { method: "POST", headers, body: raw }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await sleep(50);
  }
}

/** PostgreSQL may be on its way back. */
async function query<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  for (;;) {
    const result = await pool.query<T>(text).catch(() => null);
    if (result) return result.rows;
    await sleep(100);
  }
}

async function count(sql: string): Promise<number> {
  return (await query<{ n: number }>(`SELECT (${sql})::int AS n`))[0]?.n ?? 0;
}

/** Until nothing is on its way: an unknown message keeps its own run waiting, and nothing else may. */
async function settled(): Promise<void> {
  for (;;) {
    const busy = await count(`SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM outbox)
      + (SELECT count(*) FROM run r WHERE r.ended_at IS NULL AND NOT EXISTS (SELECT FROM message m WHERE m.workspace_id = r.workspace_id AND m.run_id = r.id AND m.status = 'unknown'))`);
    if (busy === 0) return;
    await sleep(100);
  }
}

test(`${CRASHES} crashes under load lose no message and send none twice`, { timeout: 60_000 + CRASHES * 30_000 }, async () => {
  const rounds = new Rounds(393_300_000_000);
  for (let i = 0; i < CRASHES; i++) await rounds.play(() => crash(VICTIMS[i % VICTIMS.length] as (typeof VICTIMS)[number]));
  const { runs, seen } = await rounds.outcome();
  expect([...seen].filter(([, times]) => times > 1)).toEqual([]);

  // Whoever has no unknown message got all three; `first` awaited its outcome, so an unknown one holds its run there.
  expect(runs).toHaveLength(rounds.customers.length);
  const certain = runs.filter((run) => !run.unknown);
  expect(certain.filter((run) => run.status !== "completed")).toEqual([]);
  const missing = certain.flatMap((run) => TEXTS.map((text) => `${run.phone.slice(1)} ${text}`)).filter((key) => !seen.has(key));
  expect(missing).toEqual([]);
  // A crash leaves at most what was on the wire in that moment in doubt.
  const unknown = await count("SELECT count(*) FROM message WHERE status = 'unknown'");
  expect(unknown).toBeLessThan(rounds.customers.length * TEXTS.length);
  expect(await count("SELECT count(*) FROM message WHERE direction = 'out' AND status NOT IN ('sent', 'unknown')")).toBe(0);
  console.log(`${CRASHES} crashes, ${runs.length} runs: ${unknown} messages unknown, none lost, none sent twice`);
});

test("processes that are told to stop under load finish what they have in hand", { timeout: 240_000 }, async () => {
  const rounds = new Rounds(393_400_000_000);
  const places = [...PROCESSES.keys()];
  for (const ended of [...places.map((place) => [place]), places]) {
    await rounds.play(async () => {
      const codes = await Promise.all(
        ended.map(async (place) => {
          await running[place]?.ready;
          const code = await running[place]?.stop();
          running[place] = await start(PROCESSES[place] as string);
          return code;
        }),
      );
      expect(codes).toEqual(ended.map(() => 0));
    });
  }
  const { runs, seen } = await rounds.outcome();
  expect(runs).toHaveLength(rounds.customers.length);
  expect(runs.filter(({ status, unknown }) => status !== "completed" || unknown)).toEqual([]);
  const wanted = rounds.customers.flatMap((customer) => TEXTS.map((text): [string, number] => [`${customer} ${text}`, 1]));
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(wanted));
});
