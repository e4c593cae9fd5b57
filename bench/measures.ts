/** What is measured, one function each. All figures of one run come from the same minutes on the same machine. */
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type CpuTime, cpuTime, memoryMb } from "./cpu.ts";
import { createCustomers, envelope, inLanes } from "./load.ts";
import type { BenchProduct } from "./product.ts";

/** Webhooks on the wire at a time, as many as there are connections. With fewer, batches are smaller and each run costs more. */
const LANES = 256;
/** Two rounds of the embedded PostgreSQL's autovacuum, which looks every 15 s. */
const IDLE_MS = 30_000;
/** What a start leaves to do: PostgreSQL looks through the new tables, the product's first calls are compiled. After 20 s some of it still ran. */
const SETTLE_MS = 60_000;

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** Microseconds of CPU that one of them cost. */
  cpu?: CpuTime;
  note?: string;
}

/** What the CPU did since `before`, per unit. */
export function cpuPerUnit(product: BenchProduct, before: CpuTime | null, units: number): Pick<Figure, "cpu"> {
  const after = cpuTime(product);
  if (!before || !after) return {};
  const each = (part: keyof CpuTime) => ((after[part] - before[part]) / units) * 1e6;
  return { cpu: { product: each("product"), postgres: each("postgres"), harness: each("harness") } };
}

interface SinkState {
  accepted: number;
  lastAt: number;
}

async function sinkState(product: BenchProduct): Promise<SinkState> {
  return (await (await fetch(product.sinkControlUrl)).json()) as SinkState;
}

async function acceptedAll(product: BenchProduct, count: number): Promise<SinkState> {
  for (;;) {
    const state = await sinkState(product);
    if (state.accepted >= count) return state;
    await sleep(50);
  }
}

/** Inbound webhook → if/else → fill field → send → if/else, every contact new; until the last POST was accepted. */
export async function throughput(product: BenchProduct, runs: number, firstWaId: number): Promise<Figure[]> {
  const customers = await createCustomers(product.url, product.appSecret, LANES);
  await fetch(product.sinkControlUrl, { method: "DELETE" });
  const cpu = cpuTime(product);
  const started = Date.now();
  await inLanes(runs, LANES, (index) => customers.post(envelope(product, "go", String(firstWaId + index))));
  const acknowledged = Date.now() - started;
  const { lastAt } = await acceptedAll(product, runs);
  await customers.close();
  // What is written after the answers came is part of the price.
  await settled(product);
  const perSecond = (runs / (lastAt - started)) * 1000;
  return [
    {
      name: "runs, webhook to accepted send",
      value: perSecond,
      unit: "/s",
      ...cpuPerUnit(product, cpu, runs),
      note: `${runs} runs of 4 steps`,
    },
    { name: "steps", value: perSecond * 4, unit: "/s" },
    { name: "webhooks acknowledged meanwhile", value: (runs / acknowledged) * 1000, unit: "/s" },
  ];
}

/** Envelopes that start nothing: what ingress and its commit cost. */
export async function acknowledged(product: BenchProduct, count: number, firstWaId: number): Promise<Figure> {
  const customers = await createCustomers(product.url, product.appSecret, LANES);
  const cpu = cpuTime(product);
  const started = Date.now();
  await inLanes(count, LANES, (index) => customers.post(envelope(product, "nothing starts on this", String(firstWaId + index))));
  const ms = Date.now() - started;
  await customers.close();
  await settled(product);
  return {
    name: "webhook envelopes acknowledged after commit",
    value: (count / ms) * 1000,
    unit: "/s",
    ...cpuPerUnit(product, cpu, count),
    note: "handled meanwhile and after: contact, chat and message are stored",
  };
}

async function settled(product: BenchProduct): Promise<void> {
  for (;;) {
    const { rows } = await product.pool.query("SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM outbox) AS n");
    if (Number(rows[0].n) === 0) return;
    await sleep(50);
  }
}

/** From posting the webhook to the arrival of the answer at the sink, at a steady rate. */
export async function latency(product: BenchProduct, perSecond: number, seconds: number, firstWaId: number): Promise<Figure[]> {
  const customers = await createCustomers(product.url, product.appSecret, LANES);
  await fetch(product.sinkControlUrl, { method: "DELETE" });
  const posted = new Map<string, number>();
  const pending: Promise<void>[] = [];
  const count = perSecond * seconds;
  const begin = performance.now();
  for (let index = 0; index < count; index++) {
    const wait = begin + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    const waId = String(firstWaId + index);
    posted.set(waId, performance.timeOrigin + performance.now());
    pending.push(customers.post(envelope(product, "go", waId)));
  }
  await Promise.all(pending);
  await acceptedAll(product, count);
  await customers.close();
  const times = (await (await fetch(`${product.sinkControlUrl}/times`)).json()) as [string, number][];
  const delays = times.flatMap(([waId, at]) => (posted.has(waId) ? [at - (posted.get(waId) as number)] : [])).sort((a, b) => a - b);
  const at = (share: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? 0;
  return [
    { name: `latency at ${perSecond} runs/s, p50`, value: at(0.5), unit: "ms" },
    { name: `latency at ${perSecond} runs/s, p99`, value: at(0.99), unit: "ms" },
  ];
}

/** Nothing to do: what product and PostgreSQL cost. */
export async function idle(product: BenchProduct): Promise<Figure[]> {
  await sleep(SETTLE_MS);
  const before = cpuTime(product);
  await sleep(IDLE_MS);
  const after = cpuTime(product);
  const memory = memoryMb(product);
  if (!before || !after || !memory) return [];
  const share = (part: keyof CpuTime) => ((after[part] - before[part]) / IDLE_MS) * 1000 * 100;
  return [
    {
      name: "idle memory, with PostgreSQL",
      value: memory.product + memory.postgres,
      unit: "MB",
      note: `product ${memory.product.toFixed(0)} MB, PostgreSQL ${memory.postgres.toFixed(0)} MB`,
    },
    { name: "idle CPU, with PostgreSQL", value: share("product") + share("postgres"), unit: "%" },
  ];
}

/** The floor: the same bytes through a bare server that reads them and answers. */
export async function bareHttp(product: BenchProduct, count: number): Promise<Figure> {
  const server = createServer((request, response) => {
    request.resume().once("end", () => response.end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const customers = await createCustomers(
    `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    product.appSecret,
    LANES,
  );
  const started = Date.now();
  await inLanes(count, LANES, (index) => customers.post(envelope(product, "go", String(393_900_000_000 + index))));
  const ms = Date.now() - started;
  await customers.close();
  server.close();
  return { name: "floor: the same webhooks through bare node:http, in the bench's own process", value: (count / ms) * 1000, unit: "/s" };
}

/** The floor: the rows of a run in bare statements of 500 runs each, committed. */
export async function bareSql(product: BenchProduct, runs: number): Promise<Figure> {
  await product.pool.query("CREATE TABLE IF NOT EXISTS bench_row (id uuid PRIMARY KEY, kind text, body jsonb)");
  const started = Date.now();
  // Event, contact, chat, two messages, run, four steps, outbox: eleven rows.
  for (let done = 0; done < runs; done += 500) {
    await product.pool.query(
      `INSERT INTO bench_row SELECT gen_random_uuid(), 'row', '{"text":"Ciao Anna da Roma Anna","type":"text"}' FROM generate_series(1, 500 * 11)`,
    );
  }
  const ms = Date.now() - started;
  await product.pool.query("DROP TABLE bench_row");
  return { name: "floor: eleven bare rows a run, 500 runs a statement", value: (runs / ms) * 1000, unit: "runs/s" };
}
