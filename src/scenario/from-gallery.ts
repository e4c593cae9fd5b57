/** Automations of the gallery in scenarios: `automations: [{ gallery: welcome }]` is the document itself and all it needs. */
import { fileURLToPath } from "node:url";
import { type GalleryEntry, readGalleryEntry, withConnections } from "../operations/gallery.ts";
import { loadRegistry } from "../registry.ts";
import { type Scenario, type ScenarioDocument, type WorkspaceSpec, workspaceSpec } from "./scenario-schema.ts";

const GALLERY = fileURLToPath(new URL("../../gallery", import.meta.url));

export type WithGallery<S extends Scenario> = Omit<S, "automations"> & { automations: ScenarioDocument[] };

/** The scenario with each mention of the gallery replaced by that document, and its needs in the workspace, templates approved. */
export async function withGallery<S extends Scenario>(scenario: S): Promise<WithGallery<S>> {
  const registry = await loadRegistry();
  let { workspace } = scenario;
  const automations: ScenarioDocument[] = [];
  for (const automation of scenario.automations) {
    if (!("gallery" in automation)) {
      automations.push(automation);
      continue;
    }
    const {
      gallery,
      language = workspace.defaultLanguage,
      active,
    } = automation as { gallery: string; language?: string; active?: boolean };
    const entry = await readGalleryEntry(GALLERY, gallery, registry, language);
    if (!entry) throw new Error(`There is no "${gallery}" in the gallery`);
    workspace = withNeeds(workspace, entry);
    const connections = Object.entries(workspace.connections).map(([name, options]) => ({ name, kind: String(options?.["kind"] ?? name) }));
    const document = withConnections(registry, entry, connections) as { name: string };
    automations.push({ ...document, ...(active !== undefined && { active }) });
  }
  return { ...scenario, workspace, automations };
}

/** What the scenario itself says of an object holds. */
function withNeeds(workspace: WorkspaceSpec, { needs }: GalleryEntry): WorkspaceSpec {
  const fields = needs.fields.map(({ code, type, choices }) => [code, { type, ...(choices && { choices }) }] as const);
  const tags = workspace.tags.map((tag) => (typeof tag === "string" ? tag : tag.name));
  return workspaceSpec.parse({
    ...workspace,
    fields: { ...Object.fromEntries(fields), ...workspace.fields },
    lists: [...new Set([...workspace.lists, ...needs.lists])],
    tags: [...workspace.tags, ...needs.tags.filter((tag) => !tags.includes(tag))],
    templates: [
      ...workspace.templates,
      ...needs.templates
        .filter(({ name }) => !workspace.templates.some((template) => template.name === name))
        .map(({ examples: _, ...template }) => template),
    ],
  });
}
