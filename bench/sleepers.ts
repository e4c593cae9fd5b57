/** A million waiting runs: what a claim among them costs, how fast many that are due at once go on, how late one is at a steady rate. */
import { setTimeout as sleep } from "node:timers/promises";
import { claimDueContacts } from "../src/store/engine-claim.ts";
import { queueTransaction } from "../src/store/transaction.ts";
import { cpuTime, memoryMb } from "./cpu.ts";
import { cpuPerUnit, type Figure } from "./measures.ts";
import type { BenchProduct } from "./product.ts";

const CLAIMS = 21;
const CLAIM_SIZE = 500;
const STEADY_PER_SECOND = 200;
const STEADY_SECONDS = 10;
/** Until the first of them: time for all to be planned. */
const LEAD_MS = 3_000;

interface Sleeper {
  automationId: string;
  version: string;
}

/** @param due falls due at the same instant */
export async function waitingRuns(product: BenchProduct, waiting: number, due: number): Promise<Figure[]> {
  const { rows } = await product.pool.query<Sleeper>(
    `SELECT id AS "automationId", published_version_id AS version FROM automation WHERE workspace_id = $1 AND name = 'Sleeper'`,
    [product.workspaceId],
  );
  const sleeper = rows[0] as Sleeper;
  const few = Math.min(waiting, 2 * due);
  await fallAsleep(product, sleeper, 0, few);
  const figures = await claimAmong(product, few);
  await fallAsleep(product, sleeper, few, waiting);
  figures.push(...(await claimAmong(product, waiting)));
  figures.push(await drain(product, due));
  figures.push(...(await lateness(product)));
  return figures;
}

/** Contacts `from` … `to` begin a delay of thirty days. */
async function fallAsleep(
  { pool, workspaceId, channelId }: BenchProduct,
  { automationId, version }: Sleeper,
  from: number,
  to: number,
): Promise<void> {
  if (to <= from) return;
  await pool.query(
    `WITH c AS (
  INSERT INTO contact (workspace_id, id, phone, created_at, updated_at)
  SELECT $1, uuidv7(), '+39' || (3400000000 + n), now(), now() FROM generate_series($2::int + 1, $3::int) AS n RETURNING id
)
INSERT INTO run (workspace_id, id, automation_id, version_id, contact_id, channel_id, status, wake_at, trigger_id, trigger, state, started_at)
SELECT $1, uuidv7(), $4, $5, c.id, $6, 'waiting', now() + interval '30 days', 't1', '{"type":"customer_message","id":"t1","at":0}',
  jsonb_build_object('vars', '{}'::jsonb, 'reply', null, 'ticket', null, 'steps', 1, 'visits', '{"d1":1}'::jsonb, 'depth', 0,
    'paths', jsonb_build_array(jsonb_build_object('id', '1', 'step', 'd1', 'visit', 1, 'enteredAt', 0, 'wait', jsonb_build_object('on', '[]'::jsonb, 'deadline', 0)))),
  now() FROM c`,
    [workspaceId, from, to, automationId, version, channelId],
  );
  // As autovacuum would a few seconds later.
  await pool.query("ANALYZE run");
  await pool.query("ANALYZE contact");
}

/** The worker's own claim, of runs that are due by then; nothing is kept of it. */
async function claimAmong(product: BenchProduct, waiting: number): Promise<Figure[]> {
  const future = Date.now() + 31 * 86_400_000;
  const times: number[] = [];
  for (let claim = 0; claim < CLAIMS; claim++) {
    await queueTransaction(product.pool, async (client) => {
      const started = performance.now();
      const claimed = await claimDueContacts(client, future, CLAIM_SIZE);
      times.push(performance.now() - started);
      if (claimed.length !== Math.min(CLAIM_SIZE, waiting)) throw new Error(`claimed ${claimed.length} of ${waiting} waiting runs`);
    });
  }
  times.sort((a, b) => a - b);
  return [
    { name: `claim of ${CLAIM_SIZE} among ${waiting} waiting runs`, value: times[CLAIMS >> 1] as number, unit: "ms", note: "median" },
    { name: `worker memory beside ${waiting} waiting runs`, value: memoryMb(product)?.product ?? 0, unit: "MB" },
  ];
}

/** Many fall due at the same instant. */
async function drain(product: BenchProduct, due: number): Promise<Figure> {
  await product.pool.query(
    `UPDATE run SET wake_at = now() WHERE workspace_id = $1 AND id IN (SELECT id FROM run WHERE workspace_id = $1 AND status = 'waiting' ORDER BY wake_at LIMIT $2)`,
    [product.workspaceId, due],
  );
  const cpu = cpuTime(product);
  const woken = Date.now();
  await product.pool.query("SELECT pg_notify('parola_work', 'worker')");
  while (await anyDue(product)) await sleep(100);
  const ms = Date.now() - woken;
  return { name: "due runs advanced", value: (due / ms) * 1000, unit: "/s", ...cpuPerUnit(product, cpu, due), note: `${due} due at once` };
}

async function anyDue({ pool, workspaceId }: BenchProduct): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>(
    "SELECT EXISTS (SELECT FROM run WHERE workspace_id = $1 AND status = 'waiting' AND wake_at <= now() + interval '1 day') AS due",
    [workspaceId],
  );
  return rows[0]?.due ?? false;
}

/** From the instant a run is due to the one its step is left at, one after the other at a steady rate. */
async function lateness(product: BenchProduct): Promise<Figure[]> {
  await product.pool.query(
    `CREATE TABLE bench_due AS SELECT id, now() + make_interval(secs => $2 / 1000.0 + (row_number() OVER ())::float8 / $3) AS at
FROM (SELECT id FROM run WHERE workspace_id = $1 AND status = 'waiting' ORDER BY wake_at LIMIT $4) r`,
    [product.workspaceId, LEAD_MS, STEADY_PER_SECOND, STEADY_PER_SECOND * STEADY_SECONDS],
  );
  await product.pool.query("UPDATE run SET wake_at = d.at FROM bench_due d WHERE run.workspace_id = $1 AND run.id = d.id", [
    product.workspaceId,
  ]);
  await product.pool.query("SELECT pg_notify('parola_work', 'worker')");
  while (await anyDue(product)) await sleep(100);
  const { rows } = await product.pool.query<{ p50: number; p99: number }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY late) AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY late) AS p99
FROM (SELECT extract(epoch FROM min(s.left_at) - d.at)::float8 * 1000 AS late FROM bench_due d
  JOIN run_step s ON s.workspace_id = $1 AND s.run_id = d.id GROUP BY d.id, d.at) l`,
    [product.workspaceId],
  );
  await product.pool.query("DROP TABLE bench_due");
  const note = `${STEADY_PER_SECOND} due a second for ${STEADY_SECONDS} s`;
  return [
    { name: "lateness of a due run, p50", value: rows[0]?.p50 ?? 0, unit: "ms", note },
    { name: "lateness of a due run, p99", value: rows[0]?.p99 ?? 0, unit: "ms", note },
  ];
}
