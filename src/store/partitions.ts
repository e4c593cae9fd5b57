/** The monthly partitions of `run_step`, made ahead of time; what falls into none lies in its default partition. */
import type pg from "pg";
import { transaction } from "./transaction.ts";

/** So many months after this one have their partition. */
const MONTHS_AHEAD = 3;
/** A month with more rows than this in the default partition stays there: moving them would hold up whoever writes. */
const MOST_MOVED = 50_000;
/** The default partition is locked for a moment; whoever cannot have it that soon tries again with the next housekeeping. */
const LOCK_TIMEOUT = "1s";
const LOCK_NOT_AVAILABLE = "55P03";

interface Partition {
  name: string;
  /** First instants of its month and of the next, in UTC. */
  from: string;
  to: string;
}

/** The months a partition should exist for. */
export function wantedPartitions(now: number): Partition[] {
  const today = new Date(now);
  const month = (ahead: number) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead)).toISOString();
  return Array.from({ length: MONTHS_AHEAD + 1 }, (_, ahead) => {
    const from = month(ahead);
    return { name: `run_step_${from.slice(0, 7).replace("-", "_")}`, from, to: month(ahead + 1) };
  });
}

/** Makes those that are missing; returns their names. Safe to be called by several processes at once. */
export async function ensurePartitions(pool: pg.Pool, now: number): Promise<string[]> {
  const made: string[] = [];
  for (const partition of wantedPartitions(now)) {
    if (await exists(pool, partition.name)) continue;
    try {
      if (await transaction(pool, (client) => make(client, partition))) made.push(partition.name);
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    }
  }
  return made;
}

async function exists(client: pg.ClientBase | pg.Pool, name: string): Promise<boolean> {
  // Not by to_regclass, which may remember from before a lock was waited for that there was none.
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_class p ON p.oid = 'run_step'::regclass AND p.relnamespace = c.relnamespace WHERE c.relname = $1) AS exists",
    [name],
  );
  return rows[0]?.exists ?? false;
}

async function make(client: pg.ClientBase, { name, from, to }: Partition): Promise<boolean> {
  await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('run_step partitions', 0))");
  if (await exists(client, name)) return false;
  const inMonth = `left_at >= '${from}' AND left_at < '${to}'`;
  // Nothing can be written into the default partition while its rows are looked at and moved.
  await client.query("LOCK TABLE run_step_default IN ACCESS EXCLUSIVE MODE");
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (SELECT FROM run_step_default WHERE ${inMonth} LIMIT ${MOST_MOVED + 1}) AS counted`,
  );
  if ((rows[0]?.n ?? 0) > MOST_MOVED) return false;
  await client.query(`CREATE TABLE ${name} (LIKE run_step INCLUDING DEFAULTS)`);
  await client.query(`WITH moved AS (DELETE FROM run_step_default WHERE ${inMonth} RETURNING *) INSERT INTO ${name} SELECT * FROM moved`);
  await client.query(`ALTER TABLE run_step ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`);
  return true;
}

/** Drops the partitions of months that ended before `before`, epoch milliseconds; returns their names. */
export async function dropPartitionsBefore(pool: pg.Pool, before: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'run_step'::regclass",
  );
  const dropped: string[] = [];
  for (const { name } of rows) {
    const [, year, month] = /^run_step_(\d{4})_(\d{2})$/.exec(name) ?? [];
    if (year === undefined || month === undefined || Date.UTC(Number(year), Number(month)) > before) continue;
    try {
      await transaction(pool, async (client) => {
        await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
        await client.query(`DROP TABLE ${name}`);
      });
      dropped.push(name);
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    }
  }
  return dropped;
}
