/** The sharding rule: every key starts with workspace_id, so that all tables can be distributed by it as they are. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

/** Not of one workspace; small, and reference tables when distributed. */
const GLOBAL_TABLES: Record<string, string> = {
  workspace: "is what all others are distributed by",
  app_user: "a person, in any number of workspaces",
  session: "of a person",
  login: "of a person",
  verification: "of a person",
  two_factor: "of a person",
  login_rate: "attempts to sign in, before anybody is known",
  api_key: "better-auth finds keys by their hash alone, and makes the row before the workspace is known",
  schema_migration: "of the database",
  secret_key_check: "of the database",
  push_key: "of the database",
  device: "of a person",
  public_address: "of the installation",
};

/** Unique indexes that look across workspaces on purpose. */
const GLOBAL_INDEXES: Record<string, string> = {
  channel_phone_number_id: "Meta's webhooks name only the number",
  hook_id: "a hook's address names only the hook",
  connection_id: "the address that PayPal and others call names only the connection",
  invitation_token: "an invitation's link names only itself, and who follows it has no workspace yet",
};

describe("the schema", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function uniqueIndexes(): Promise<{ table: string; index: string; primary: boolean; first: string | null }[]> {
    const { rows } = await database.pool.query(`
SELECT c.relname AS table, i.relname AS index, x.indisprimary AS primary,
  (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = x.indkey[0]) AS first
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND x.indisunique AND NOT c.relispartition ORDER BY 1, 2`);
    return rows;
  }

  it("starts every primary key and unique index with workspace_id", async () => {
    const indexes = await uniqueIndexes();
    expect(indexes.length).toBeGreaterThan(30);
    const wrong = indexes.filter(
      ({ table, index, first }) => first !== "workspace_id" && !(table in GLOBAL_TABLES) && !(index in GLOBAL_INDEXES),
    );
    expect(wrong).toEqual([]);
  });

  it("has a workspace_id in every table but the global ones", async () => {
    const { rows } = await database.pool.query<{ name: string }>(`
SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnotnull) ORDER BY 1`);
    expect(rows.map(({ name }) => name).filter((name) => !(name in GLOBAL_TABLES))).toEqual([]);
  });

  it("joins tables by foreign keys within a workspace only", async () => {
    const { rows } = await database.pool.query(`
SELECT k.conname AS name, c.relname AS table FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace AND f.relname NOT IN ('workspace', 'app_user', 'device')
  AND (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = k.conkey[1]) <> 'workspace_id' ORDER BY 1`);
    expect(rows.filter(({ table }) => !(table in GLOBAL_TABLES))).toEqual([]);
  });

  it("numbers rows in the order they are written, whichever connection does", async () => {
    const { rows } = await database.pool.query("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND cache_size > 1");
    expect(rows).toEqual([]);
  });

  it("knows no exception that is none", async () => {
    const indexes = await uniqueIndexes();
    const names = new Set(indexes.map(({ index }) => index));
    expect(Object.keys(GLOBAL_INDEXES).filter((name) => !names.has(name))).toEqual([]);
    const tables = new Set(indexes.map(({ table }) => table));
    expect(Object.keys(GLOBAL_TABLES).filter((name) => !tables.has(name))).toEqual([]);
  });
});
