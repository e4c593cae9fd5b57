import type pg from "pg";
import type { Registry } from "../automation/trigger.ts";
import type { Clock } from "../domain/clock.ts";
import type { CatalogCache } from "../store/catalog-cache.ts";
import type { Db } from "../store/db.ts";
import type { SecretBox } from "../store/secret.ts";

/** What the operations on automations need. */
export interface AutomationContext {
  pool: pg.Pool;
  db: Db;
  registry: Registry;
  catalogs: CatalogCache;
  clock: Clock;
  secrets: SecretBox;
}
