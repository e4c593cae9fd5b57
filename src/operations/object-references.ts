/** Where documents name an object, and what becomes of them when it is renamed. */

import { documentReferences, renameReferences } from "../automation/parse-definition.ts";
import type { ReferenceKind } from "../automation/reference.ts";
import type { Registry } from "../automation/trigger.ts";
import type { JsonObject } from "../domain/json.ts";
import { Refusal } from "../domain/refusal.ts";
import { listDocuments, replaceDraft } from "../store/automations.ts";
import type { Db } from "../store/db.ts";

export interface Usage {
  kind: "automation";
  id: string;
  name: string;
}

export interface ReferencedObject {
  kind: ReferenceKind;
  id: string;
  /** Name or code, as documents write it now. */
  name: string;
}

/** Automations whose draft or published version names the object. */
export async function objectUsage(db: Db, registry: Registry, workspaceId: string, object: ReferencedObject): Promise<Usage[]> {
  const documents = await listDocuments(db, workspaceId);
  return documents
    .filter(({ draft, references }) => {
      if (Object.values(references?.[object.kind] ?? {}).includes(object.id)) return true;
      return documentReferences(registry, draft).some(({ kind, name }) => kind === object.kind && name === object.name);
    })
    .map(({ id, name }) => ({ kind: "automation", id, name }));
}

/** For all connections at once: id → automations whose draft or published version names it. */
export async function connectionUsage(
  db: Db,
  registry: Registry,
  workspaceId: string,
  connections: { id: string; name: string }[],
): Promise<Map<string, Omit<Usage, "kind">[]>> {
  const usage = new Map<string, Omit<Usage, "kind">[]>(connections.map(({ id }) => [id, []]));
  if (connections.length === 0) return usage;
  const byName = new Map(connections.map(({ id, name }) => [name, id]));
  for (const { id, name, draft, references } of await listDocuments(db, workspaceId)) {
    const named = documentReferences(registry, draft).flatMap((one) => (one.kind === "connection" ? [byName.get(one.name)] : []));
    for (const used of new Set([...named, ...Object.values(references?.connection ?? {})])) {
      if (used !== undefined) usage.get(used)?.push({ id, name });
    }
  }
  return usage;
}

/** @throws {Refusal} `in_use`, naming the automations */
export async function refuseIfUsed(db: Db, registry: Registry, workspaceId: string, object: ReferencedObject): Promise<void> {
  const usedBy = await objectUsage(db, registry, workspaceId, object);
  if (usedBy.length === 0) return;
  const names = usedBy.slice(0, 3).map(({ name }) => `"${name}"`);
  throw new Refusal("in_use", `${names.join(", ")}${usedBy.length > 3 ? " and others" : ""} still use "${object.name}".`, { usedBy });
}

/** Drafts follow a new name at once; published versions find the object by its id. */
export async function renameInDrafts(db: Db, registry: Registry, workspaceId: string, object: ReferencedObject, to: string): Promise<void> {
  if (object.name === to) return;
  for (const { id, draft } of await listDocuments(db, workspaceId)) {
    const renamed = renameReferences(registry, draft, (kind, name) => (kind === object.kind && name === object.name ? to : name));
    if (renamed !== draft) await replaceDraft(db, workspaceId, id, renamed as JsonObject);
  }
}
