import { afterEach, describe, expect, it } from "vitest";
import { migrate, pendingMigrations } from "./migrate.ts";
import { createPool } from "./pool.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

describe("migrate", () => {
  let database: TestDatabase;
  afterEach(() => database.drop());

  it("applies everything once", async () => {
    database = await createTestDatabase({ empty: true });
    const pending = await pendingMigrations(database.pool);
    expect(await migrate(database.pool)).toEqual(pending);
    expect(await migrate(database.pool)).toEqual([]);
    expect(await pendingMigrations(database.pool)).toEqual([]);
  });

  it("brings the job queue", async () => {
    database = await createTestDatabase();
    const { rows } = await database.pool.query(`SELECT to_regclass('graphile_worker.jobs') IS NOT NULL AS exists`);
    expect(rows).toEqual([{ exists: true }]);
  });

  it("applies each migration once when several processes start together", async () => {
    database = await createTestDatabase({ empty: true });
    const others = [1, 2, 3].map((n) => createPool(database.url, { max: 1, name: `start ${n}` }));
    const pending = await pendingMigrations(database.pool);
    const applied = await Promise.all(others.map((pool) => migrate(pool)));
    await Promise.all(others.map((pool) => pool.end()));
    expect(applied.flat().sort()).toEqual(pending);
  });

  it("refuses a schema newer than the code", async () => {
    database = await createTestDatabase();
    await database.pool.query(`INSERT INTO schema_migration (id, name, checksum) VALUES (999999, '999999_future', 'x')`);
    await expect(migrate(database.pool)).rejects.toThrow("newer Parola");
  });

  it("refuses a migration that was changed after it was applied", async () => {
    database = await createTestDatabase();
    await database.pool.query(`UPDATE schema_migration SET checksum = 'x' WHERE id = 1`);
    await expect(migrate(database.pool)).rejects.toThrow("000001_core was changed");
  });
});
