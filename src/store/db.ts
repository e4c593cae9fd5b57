/** Kysely over the pool, and over the one connection of a transaction. */
import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import type { DB } from "./tables.ts";
import { transaction } from "./transaction.ts";

export type Db = Kysely<DB>;

/** One transaction: typed queries through `db`, statements of the engine through `client`; both are the same connection. */
export interface Tx {
  db: Db;
  client: pg.PoolClient;
}

/** Ending it does not end the pool. */
export function createDb(pool: pg.Pool): Db {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: { connect: () => pool.connect(), end: async () => {} } }) });
}

function dbOn(client: pg.PoolClient): Db {
  // The transaction's owner gives the connection back, not each query. A wrapper, not an object that inherits from the client:
  // the driver keeps its state in fields of `this`, and a query begun on another `this` would never end.
  const borrowed = { query: client.query.bind(client), release: () => {} } as unknown as pg.PoolClient;
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: { connect: async () => borrowed, end: async () => {} } }) });
}

/** Runs `work` in one transaction; rolls back on any error. */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await transaction(pool, (client) => work({ client, db: dbOn(client) }));
}
