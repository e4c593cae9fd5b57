/**
 * Schemas of the product's own database that hold test worlds: its tables once more, where nothing of the product looks.
 * Whoever uses one holds its session lock, so that another process can tell what a crash has left behind.
 */
import { randomBytes } from "node:crypto";
import type pg from "pg";

const PREFIX = "parola_test_";
const NAME = /^parola_test_[0-9a-f]{12}$/;

export function newSchemaName(): string {
  return `${PREFIX}${randomBytes(6).toString("hex")}`;
}

/** Oldest first, whoever uses them. */
export async function listTestSchemas(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>("SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE $1 ORDER BY oid", [
    `${PREFIX.replaceAll("_", "\\_")}%`,
  ]);
  return rows.map(({ name }) => name).filter((name) => NAME.test(name));
}

/** @throws PostgreSQL's `42501` where the account may not make schemas in this database */
export async function createSchema(pool: pg.Pool, name: string): Promise<void> {
  await pool.query(`CREATE SCHEMA ${checked(name)}`);
}

export async function dropSchema(pool: pg.Pool, name: string): Promise<void> {
  await pool.query(`DROP SCHEMA IF EXISTS ${checked(name)} CASCADE`);
}

function checked(name: string): string {
  if (!NAME.test(name)) throw new Error(`"${name}" is no schema of a test world`);
  return name;
}

/**
 * The database's URL, with the schema before all that the product itself looks in: extensions live there. A test is not worth
 * waiting for the disk.
 */
export async function schemaUrl(pool: pg.Pool, databaseUrl: string, name: string): Promise<string> {
  const { rows } = await pool.query<{ path: string }>("SELECT current_setting('search_path') AS path");
  const url = new URL(databaseUrl);
  url.searchParams.set("search_path", `${checked(name)}, ${rows[0]?.path ?? "public"}`);
  url.searchParams.set("synchronous_commit", "off");
  return url.href;
}

/**
 * A pooler between us and PostgreSQL may lose what the URL asks for, and then a test would write among the product's own rows.
 *
 * @throws when connections of the pool do not work in the schema
 */
export async function assertSchema(pool: pg.Pool, name: string): Promise<void> {
  const { rows } = await pool.query<{ schema: string | null }>("SELECT current_schema() AS schema");
  if (rows[0]?.schema !== checked(name)) {
    throw new Error(
      `The connection works in the schema ${rows[0]?.schema}, not in ${name}: a pooler must leave a connection to who opened it`,
    );
  }
}

/** Locks of one process on the schemas it uses: PostgreSQL gives them back the moment the process or its connection dies. */
export interface SchemaLocks {
  /** Whether the schema was free and is ours now; false also where it was ours already. */
  take(name: string): Promise<boolean>;
  release(name: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param connect opens a connection that stays out of any pool
 * @param onLost told when the connection broke: others may take every schema from then on
 */
export function createSchemaLocks(connect: () => Promise<pg.Client>, onLost: () => void): SchemaLocks {
  let client: Promise<pg.Client> | null = null;
  let closed = false;
  /** PostgreSQL would give a session its own lock a second time. */
  const mine = new Set<string>();

  function connection(): Promise<pg.Client> {
    client ??= connect().then((opened) => {
      const lost = () => {
        if (client === null || closed) return;
        client = null;
        mine.clear();
        onLost();
      };
      opened.on("error", lost);
      opened.on("end", lost);
      return opened;
    });
    client.catch(() => {
      client = null;
    });
    return client;
  }

  const key = "hashtextextended('test world ' || $1, 0)";
  return {
    async take(name) {
      if (mine.has(name)) return false;
      mine.add(name);
      try {
        const { rows } = await (await connection()).query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${key}) AS taken`, [name]);
        if (!rows[0]?.taken) mine.delete(name);
        return rows[0]?.taken === true;
      } catch (error) {
        mine.delete(name);
        throw error;
      }
    },
    async release(name) {
      if (mine.delete(name)) await (await connection()).query(`SELECT pg_advisory_unlock(${key})`, [name]);
    },
    async close() {
      closed = true;
      if (client) await client.then((opened) => opened.end()).catch(() => {});
    },
  };
}
