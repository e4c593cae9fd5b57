/** Published documents keep the names of their day; these are put right when objects have been renamed since. */
import { renameReferences } from "../automation/parse-definition.ts";
import type { Registry } from "../automation/trigger.ts";
import type { JsonObject } from "../domain/json.ts";

export interface RenamedDocument {
  document: JsonObject;
  /** What was renamed, as a key for caches; empty where nothing was. */
  changes: string;
}

/** `references` maps kind → name at publishing → id; `names` maps kind → id → name now. */
export function currentNames(
  registry: Registry,
  document: JsonObject,
  references: Record<string, Record<string, string>>,
  names: Record<string, Map<string, string>>,
): RenamedDocument {
  const renames = new Map<string, string>();
  for (const [kind, ids] of Object.entries(references)) {
    for (const [name, id] of Object.entries(ids)) {
      const now = names[kind]?.get(id);
      if (now !== undefined && now !== name) renames.set(`${kind}\n${name}`, now);
    }
  }
  if (renames.size === 0) return { document, changes: "" };
  const renamed = renameReferences(registry, document, (kind, name) => renames.get(`${kind}\n${name}`) ?? name);
  return { document: renamed as JsonObject, changes: JSON.stringify([...renames].sort(([one], [other]) => (one < other ? -1 : 1))) };
}
