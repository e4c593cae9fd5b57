import { documentReferences } from "../automation/parse-definition.ts";
import type { ReferenceKind } from "../automation/reference.ts";
import type { WorkspaceSnapshot } from "../automation/state.ts";
import type { Registry } from "../automation/trigger.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";

/** What documents name: kind → name → id, as it was at publishing. Renaming an object then breaks nothing. */
export type References = Record<string, Record<string, string>>;

/** @param automations name → id of all automations, drafts too */
export function collectReferences(
  registry: Registry,
  document: JsonObject,
  catalog: Catalog,
  automations: ReadonlyMap<string, string>,
): References {
  const references: References = {};
  for (const { kind, name } of documentReferences(registry, document)) {
    const id = idOf(kind, name, catalog, automations);
    if (id === undefined) continue;
    references[kind] = { ...references[kind], [name]: id };
  }
  return references;
}

type Lookup = (name: string, snapshot: WorkspaceSnapshot, catalog: Catalog) => string | undefined;

function idNamed(names: ReadonlyMap<string, string>, name: string): string | undefined {
  return [...names].find(([, known]) => known === name)?.[0];
}

const LOOKUPS: Partial<Record<ReferenceKind, Lookup>> = {
  channel: (name, { channels }) => Object.entries(channels).find(([, channel]) => channel.name === name)?.[0],
  tag: (name, { tags }) => tags[name]?.id,
  list: (name, { lists }) => lists[name]?.id,
  field: (name, { fields }) => fields[name]?.id,
  operator: (name, { operators }) => operators[name]?.id,
  connection: (name, { connections }) => connections[name]?.id,
  agent: (name, { agents }) => agents[name]?.id,
  voice_agent: (name, { voiceAgents }) => voiceAgents[name]?.id,
  template: (name, _, { templateName }) => idNamed(templateName, name),
  // A status is never renamed: its name is its id.
  ticket_status: (name) => name,
  ticket_category: (name, _, { categoryName }) => idNamed(categoryName, name),
};

function idOf(kind: ReferenceKind, name: string, catalog: Catalog, automations: ReadonlyMap<string, string>): string | undefined {
  return kind === "automation" ? automations.get(name) : LOOKUPS[kind]?.(name, catalog.snapshot, catalog);
}

/** Names of one kind in a document, each once. */
export function namesOf(registry: Registry, document: JsonObject, kind: ReferenceKind): string[] {
  return [...new Set(documentReferences(registry, document).flatMap((reference) => (reference.kind === kind ? [reference.name] : [])))];
}
