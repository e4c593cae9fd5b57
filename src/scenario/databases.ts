/** Databases for scenarios: copied from one migrated template, used by one scenario after the other, emptied in between. */
import { randomBytes } from "node:crypto";
import { startDisposablePostgres } from "../postgres/disposable.ts";
import { migrate } from "../store/migrate.ts";
import { createPool } from "../store/pool.ts";
import { emptyDatabase } from "../store/scenario/empty.ts";

export interface ScenarioDatabase {
  url: string;
  /** Forgets what the scenario left, so that the next one finds nothing. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

export interface ScenarioDatabases {
  create(): Promise<ScenarioDatabase>;
  close(): Promise<void>;
}

/** Without `serverUrl` (an account that may make databases) an embedded server is started for the run. */
export async function openScenarioDatabases(serverUrl?: string): Promise<ScenarioDatabases> {
  const server = serverUrl === undefined ? await startDisposablePostgres("parola-scenario-", () => {}) : external(serverUrl);
  const run = `parola_scenario_${randomBytes(4).toString("hex")}`;
  const owner = decodeURIComponent(new URL(server.url).username);
  const admin = createPool(server.adminUrl, { max: 2, name: "scenario admin" });
  const create = (name: string, source: string) =>
    // Copying files beats logging every page of the template where nothing has to be durable.
    admin.query(`CREATE DATABASE ${name} OWNER ${quoted(owner)} TEMPLATE ${source} STRATEGY file_copy`);

  await create(run, "template0 ENCODING 'UTF8'");
  const pool = createPool(urlOf(server.url, run), { max: 1, name: "migrate" });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
  let made = 0;
  return {
    async create() {
      const name = `${run}_${++made}`;
      await create(name, run);
      const url = urlOf(server.url, name);
      return {
        url,
        async empty() {
          const own = createPool(url, { max: 1, name: "empty" });
          try {
            await emptyDatabase(own);
          } finally {
            await own.end();
          }
        },
        drop: async () => void (await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)),
      };
    },
    async close() {
      await admin.query(`DROP DATABASE ${run} WITH (FORCE)`);
      await admin.end();
      await server.stop();
    },
  };
}

function external(url: string): { url: string; adminUrl: string; stop: () => Promise<void> } {
  return { url, adminUrl: url, stop: async () => {} };
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
