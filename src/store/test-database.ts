import { randomBytes } from "node:crypto";
import type pg from "pg";
import { inject } from "vitest";
import { createClient, createPool } from "./pool.ts";

/** A database of one test file's own: migrated, empty, on the run's PostgreSQL. */
export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  /** Closes the pool and removes the database, cutting off whoever is still connected. */
  drop: () => Promise<void>;
}

/**
 * Copies the migrated template, in some 30 ms. One for each test file, made in `beforeAll` and dropped in `afterAll`:
 * tests in a file keep apart by their own workspaces.
 *
 * @param empty without any table, for tests of the migrations themselves
 */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const { adminUrl, url: serverUrl, template, problem } = inject("testServer");
  if (problem !== undefined && !empty) throw new Error(problem);
  const name = `parola_test_${randomBytes(6).toString("hex")}`;
  const url = new URL(serverUrl);
  const owner = decodeURIComponent(url.username);
  url.pathname = `/${name}`;
  await asAdmin(adminUrl, (admin) => {
    // Copying files beats logging every page of the template once there is no durability to pay for.
    const source = empty ? "template0 ENCODING 'UTF8'" : template;
    return admin.query(`CREATE DATABASE ${name} OWNER ${admin.escapeIdentifier(owner)} TEMPLATE ${source} STRATEGY file_copy`);
  });
  const pool = createPool(url.href, { max: 10, name: "test" });
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await asAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

/** Runs statements that no pool may hold back, such as those that make and remove databases. */
export async function asAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = createClient(adminUrl, "test admin");
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
