/**
 * Preconfigured automations: one YAML file each under `gallery/`, named by its id, with its scenario beside it (`welcome.yaml`,
 * `welcome.scenario.yaml`). Taking one makes what is missing and an automation as a draft.
 */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { Json, JsonObject } from "../domain/json.ts";
import { notFound } from "../domain/refusal.ts";
import type { TemplateDefinition } from "../domain/template-definition.ts";
import { type Db, inTransaction } from "../store/db.ts";
import { insertObject } from "../store/objects.ts";
import { insertTemplate, saveTemplateVersion } from "../store/templates.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import type { AutomationContext } from "./automation-context.ts";
import { freeName } from "./copy-automation.ts";
import { galleryEntry } from "./gallery-entry.ts";
import { createAutomation } from "./save-automation.ts";

export type GalleryEntry = ReturnType<typeof galleryEntry>;

/** Every entry in this language, else in English. Throws for a file that is none: it comes with the product and is tested. */
export async function loadGallery(folder: string, language: string | undefined): Promise<GalleryEntry[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const ids = names.filter((name) => /^[a-z0-9-]+\.yaml$/.test(name)).map((name) => basename(name, ".yaml"));
  const entries = await Promise.all(
    ids.map(async (id) => galleryEntry(id, parse(await readFile(join(folder, `${id}.yaml`), "utf8")) as Json, language)),
  );
  return entries.sort((a, b) => a.category.localeCompare(b.category) || a.title.localeCompare(b.title));
}

export async function findGalleryEntry(folder: string, id: string, language: string | undefined): Promise<GalleryEntry> {
  const entry = (await loadGallery(folder, language)).find((candidate) => candidate.id === id);
  if (!entry) throw notFound("preconfigured automation");
  return entry;
}

export interface GalleryNeed {
  kind: "template" | "list" | "tag" | "field" | "ticket_category";
  name: string;
  /** The workspace has it already. */
  exists: boolean;
}

export async function galleryNeeds(db: Db, { snapshot }: Catalog, { needs }: GalleryEntry): Promise<GalleryNeed[]> {
  const categories = new Set(
    (await db.selectFrom("ticket_category").select("name").where("workspace_id", "=", snapshot.id).execute()).map(({ name }) => name),
  );
  const need = (kind: GalleryNeed["kind"], name: string, known: object) => ({ kind, name, exists: Object.hasOwn(known, name) });
  return [
    ...needs.templates.map(({ name }) => need("template", name, snapshot.templates)),
    ...needs.lists.map((name) => need("list", name, snapshot.lists)),
    ...needs.tags.map((name) => need("tag", name, snapshot.tags)),
    ...needs.fields.map(({ code }) => need("field", code, snapshot.fields)),
    ...needs.ticketCategories.map((name) => ({ kind: "ticket_category" as const, name, exists: categories.has(name) })),
  ];
}

/** Templates come as approved ones where the workspace only has the phone on the screen, so that it can be tried at once. */
export async function importFromGallery(
  context: AutomationContext,
  workspaceId: string,
  entry: GalleryEntry,
  options: { name?: string | undefined; folder?: string | null | undefined; sandboxOnly: boolean },
): Promise<{ automationId: string; created: { kind: string; name: string }[] }> {
  const catalog = (await context.catalogs.get(context.pool, [workspaceId])).get(workspaceId);
  if (!catalog) throw notFound("workspace");
  const missing = (await galleryNeeds(context.db, catalog, entry)).filter(({ exists }) => !exists);
  const now = context.clock.now();
  await inTransaction(context.pool, async ({ db }) => {
    for (const { kind, name } of missing) {
      if (kind === "template") {
        const found = entry.needs.templates.filter((template) => template.name === name);
        const id = await insertTemplate(db, workspaceId, {
          name,
          category: (found[0] as (typeof found)[0]).category,
          channelId: null,
          now,
        });
        for (const definition of found) {
          await saveTemplateVersion(db, workspaceId, id, {
            definition: definition as unknown as TemplateDefinition,
            status: options.sandboxOnly ? "approved" : "draft",
            now,
          });
        }
      } else if (kind === "field") {
        const field = entry.needs.fields.find(({ code }) => code === name);
        if (field)
          await insertObject(db, "field", workspaceId, {
            code: field.code,
            label: field.label,
            type: field.type,
            choices: field.choices ?? null,
          });
      } else {
        await insertObject(db, kind, workspaceId, { name });
      }
    }
  });
  const name = options.name ?? (await freeName(context.db, workspaceId, entry.document.name));
  const draft = { ...entry.document, name } as unknown as JsonObject;
  const automationId = await createAutomation(context, workspaceId, draft, options.folder ?? null);
  return { automationId, created: missing.map(({ kind, name: made }) => ({ kind, name: made })) };
}
