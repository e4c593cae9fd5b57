/** Copying documents between workspaces: what they name is made where it is missing. */
import { documentReferences, renameReferences } from "../automation/parse-definition.ts";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import type { JsonObject } from "../domain/json.ts";
import { findAutomationByName } from "../store/automations.ts";
import { copyObject, copyTemplate } from "../store/copy-objects.ts";
import { type Db, inTransaction } from "../store/db.ts";
import type { AutomationContext } from "./automation-context.ts";
import { copyFiles } from "./copy-files.ts";
import { createAutomation } from "./save-automation.ts";

export interface CreatedObject {
  kind: string;
  name: string;
}

/** "Welcome", "Welcome (2)", "Welcome (3)" … whichever is free. */
export async function freeName(db: Db, workspaceId: string, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    if ((await findAutomationByName(db, workspaceId, candidate)) === undefined) return candidate;
  }
}

export interface CopyRequest {
  draft: JsonObject;
  name: string;
  folder: string | null;
  fromWorkspaceId: string;
  toWorkspaceId: string;
  /** In the same workspace: templates are copied too, as drafts, and the copy sends those. */
  withTemplates: boolean;
}

/** Returns the new automation's id and everything else that was made. */
export async function copyAutomation(
  context: AutomationContext & { storage: FileStorage },
  request: CopyRequest,
): Promise<{ id: string; created: CreatedObject[] }> {
  const { fromWorkspaceId, toWorkspaceId, withTemplates } = request;
  const elsewhere = fromWorkspaceId !== toWorkspaceId;
  const created: CreatedObject[] = [];
  const renames = new Map<string, string>();
  await inTransaction(context.pool, async ({ db }) => {
    for (const { kind, name } of uniqueReferences(context, request.draft)) {
      if (kind === "template" && withTemplates) {
        const copy = await copyTemplate(db, { fromWorkspaceId, toWorkspaceId, name, now: context.clock.now() });
        if (copy === null) continue;
        if (copy !== name) renames.set(name, copy);
        created.push({ kind, name: copy });
      } else if (elsewhere && (kind === "tag" || kind === "list" || kind === "field")) {
        if (await copyObject(db, kind, { fromWorkspaceId, toWorkspaceId, name })) created.push({ kind, name });
      }
    }
  });
  const renamed = renameReferences(context.registry, request.draft, (kind, name) =>
    kind === "template" ? (renames.get(name) ?? name) : name,
  ) as JsonObject;
  const name = await freeName(context.db, toWorkspaceId, request.name);
  const document = elsewhere ? await copyFiles(context, { document: renamed, fromWorkspaceId, toWorkspaceId }) : renamed;
  const id = await createAutomation(context, toWorkspaceId, { ...document, name }, request.folder);
  return { id, created };
}

function uniqueReferences({ registry }: AutomationContext, draft: JsonObject) {
  const found = documentReferences(registry, draft);
  return [...new Map(found.map((reference) => [`${reference.kind}\n${reference.name}`, reference])).values()];
}
