/** For tests of loops: a workspace on a real database, made row by row, and a clock to move. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { loadRegistry } from "../registry.ts";
import { createCatalogCache } from "../store/catalog-cache.ts";
import { newId } from "../store/id.ts";
import type { Logger, WorkerContext } from "./context.ts";

export interface TestWorkspace {
  id: string;
  channelId: string;
  context: WorkerContext & { clock: { now(): number; time: number } };
  /** What was logged as a warning or an error. */
  logged: { message: string; details: object }[];
  addField(code: string, type: string): Promise<void>;
  addContacts(contacts: TestContact[]): Promise<string[]>;
  addList(name: string): Promise<string>;
  /** Approved, in Italian. */
  addTemplate(name: string, category?: "marketing" | "utility", body?: string): Promise<string>;
  /** Published and active. */
  addAutomation(document: JsonObject & { name: string }): Promise<string>;
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
}

export interface TestContact {
  fields?: JsonObject;
  timeZone?: string;
  phone?: string;
  consent?: string;
  listIds?: string[];
  blocked?: boolean;
}

export async function createTestWorkspace(pool: pg.Pool, now: number, settings: JsonObject = {}): Promise<TestWorkspace> {
  const id = newId();
  const channelId = newId();
  const registry = await loadRegistry();
  const logged: TestWorkspace["logged"] = [];
  const keep = (details: object, message: string) => void logged.push({ message, details });
  const logger: Logger = { debug: () => {}, info: () => {}, warn: keep, error: keep };
  const clock = { time: now, now: () => clock.time };
  const query = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await pool.query<T>(text, values)).rows;
  const touch = () => pool.query("UPDATE workspace SET revision = revision + 1 WHERE id = $1", [id]);

  await pool.query("INSERT INTO workspace (id, name, slug, settings) VALUES ($1, 'Test', $2, $3)", [
    id,
    `test-${id}`,
    { timeZone: "Europe/Rome", defaultLanguage: "it", defaultCountry: "IT", ...settings },
  ]);
  await pool.query("INSERT INTO channel (workspace_id, id, kind, name, phone_number_id) VALUES ($1, $2, 'sandbox', 'Test', $3)", [
    id,
    channelId,
    `number-${channelId}`,
  ]);

  return {
    id,
    channelId,
    context: { pool, clock, registry, catalogs: createCatalogCache(registry), logger, random: () => 0.5 },
    logged,
    query,
    async addField(code, type) {
      await pool.query("INSERT INTO field (workspace_id, id, code, label, type) VALUES ($1, $2, $3, $3, $4)", [id, newId(), code, type]);
      await touch();
    },
    async addList(name) {
      const listId = newId();
      await pool.query("INSERT INTO list (workspace_id, id, name) VALUES ($1, $2, $3)", [id, listId, name]);
      await touch();
      return listId;
    },
    async addTemplate(name, category = "marketing", body = "Hello") {
      const templateId = newId();
      const definition = { name, category, language: "it", body, buttons: [], examples: {} };
      await pool.query("INSERT INTO template (workspace_id, id, name, category) VALUES ($1, $2, $3, $4)", [id, templateId, name, category]);
      await pool.query(
        "INSERT INTO template_version (workspace_id, id, template_id, language, status, definition) VALUES ($1, $2, $3, 'it', 'approved', $4)",
        [id, newId(), templateId, definition],
      );
      await touch();
      return templateId;
    },
    async addContacts(contacts) {
      const rows = contacts.map((contact, index) => ({
        id: newId(),
        phone: contact.phone ?? `+3933${String(index).padStart(8, "0")}`,
        time_zone: contact.timeZone ?? null,
        fields: contact.fields ?? {},
        consent: contact.consent ?? "not_declared",
        blocked: contact.blocked ?? false,
        list_ids: contact.listIds ?? [],
      }));
      const at = new Date(clock.time);
      await pool.query(
        `WITH r AS (SELECT * FROM json_to_recordset($2::json) AS r(id uuid, phone text, time_zone text, fields jsonb, consent text, blocked boolean, list_ids uuid[])),
c AS (INSERT INTO contact (workspace_id, id, phone, time_zone, fields, consent, blocked, list_ids, created_at, updated_at)
  SELECT $1, id, phone, time_zone, fields, consent, blocked, list_ids, $3, $3 FROM r)
INSERT INTO contact_identity (workspace_id, kind, value, contact_id) SELECT $1, 'wa_id', substr(phone, 2), id FROM r`,
        [id, JSON.stringify(rows), at],
      );
      return rows.map((row) => row.id);
    },
    async addAutomation(document) {
      const [automationId, versionId] = [newId(), newId()];
      const at = new Date(clock.time);
      await pool.query(
        `INSERT INTO automation (workspace_id, id, name, state, draft, published_version_id, created_at, updated_at) VALUES ($1, $2, $3, 'active', $4, $5, $6, $6)`,
        [id, automationId, document.name, document, versionId, at],
      );
      await pool.query(
        "INSERT INTO automation_version (workspace_id, id, automation_id, number, document, created_at) VALUES ($1, $2, $3, 1, $4, $5)",
        [id, versionId, automationId, document, at],
      );
      await touch();
      return automationId;
    },
  };
}
