/** A workspace straight in the tables, for tests and benchmarks of running processes, which have no accounts to sign in with. */
import { createHash } from "node:crypto";
import type pg from "pg";
import type { JsonObject } from "../src/domain/json.ts";
import { activateAutomation } from "../src/operations/activate-automation.ts";
import { publishAutomation } from "../src/operations/publish-automation.ts";
import { createAutomation } from "../src/operations/save-automation.ts";
import { loadRegistry } from "../src/registry.ts";
import { createCatalogCache } from "../src/store/catalog-cache.ts";
import { createDb } from "../src/store/db.ts";
import { newId } from "../src/store/id.ts";
import { createSecretBox } from "../src/store/secret.ts";

export interface Seeded {
  workspaceId: string;
  channelId: string;
  phoneNumberId: string;
  appSecret: string;
}

export interface SeedOptions {
  /** As given to the product in SECRET_KEY. */
  secretKey: string;
  /** Messages per second of the number. */
  throughput?: number;
  fields?: Record<string, string>;
  lists?: string[];
  /** Names of templates of one sentence, approved in Italian. */
  templates?: string[];
  /** Published and activated in this order. */
  documents: JsonObject[];
}

export async function seed(pool: pg.Pool, options: SeedOptions): Promise<Seeded> {
  const workspaceId = newId();
  const channelId = newId();
  const phoneNumberId = String(100_000_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
  const appSecret = "seeded-app-secret";
  const secrets = createSecretBox(createHash("sha256").update(options.secretKey).digest());
  const settings = JSON.stringify({ timeZone: "Europe/Rome", defaultCountry: "IT", defaultLanguage: "it" });
  await pool.query("INSERT INTO workspace (id, name, slug, settings) VALUES ($1, 'Seeded', $2, $3)", [workspaceId, workspaceId, settings]);
  await pool.query(
    `INSERT INTO channel (workspace_id, id, kind, name, phone_number_id, waba_id, access_token, app_secret, verify_token, throughput)
VALUES ($1, $2, 'whatsapp', 'Seeded', $3, '200', $4, $5, 'verify', $6)`,
    [workspaceId, channelId, phoneNumberId, secrets.encrypt("token"), secrets.encrypt(appSecret), options.throughput ?? 1_000_000],
  );
  for (const [code, type] of Object.entries(options.fields ?? {})) {
    await pool.query("INSERT INTO field (workspace_id, id, code, label, type) VALUES ($1, $2, $3, $3, $4)", [
      workspaceId,
      newId(),
      code,
      type,
    ]);
  }
  for (const name of options.lists ?? [])
    await pool.query("INSERT INTO list (workspace_id, id, name) VALUES ($1, $2, $3)", [workspaceId, newId(), name]);
  for (const name of options.templates ?? []) {
    const templateId = newId();
    const definition = { name, category: "utility", language: "it", body: name, buttons: [], examples: {} };
    await pool.query("INSERT INTO template (workspace_id, id, name, category) VALUES ($1, $2, $3, 'utility')", [
      workspaceId,
      templateId,
      name,
    ]);
    await pool.query(
      "INSERT INTO template_version (workspace_id, id, template_id, language, status, definition) VALUES ($1, $2, $3, 'it', 'approved', $4)",
      [workspaceId, newId(), templateId, definition],
    );
  }
  await pool.query("UPDATE workspace SET revision = revision + 1 WHERE id = $1", [workspaceId]);

  const registry = await loadRegistry();
  const context = { pool, db: createDb(pool), registry, catalogs: createCatalogCache(registry), clock: { now: () => Date.now() }, secrets };
  for (const document of options.documents) {
    const automationId = await createAutomation(context, workspaceId, document, null);
    await publishAutomation(context, workspaceId, automationId, { publishedBy: null });
    await activateAutomation(context, workspaceId, automationId, "resume");
  }
  return { workspaceId, channelId, phoneNumberId, appSecret };
}
