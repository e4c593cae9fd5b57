/** What commands work on: this installation's database, beside a running Parola or alone, and the operations' context. */
import { pino } from "pino";
import type { Config } from "../config.ts";
import { readConfig } from "../config.ts";
import { openDatabase } from "../database.ts";
import { StartupError } from "../domain/startup-error.ts";
import { createAuth } from "../http/accounts/auth.ts";
import type { AutomationContext } from "../operations/automation-context.ts";
import { runningPostgres } from "../postgres/attach.ts";
import { loadRegistry } from "../registry.ts";
import { openSecrets } from "../secret-key.ts";
import { createCatalogCache } from "../store/catalog-cache.ts";
import { createDb } from "../store/db.ts";
import { migrate } from "../store/migrate.ts";
import { readPublicAddress } from "../store/public-address.ts";

export interface Installation extends AutomationContext {
  config: Config;
  auth: ReturnType<typeof createAuth>;
}

export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = readConfig();
  const databaseUrl = config.databaseUrl ?? (await runningPostgres(config.dataDir));
  const database = await openDatabase(
    { dataDir: config.dataDir, ...(databaseUrl !== undefined && { databaseUrl }) },
    pino({ level: "error" }),
  );
  try {
    await migrate(database.pool);
    const db = createDb(database.pool);
    const { key, secrets } = await openSecrets(database.pool, config);
    const registry = await loadRegistry();
    // Of a Parola that was started with another PORT or PUBLIC_URL than this command.
    const publicUrl = config.publicUrlSet ? config.publicUrl : ((await readPublicAddress(database.pool)) ?? config.publicUrl);
    return await work({
      config: { ...config, publicUrl },
      pool: database.pool,
      db,
      registry,
      catalogs: createCatalogCache(registry),
      clock: { now: () => Date.now() },
      secrets,
      auth: createAuth({ db, publicUrl, secret: key.toString("hex") }),
    });
  } finally {
    await database.close();
  }
}

/** The workspace of this name or slug; the only one when none is named. */
export async function findWorkspaceId({ db }: Pick<Installation, "db">, name: string | undefined): Promise<string> {
  const rows = await db.selectFrom("workspace").select(["id", "name", "slug"]).execute();
  const found = name === undefined ? rows : rows.filter((row) => row.name === name || row.slug === name || row.id === name);
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (rows.length === 0)
    throw new StartupError("There is no workspace yet: make one with `parola user create` or `parola workspace create`.");
  const names = rows.map((row) => `"${row.name}"`).join(", ");
  throw new StartupError(
    name === undefined ? `Say which workspace with --workspace: ${names}.` : `There is no workspace "${name}"; there are ${names}.`,
  );
}
