import type { TestProject } from "vitest/node";
import { startDisposablePostgres } from "../src/postgres/disposable.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPool } from "../src/store/pool.ts";
import { asAdmin } from "../src/store/test-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** How database tests make their own database: see `src/store/test-database.ts`. */
    testServer: { adminUrl: string; url: string; template: string; problem?: string };
    /** Random cases per property that plays on the database; `PROPERTY_RUNS` asks for more. */
    propertyRuns: number;
  }
}

/**
 * One PostgreSQL for the whole run, with one migrated database that the tests copy. `TEST_DATABASE_URL` names a server
 * to use instead (its account must be allowed to make databases), which is how the suite runs on Debian's PostgreSQL.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = `parola_template_${process.pid}`;
  // A migration that does not apply is the failure of each test that needs a database, and of no other.
  const problem = await makeTemplate(server, template).then(
    () => undefined,
    (error: Error) => error.message,
  );
  project.provide("testServer", { adminUrl: server.adminUrl, url: server.url, template, ...(problem && { problem }) });
  project.provide("propertyRuns", Number(process.env.PROPERTY_RUNS ?? 5));
  return async () => {
    await asAdmin(server.adminUrl, (admin) => admin.query(`DROP DATABASE ${template}`));
    await server.stop();
  };
}

async function makeTemplate(server: { adminUrl: string; url: string }, name: string): Promise<void> {
  const url = new URL(server.url);
  const owner = decodeURIComponent(url.username);
  url.pathname = `/${name}`;
  await asAdmin(server.adminUrl, (admin) =>
    // A cluster that was made without a locale keeps texts as bytes unless it is told otherwise.
    admin.query(`CREATE DATABASE ${name} OWNER ${admin.escapeIdentifier(owner)} TEMPLATE template0 ENCODING 'UTF8'`),
  );
  const pool = createPool(url.href, { max: 1, name: "migrate" });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
}

async function startServer(): Promise<{ adminUrl: string; url: string; stop: () => Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { adminUrl: given, url: given, stop: async () => undefined };

  return await startDisposablePostgres("parola-test-", console.error);
}
