/** What is due is found by an index and joined by keys, however many rows a queue keeps of its past. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLAIM_MEDIA, NEXT_MEDIA_DUE } from "./media-downloads.ts";
import { CLAIM_REQUESTS, NEXT_REQUEST_DUE } from "./requests.ts";
import { CLAIM_SHOP_TIMERS, END_SHOP_TIMERS, NEXT_SHOP_TIMER } from "./shop-timers.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const ROWS = 30_000;
const WORKSPACES = 20;
const FILL = `
INSERT INTO workspace (id, name, slug, settings) SELECT gen_random_uuid(), 'w' || n, 'w' || n, '{}' FROM generate_series(1, ${WORKSPACES}) n;
CREATE TEMP TABLE place AS SELECT w.id AS workspace_id, gen_random_uuid() AS id, g AS n, g % 300 = 0 AS waits
  FROM generate_series(0, ${ROWS - 1}) g JOIN (SELECT id, row_number() OVER () - 1 AS n FROM workspace) w ON w.n = g % ${WORKSPACES};
INSERT INTO contact (workspace_id, id, created_at, updated_at) SELECT workspace_id, id, now(), now() FROM place;
INSERT INTO request (workspace_id, id, connector, payload, state, due_at, awaited, created_at)
  SELECT workspace_id, id, 'webhook', '{}', CASE WHEN waits THEN 'pending' ELSE 'done' END, now(), false, now() FROM place;
INSERT INTO media (workspace_id, id, status, created_at) SELECT workspace_id, id, CASE WHEN waits THEN 'pending' ELSE 'stored' END, now() FROM place;
INSERT INTO connection (workspace_id, id, name, kind) SELECT workspace_id, id, 'Shop ' || n, 'woocommerce' FROM place;
INSERT INTO connection (workspace_id, id, name, kind) SELECT id, id, 'The shop', 'woocommerce' FROM workspace;
INSERT INTO automation (workspace_id, id, name, state, draft, created_at, updated_at) SELECT id, id, 'A', 'active', '{}', now(), now() FROM workspace;
INSERT INTO shop_timer (workspace_id, connection_id, kind, object_id, automation_id, trigger_id, contact_id, due_at, contents, payload, seen_at)
  SELECT workspace_id, workspace_id, 'cart', 'c' || n, workspace_id, 't1', id, CASE WHEN waits THEN now() END, '', '{}', now() FROM place;
ANALYZE request, media, connection, contact, shop_timer`;

describe("looking for what is due", () => {
  let database: TestDatabase;
  let client: pg.PoolClient;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = await database.pool.connect();
    await client.query(FILL);
    // As the named statements of a worker that has run for a while: one plan for all values.
    await client.query("SET plan_cache_mode = force_generic_plan");
  });
  afterAll(async () => {
    client.release(true);
    await database.drop();
  });

  async function planOf(statement: string, types: string, values: string): Promise<string> {
    await client.query(`PREPARE look${types} AS ${statement}`);
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN EXECUTE look${values}`);
    await client.query("DEALLOCATE look");
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  }

  it.each([
    ["calls", CLAIM_REQUESTS, "(int, float8, text[], uuid[])", "(500, 0, '{webhook}', '{}')", "request_due"],
    ["the next call", NEXT_REQUEST_DUE, "(text[])", "('{webhook}')", "request_due"],
    ["timers of shops", CLAIM_SHOP_TIMERS, "(float8, bigint)", "(0, 500)", "shop_timer_due"],
    [
      "timers that fired",
      END_SHOP_TIMERS,
      "(uuid[], uuid[], text[], text[], uuid[], text[])",
      "('{}', '{}', '{}', '{}', '{}', '{}')",
      "shop_timer_pkey",
    ],
    ["the next timer", NEXT_SHOP_TIMER, "", "", "shop_timer_due"],
    ["files of customers", CLAIM_MEDIA, "(float8, bigint, float8)", "(0, 50, 60000)", "media_pending"],
    ["the next file", NEXT_MEDIA_DUE, "", "", "media_pending"],
  ])("reads %s by an index, and nothing whole", async (_what, statement, types, values, index) => {
    const plan = await planOf(statement, types, values);
    expect(plan).toMatch(new RegExp(`Index (Only )?Scan using ${index}`));
    expect(plan).not.toMatch(/(Seq|Bitmap Heap) Scan on (request|media|connection|contact|shop_timer)\b/);
  });
});
