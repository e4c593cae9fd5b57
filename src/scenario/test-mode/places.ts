/**
 * Where test worlds live: schemas of the product's own database, lent one at a time, emptied in between. A schema of its own
 * needs no right to make databases, and no loop or report of the product can come across what is in it.
 */
import type pg from "pg";
import { Refusal } from "../../domain/refusal.ts";
import { migrate } from "../../store/migrate.ts";
import { createPool } from "../../store/pool.ts";
import { emptySchema } from "../../store/scenario/empty.ts";
import {
  assertSchema,
  createSchema,
  createSchemaLocks,
  dropSchema,
  listTestSchemas,
  newSchemaName,
  schemaUrl,
} from "../../store/scenario/schemas.ts";
import type { Logger } from "../../worker/context.ts";

export interface TestPlace {
  /** Of a migrated, empty schema. */
  url: string;
  /** Forgets what is in it and takes it back. */
  release(): Promise<void>;
}

export interface TestPlaces {
  /** @throws {Refusal} `not_available` when all are lent, or the database does not allow any */
  take(): Promise<TestPlace>;
  /** Removes what crashed processes left, and gets one ready so that the first test need not wait. Never throws. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

export interface TestPlacesOptions {
  pool: pg.Pool;
  databaseUrl: string;
  logger: Logger;
  /** A connection of its own, for locks. */
  connect(): Promise<pg.Client>;
  /** The locks are gone: worlds in lent places must end at once. */
  onLost(): void;
  /** Most that are lent at the same time. */
  max: number;
}

/** Empty ones that are kept ready; making one takes a second or two. */
const SPARE = 2;

interface Place {
  name: string;
  url: string;
}

export function createTestPlaces({ pool, databaseUrl, logger, connect, onLost, max }: TestPlacesOptions): TestPlaces {
  let generation = 0;
  const locks = createSchemaLocks(connect, () => {
    generation += 1;
    spare.length = 0;
    onLost();
  });
  const spare: Place[] = [];
  let lent = 0;
  let closed = false;
  /** One at a time: several at once would only slow each other down. */
  let making: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = making.then(work, work);
    making = done.catch(() => {});
    return done;
  }

  /** Brings a schema that is ours to this code's tables, without a row in them. */
  async function ready(name: string): Promise<Place> {
    const url = await schemaUrl(pool, databaseUrl, name);
    const own = createPool(url, { max: 2, name: "test place" });
    try {
      await assertSchema(own, name);
      await migrate(own);
      await emptySchema(own, name);
      return { name, url };
    } finally {
      await own.end();
    }
  }

  /** One that nobody uses, left by an earlier start; null where there is none. */
  async function adopt(): Promise<Place | null> {
    for (const name of await listTestSchemas(pool)) {
      if (!(await locks.take(name))) continue;
      try {
        return await ready(name);
      } catch (error) {
        // Of a newer release, or half made: not worth mending.
        logger.warn({ err: error, schema: name }, "a test schema is of no use and is removed");
        await dropSchema(pool, name);
        await locks.release(name);
      }
    }
    return null;
  }

  async function make(): Promise<Place> {
    const name = newSchemaName();
    await locks.take(name);
    await createSchema(pool, name);
    return await ready(name);
  }

  async function giveBack(place: Place, since: number): Promise<void> {
    if (since !== generation || closed) return;
    try {
      if (spare.length >= SPARE) {
        await dropSchema(pool, place.name);
        await locks.release(place.name);
        return;
      }
      await emptySchema(pool, place.name);
      spare.push(place);
    } catch (error) {
      logger.warn({ err: error, schema: place.name }, "a test schema could not be emptied");
      await locks.release(place.name).catch(() => {});
    }
  }

  return {
    async take() {
      if (lent >= max) throw new Refusal("not_available", `${max} tests are going on already: end one, or try again in a minute.`);
      lent += 1;
      try {
        const since = generation;
        const place = spare.pop() ?? (await inTurn(async () => spare.pop() ?? (await make())));
        let returned = false;
        return {
          url: place.url,
          async release() {
            if (returned) return;
            returned = true;
            lent -= 1;
            await giveBack(place, since);
          },
        };
      } catch (error) {
        lent -= 1;
        throw unavailable(error);
      }
    },

    async prepare() {
      await inTurn(async () => {
        if (closed || spare.length > 0) return;
        const adopted = await adopt();
        // What else nobody uses was left by processes that died.
        for (const name of await listTestSchemas(pool)) {
          if (!(await locks.take(name))) continue;
          await dropSchema(pool, name);
          await locks.release(name);
        }
        spare.push(adopted ?? (await make()));
      }).catch((error: unknown) => logger.warn({ err: error }, "no test schema could be prepared"));
    },

    async close() {
      closed = true;
      await making;
      await locks.close();
    },
  };
}

/** What the database refuses, in words for the person who wanted to try something. */
function unavailable(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === "42501")
    return new Refusal("not_available", "The database account may not make schemas, which tests need (GRANT CREATE ON DATABASE).");
  if (error instanceof Error && error.message.includes('startup parameter "options"')) return new Refusal("not_available", error.message);
  return error;
}
