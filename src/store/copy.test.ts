import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Columns } from "./bulk.ts";
import { copyRows } from "./copy.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const COLUMNS = {
  n: "integer",
  big: "bigint",
  yes: "boolean",
  id: "uuid",
  ids: "uuid[]",
  words: "text[]",
  said: "text",
  content: "jsonb",
  day: "date",
  at: "timestamptz",
} as const satisfies Columns;

const ID = "0192f0c1-2345-7abc-8def-0123456789ab";
const HOSTILE = ["", "\\N", "\\.", "a\tb", "a\nb\r\nc", "back\\slash\\", "{1,2}", '"quoted"', "èñ 👍🏽", "\u2028", "' OR 1=1 --", " lead"];

let database: TestDatabase;
let client: pg.PoolClient;
beforeAll(async () => {
  database = await createTestDatabase();
  client = await database.pool.connect();
  await client.query(`CREATE TEMP TABLE kept (n integer PRIMARY KEY, big bigint, yes boolean, id uuid, ids uuid[], words text[], said text, content jsonb,
day date, at timestamptz)`);
});
afterAll(async () => {
  client?.release();
  await database?.drop();
});

it("stores every text, array, object and instant as it was given", async () => {
  const rows = HOSTILE.map((said, n) => ({
    n,
    big: 9_007_199_254_740_991,
    yes: n % 2 === 0,
    id: ID,
    ids: n === 0 ? [] : [ID, ID],
    words: HOSTILE,
    said,
    content: { said, list: [said, null, 1.5], [said]: true },
    day: "2026-11-25",
    at: [0, 1_764_111_111_111, 253_402_300_800_000][n % 3] as number,
  }));
  await copyRows(client, "kept", COLUMNS, rows);
  const { rows: stored } = await client.query("SELECT *, (extract(epoch FROM at) * 1000)::float8 AS at FROM kept ORDER BY n");
  expect(stored).toEqual(rows);
  await client.query("TRUNCATE kept");
});

it("takes what is missing for NULL", async () => {
  await copyRows(client, "kept", COLUMNS, [{ n: 1 }, { n: 2, said: null }]);
  const { rows } = await client.query("SELECT n, said, content, at FROM kept ORDER BY n");
  expect(rows).toEqual([
    { n: 1, said: null, content: null, at: null },
    { n: 2, said: null, content: null, at: null },
  ]);
  await client.query("TRUNCATE kept");
});

it("says what is wrong, and the connection goes on", async () => {
  await expect(copyRows(client, "kept", COLUMNS, [{ n: 1 }, { n: 1 }])).rejects.toThrow(/duplicate key/);
  await expect(copyRows(client, "nowhere", COLUMNS, [{ n: 1 }])).rejects.toThrow(/"nowhere" does not exist/);
  await expect(copyRows(client, "kept", COLUMNS, [{ n: 1, said: "a\0b" }])).rejects.toThrow(/invalid byte sequence/);
  const { rows } = await client.query("SELECT count(*)::int AS n FROM kept");
  expect(rows).toEqual([{ n: 0 }]);
});

it("refuses what is no id, number or day before anything is sent", async () => {
  await expect(copyRows(client, "kept", COLUMNS, [{ n: 1, id: "0192f0c1-2345-7abc-8def-0123456789ag" }])).rejects.toThrow(/is no id/);
  await expect(copyRows(client, "kept", COLUMNS, [{ n: 1, id: "0192f0c1" }])).rejects.toThrow(/is no id/);
  await expect(copyRows(client, "kept", COLUMNS, [{ n: 1.5 }])).rejects.toThrow(/32-bit integer/);
  await expect(copyRows(client, "kept", COLUMNS, [{ n: 2 ** 31 }])).rejects.toThrow(/32-bit integer/);
  await expect(copyRows(client, "kept", COLUMNS, [{ n: 1, big: 2 ** 53 }])).rejects.toThrow(/no integer/);
  await expect(copyRows(client, "kept", COLUMNS, [{ n: 1, day: "yesterday" }])).rejects.toThrow(/32-bit integer/);
});

it("stores numbers below zero, instants before 2000 and days before 1970", async () => {
  const row = { n: -2_147_483_648, big: -9_007_199_254_740_991, at: -1, day: "1969-12-31" };
  await copyRows(client, "kept", COLUMNS, [row]);
  const { rows } = await client.query("SELECT n, big, day, (extract(epoch FROM at) * 1000)::float8 AS at FROM kept");
  expect(rows).toEqual([row]);
  await client.query("TRUNCATE kept");
});

it("stores texts longer than what was reserved", async () => {
  const rows = [100, 70_000, 1_000_000].map((length, n) => ({ n, said: "è".repeat(length), content: { said: "👍".repeat(length) } }));
  await copyRows(client, "kept", COLUMNS, rows);
  const { rows: stored } = await client.query("SELECT n, said, content FROM kept ORDER BY n");
  expect(stored).toEqual(rows);
  await client.query("TRUNCATE kept");
});
