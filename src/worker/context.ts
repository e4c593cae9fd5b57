/** What every loop of the worker needs; made once in `main.ts`. */
import type pg from "pg";
import type { Registry } from "../automation/trigger.ts";
import type { Clock } from "../domain/clock.ts";
import type { CatalogCache } from "../store/catalog-cache.ts";

/** The part of a logger we use; pino's fits. */
export interface Logger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface WorkerContext {
  pool: pg.Pool;
  clock: Clock;
  registry: Registry;
  catalogs: CatalogCache;
  logger: Logger;
  /** In [0, 1). */
  random(): number;
}
