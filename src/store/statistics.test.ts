import { afterAll, beforeAll, expect, it } from "vitest";
import { createStatistics } from "./statistics.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

async function known(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>("SELECT reltuples AS n FROM pg_class WHERE oid = 'contact'::regclass");
  return rows[0]?.n ?? 0;
}

async function addContacts(count: number): Promise<void> {
  await database.pool.query(
    `WITH w AS (INSERT INTO workspace (id, name, slug, created_at) VALUES (gen_random_uuid(), 'W', gen_random_uuid()::text, now()) RETURNING id)
INSERT INTO contact (workspace_id, id, created_at, updated_at) SELECT w.id, gen_random_uuid(), now(), now() FROM w, generate_series(1, $1::int)`,
    [count],
  );
}

it("counts tables that have grown since PostgreSQL looked, at 500 events and at ten times as many", async () => {
  await database.pool.query("ANALYZE contact");
  await addContacts(600);
  const told = createStatistics(database.pool);
  await told(499);
  expect(await known()).toBe(0);
  await told(1);
  expect(await known()).toBe(600);

  await addContacts(100);
  await told(4_000);
  expect(await known()).toBe(600);
  await told(500);
  expect(await known()).toBe(700);
});

it("leaves alone what PostgreSQL knows to be large", async () => {
  const told = createStatistics(database.pool);
  const before = await known();
  await addContacts(50);
  await told(500);
  expect(await known()).toBe(before);
});
