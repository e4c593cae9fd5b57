import type pg from "pg";
import { createClient } from "../store/pool.ts";

/** Session lock that says "a living Parola owns this cluster"; it goes with the connection, however its owner ends. */
const OWNER_LOCK = 7_027_653;

/** Result of asking a server, perhaps one that is still starting, for its ownership. */
export type Claim = { state: "owned"; client: pg.Client } | { state: "taken"; by: string } | { state: "silent"; reason: string };

/** Tries to become the owner of a running cluster. The connection returned holds the ownership until it ends. */
export async function claim(adminUrl: string): Promise<Claim> {
  const client = createClient(adminUrl, `owner ${process.pid}`);
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ owned: boolean }>("SELECT pg_try_advisory_lock($1) AS owned", [OWNER_LOCK]);
    if (rows[0]?.owned) return { state: "owned", client };
    const owner = await client.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND objid = $1`,
      [OWNER_LOCK],
    );
    await client.end();
    return { state: "taken", by: owner.rows[0]?.name.replace("parola owner", "process") ?? "another process" };
  } catch (error) {
    await client.end().catch(() => undefined);
    return { state: "silent", reason: (error as Error).message };
  }
}
