/** What stands between us and PostgreSQL. */
import type pg from "pg";

const ROUNDS = 3;

/**
 * Whether a pooler lends us a connection for one transaction at a time (PgBouncer's `pool_mode = transaction` or `statement`): locks and
 * LISTEN belong to a connection, and would stay behind on one that somebody else has by then. It shows in that what is one connection
 * for us changes backends, or has another's, as soon as a second one is busy.
 *
 * @param connect opens a connection that stays out of any pool
 */
export async function changesBackends(connect: () => Promise<pg.Client>): Promise<boolean> {
  const first = await connect();
  try {
    const backend = await backendOf(first);
    for (let round = 0; round < ROUNDS; round++) {
      const second = await connect();
      try {
        await second.query("BEGIN");
        if ((await backendOf(second)) === backend || (await backendOf(first)) !== backend) return true;
      } finally {
        await second.end();
      }
    }
    return false;
  } finally {
    await first.end();
  }
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid ?? 0;
}
