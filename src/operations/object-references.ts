/** Where documents name an object, and what becomes of them when it is renamed. */

import { documentReferences, renameReferences } from "../automation/parse-definition.ts";
import type { ReferenceKind } from "../automation/reference.ts";
import type { Registry } from "../automation/trigger.ts";
import type { JsonObject } from "../domain/json.ts";
import { Refusal } from "../domain/refusal.ts";
import { listDocuments, replaceDraft } from "../store/automations.ts";
import type { Db } from "../store/db.ts";

export interface Usage {
  kind: "automation" | "agent" | "voice_agent";
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

/** @throws {Refusal} `in_use`, naming the automations */
export async function refuseIfUsed(db: Db, registry: Registry, workspaceId: string, object: ReferencedObject): Promise<void> {
  refuseUsedBy(await objectUsage(db, registry, workspaceId, object), object.name);
}

/** @throws {Refusal} `in_use`, unless nothing uses it */
export function refuseUsedBy(usedBy: readonly Usage[], name: string): void {
  if (usedBy.length === 0) return;
  const names = usedBy.slice(0, 3).map((used) => `"${used.name}"`);
  throw new Refusal("in_use", `${names.join(", ")}${usedBy.length > 3 ? " and others" : ""} still use "${name}".`, { usedBy });
}

/** Drafts follow a new name at once; published versions find the object by its id. */
export async function renameInDrafts(db: Db, registry: Registry, workspaceId: string, object: ReferencedObject, to: string): Promise<void> {
  if (object.name === to) return;
  for (const { id, draft } of await listDocuments(db, workspaceId)) {
    const renamed = renameReferences(registry, draft, (kind, name) => (kind === object.kind && name === object.name ? to : name));
    if (renamed !== draft) await replaceDraft(db, workspaceId, id, renamed as JsonObject);
  }
}
