import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { runMigrations as migrateJobQueue } from "graphile-worker";
import type pg from "pg";
import { StartupError } from "../domain/startup-error.ts";

/** One step of the schema: `migrations/000007_name.sql`. */
interface Migration {
  id: number;
  name: string;
  sql: string;
  checksum: string;
}

const FOLDER = fileURLToPath(new URL("../../migrations/", import.meta.url));

/** Any number that no other program takes on this database; two starts at once queue up on it. */
const LOCK = 7_027_652;

/**
 * Brings the database to the schema of this code, the job queue's included, and returns the names of what was applied.
 * Forward only, each migration in a transaction of its own; safe when several processes start at once.
 *
 * @throws {StartupError} when the database is of a newer Parola, or was made by a migration that has since been changed
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const migrations = await readMigrations();
  const applied: string[] = [];
  for (let next = await applyNext(pool, migrations); next; next = await applyNext(pool, migrations)) applied.push(next);
  await migrateJobQueue({ pgPool: pool });
  return applied;
}

/** Whether the database has every migration of this code: what `/readyz` asks, without changing anything. */
export async function pendingMigrations(pool: pg.Pool): Promise<string[]> {
  const migrations = await readMigrations();
  const { rows } = await pool.query<{ exists: boolean }>(`SELECT to_regclass('schema_migration') IS NOT NULL AS exists`);
  const done = rows[0]?.exists ? await pool.query<{ id: number }>("SELECT id FROM schema_migration") : { rows: [] };
  const ids = new Set(done.rows.map((row) => row.id));
  return migrations.filter(({ id }) => !ids.has(id)).map(({ name }) => name);
}

/** Applies the first migration the database lacks; undefined when there is none. */
async function applyNext(pool: pg.Pool, migrations: Migration[]): Promise<string | undefined> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    // Held to the end of this transaction only, so that it also works through a pooler that lends connections per transaction.
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
      id integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const { rows } = await client.query<Omit<Migration, "sql">>("SELECT id, name, checksum FROM schema_migration ORDER BY id");
    refuseForeignSchema(rows, migrations);

    const next = migrations.find(({ id }) => id > (rows.at(-1)?.id ?? 0));
    if (next) {
      await client.query(next.sql).catch((cause: Error) => {
        throw new Error(`migrations/${next.name}.sql: ${cause.message}`, { cause });
      });
      await client.query("INSERT INTO schema_migration (id, name, checksum) VALUES ($1, $2, $3)", [next.id, next.name, next.checksum]);
    }
    await client.query("COMMIT");
    return next?.name;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

function refuseForeignSchema(applied: Omit<Migration, "sql">[], known: Migration[]): void {
  const newest = known.at(-1);
  const last = applied.at(-1);
  if (last && last.id > (newest?.id ?? 0)) {
    throw new StartupError(
      `The database was made by a newer Parola (it has migration ${last.name}, this code ends at ${newest?.name}): start that version or a newer one.`,
    );
  }
  // What was applied must be the beginning of what is known, letter for letter.
  for (const [index, { name, checksum }] of applied.entries()) {
    const own = known[index];
    if (own?.name === name && own.checksum === checksum) continue;
    throw new StartupError(
      `The database was made by migrations other than those of this code (migration ${name} was changed, or one was added before it): ` +
        "start the version that made this database, or use another database.",
    );
  }
}

async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".sql")).sort();
  // Made on two branches at once: the second would never be applied.
  const twin = files.find((file, index) => file.slice(0, 6) === files[index - 1]?.slice(0, 6));
  if (twin !== undefined) throw new Error(`migrations/${twin}: another migration has this number, take the next one that is free`);
  return Promise.all(
    files.map(async (file) => {
      const number = /^(\d{6})_[a-z0-9_]+\.sql$/.exec(file)?.[1];
      if (number === undefined) throw new Error(`migrations/${file}: expected a name like 000007_what_it_adds.sql`);
      const sql = await readFile(FOLDER + file, "utf8");
      return { id: Number(number), name: file.slice(0, -".sql".length), sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}
