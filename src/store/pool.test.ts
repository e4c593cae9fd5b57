import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

describe("a pool", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  it("reads 64-bit integers as numbers, alone and in arrays", async () => {
    const { rows } = await database.pool.query(`SELECT 9007199254740991::int8 AS one, ARRAY[1, NULL]::int8[] AS many`);
    expect(rows).toEqual([{ one: Number.MAX_SAFE_INTEGER, many: [1, null] }]);
  });

  it("refuses an integer that a number cannot hold, and goes on", async () => {
    await expect(database.pool.query("SELECT 9007199254740993::int8 AS one")).rejects.toThrow("9007199254740993");
    await expect(database.pool.query("SELECT 1 AS one")).resolves.toMatchObject({ rows: [{ one: 1 }] });
  });

  it("reads a date as the text it is, in whatever zone we run", async () => {
    const { rows } = await database.pool.query(`SELECT '2026-02-28'::date AS one, ARRAY['2024-02-29']::date[] AS many`);
    expect(rows).toEqual([{ one: "2026-02-28", many: ["2024-02-29"] }]);
  });

  it("outlives a connection that the server cuts", async () => {
    const lost = database.pool.query("SELECT pg_terminate_backend(pg_backend_pid())");
    await expect(lost).rejects.toThrow("terminating connection");
    await expect(database.pool.query("SELECT 1 AS one")).resolves.toMatchObject({ rows: [{ one: 1 }] });
  });
});
