import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

describe("the types of the tables", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it("name every table and column that the migrations make, and no other", async () => {
    const { rows } = await database.pool.query<{ table: string; columns: string[] }>(
      `SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attname) AS columns FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'schema_migration' GROUP BY 1 ORDER BY 1`,
    );
    const source = await readFile(new URL("./tables.ts", import.meta.url), "utf8");
    const tables = interfaceOf(source, "DB");
    for (const { table, columns } of rows) {
      const type = tables[table];
      expect(type, `run "npm run db:types": ${table} is missing`).toBeDefined();
      expect(Object.keys(interfaceOf(source, type as string)).sort(), `run "npm run db:types": ${table} has changed`).toEqual(columns);
    }
  });
});

/** Members of an exported interface: name → type. */
function interfaceOf(source: string, name: string): Record<string, string> {
  const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? "";
  return Object.fromEntries([...body.matchAll(/^ {2}"?(\w+)"?: (.+);$/gm)].map((match) => [match[1] as string, match[2] as string]));
}
