import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERASED_TABLES } from "./contact-write.ts";
import { MERGED_TABLES } from "./merge-contacts.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";
import { LOOSE_TABLES } from "./workspaces.ts";

/** Tables whose rows go by themselves when the row they point to goes. */
const CASCADES = `WITH RECURSIVE gone(name) AS (SELECT $1::text UNION
  SELECT c.conrelid::regclass::text FROM pg_constraint c JOIN gone ON c.confrelid::regclass::text = gone.name WHERE c.contype = 'f' AND c.confdeltype = 'c')
  SELECT name FROM gone`;

describe("every table", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const tablesWith = async (column: string): Promise<string[]> => {
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $1 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
      [column],
    );
    return rows.map(({ name }) => name);
  };
  const cascadesFrom = async (table: string): Promise<string[]> =>
    (await database.pool.query<{ name: string }>(CASCADES, [table])).rows.map(({ name }) => name);

  it("that holds something of a contact is emptied of it when the contact is erased", async () => {
    const gone = new Set([...(await cascadesFrom("contact")), ...ERASED_TABLES]);
    expect((await tablesWith("contact_id")).filter((name) => !gone.has(name))).toEqual([]);
  });

  it("that holds something of a contact follows when the contact becomes part of another", async () => {
    // An import's rows tell what the import did then; date plans and recipients have ways of their own.
    const moved = new Set<string>([
      ...MERGED_TABLES,
      "chat",
      "contact_identity",
      "event",
      "contact_import_row",
      "date_plan",
      "campaign_recipient",
    ]);
    expect((await tablesWith("contact_id")).filter((name) => !moved.has(name))).toEqual([]);
  });

  it("of a workspace is emptied when the workspace is deleted", async () => {
    const gone = new Set<string>([...(await cascadesFrom("workspace")), ...LOOSE_TABLES]);
    expect((await tablesWith("workspace_id")).filter((name) => !gone.has(name))).toEqual([]);
  });
});
