/** Taking a preconfigured automation: what it needs and the workspace lacks is made, then the automation as a draft. */
import { renameReferences } from "../automation/parse-definition.ts";
import type { TemplateSnapshot } from "../automation/state.ts";
import type { Registry } from "../automation/trigger.ts";
import { readAgentSettings } from "../domain/ai-agent.ts";
import type { JsonObject } from "../domain/json.ts";
import { baseLanguage } from "../domain/language.ts";
import { notFound } from "../domain/refusal.ts";
import type { TemplateDefinition } from "../domain/template-definition.ts";
import { insertAgent } from "../store/ai-agents.ts";
import { type Db, inTransaction } from "../store/db.ts";
import { insertObject } from "../store/objects.ts";
import { touchWorkspace } from "../store/revision.ts";
import { insertTemplate, saveTemplateVersion } from "../store/templates.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import type { AutomationContext } from "./automation-context.ts";
import { freeName } from "./copy-automation.ts";
import { type GalleryEntry, withConnections } from "./gallery.ts";
import { createAutomation } from "./save-automation.ts";

export interface GalleryNeed {
  kind: "template" | "list" | "tag" | "field" | "ticket_category" | "agent" | "connection";
  name: string;
  /** The workspace has it already. */
  exists: boolean;
}

/**
 * The entry with its templates called so that they are made, where the workspace's own of that name is another: taken before in another
 * language, or with other buttons. The exits of the steps that send it are its buttons.
 */
export function besideOwn(registry: Registry, { snapshot }: Catalog, entry: GalleryEntry): GalleryEntry {
  const names = new Map(entry.needs.templates.map((template) => [template.name, nameBeside(snapshot.templates, template)]));
  const named = (name: string) => names.get(name) ?? name;
  return {
    ...entry,
    document: renameReferences(registry, entry.document, (kind, name) => (kind === "template" ? named(name) : name)) as JsonObject,
    needs: { ...entry.needs, templates: entry.needs.templates.map((template) => ({ ...template, name: named(template.name) })) },
  };
}

function nameBeside(own: Record<string, TemplateSnapshot>, template: TemplateDefinition): string {
  const names = [template.name, `${template.name}_${template.language}`];
  for (let n = 2; ; n++) {
    const name = names.shift() ?? `${template.name}_${template.language}_${n}`;
    const known = own[name];
    if (!known || isSame(known, template)) return name;
  }
}

/** Speaks the language and has the buttons. */
function isSame({ languages }: TemplateSnapshot, { language, buttons }: TemplateDefinition): boolean {
  const version = Object.entries(languages).find(([code]) => baseLanguage(code) === language)?.[1].definition;
  const labels = new Set(version?.buttons.map((button) => ("text" in button ? button.text : "")));
  return version !== undefined && buttons.every((button) => !("text" in button) || labels.has(button.text));
}

export async function galleryNeeds(db: Db, { snapshot }: Catalog, { needs }: GalleryEntry): Promise<GalleryNeed[]> {
  const rows = await db.selectFrom("ticket_category").select("name").where("workspace_id", "=", snapshot.id).execute();
  const categories = new Set(rows.map(({ name }) => name));
  const need = (kind: GalleryNeed["kind"], name: string, known: object) => ({ kind, name, exists: Object.hasOwn(known, name) });
  return [
    ...needs.templates.map(({ name }) => need("template", name, snapshot.templates)),
    ...needs.lists.map((name) => need("list", name, snapshot.lists)),
    ...needs.tags.map((name) => need("tag", name, snapshot.tags)),
    ...needs.fields.map(({ code }) => need("field", code, snapshot.fields)),
    ...needs.ticketCategories.map((name) => ({ kind: "ticket_category" as const, name, exists: categories.has(name) })),
    ...needs.agents.map((name) => need("agent", name, snapshot.agents)),
    ...needs.connections.map(({ name, kind }) => {
      const known = connectionsOf(snapshot).find((connection) => connection.kind === kind);
      return { kind: "connection" as const, name: known?.name ?? name, exists: known !== undefined };
    }),
  ];
}

function connectionsOf({ connections }: Catalog["snapshot"]): { name: string; kind: string }[] {
  return Object.entries(connections).map(([name, { kind }]) => ({ name, kind }));
}

export interface GalleryImport {
  /** What the automation is called; the entry's own name, with a number where it is taken, when left out. */
  name?: string | undefined;
  folder?: string | null | undefined;
  /** The workspace only has the phone on the screen: templates come approved, so that all can be tried at once. */
  sandboxOnly: boolean;
}

export async function importFromGallery(
  context: AutomationContext,
  workspaceId: string,
  asked: GalleryEntry,
  options: GalleryImport,
): Promise<{ automationId: string; created: { kind: string; name: string }[] }> {
  const catalog = (await context.catalogs.get(context.pool, [workspaceId])).get(workspaceId);
  if (!catalog) throw notFound("workspace");
  const entry = besideOwn(context.registry, catalog, asked);
  // An account has to be connected by somebody who has one: until then the automation says that it is missing.
  const missing = (await galleryNeeds(context.db, catalog, entry)).filter(({ kind, exists }) => !exists && kind !== "connection");
  const now = context.clock.now();
  // The first connection to a model, if there is one; the agent's page says so where it has none.
  const model = Object.values(catalog.snapshot.connections).find(({ kind }) => kind === "ai")?.id ?? null;
  await inTransaction(context.pool, async ({ db, client }) => {
    for (const { kind, name } of missing) {
      if (kind === "template") {
        const definition = entry.needs.templates.find((template) => template.name === name);
        if (!definition) continue;
        const id = await insertTemplate(db, workspaceId, { name, category: definition.category, channelId: null, now });
        await saveTemplateVersion(db, workspaceId, id, { definition, status: options.sandboxOnly ? "approved" : "draft", now });
      } else if (kind === "field") {
        const field = entry.needs.fields.find(({ code }) => code === name);
        if (field) await insertObject(db, "field", workspaceId, { ...field });
      } else if (kind === "agent") {
        await touchWorkspace(db, workspaceId);
        await insertAgent(client, workspaceId, { name, isDefault: false, settings: readAgentSettings({ connectionId: model }) }, now);
      } else if (kind !== "connection") {
        await insertObject(db, kind, workspaceId, { name });
      }
    }
  });
  const name = options.name ?? (await freeName(context.db, workspaceId, String(entry.document["name"])));
  const document = withConnections(context.registry, entry, connectionsOf(catalog.snapshot));
  const automationId = await createAutomation(context, workspaceId, { ...document, name }, options.folder ?? null);
  return { automationId, created: missing.map(({ kind, name: made }) => ({ kind, name: made })) };
}
