import type { Definition } from "../automation/definition.ts";
import { documentFiles, parseDefinition } from "../automation/parse-definition.ts";
import type { Problem } from "../automation/problems.ts";
import { validateDefinition } from "../automation/validate.ts";
import type { JsonObject } from "../domain/json.ts";
import { notFound } from "../domain/refusal.ts";
import { takenPhrases } from "../store/automation-versions.ts";
import { listDocuments } from "../store/automations.ts";
import { uploadsThere } from "../store/media-uploads.ts";
import type { AutomationContext } from "./automation-context.ts";

export interface Validation {
  /** Null where the form itself is wrong. */
  definition: Definition | null;
  problems: Problem[];
}

/** Everything that is wrong with a document in its workspace. */
export async function validateAutomation(
  { db, pool, registry, catalogs }: AutomationContext,
  workspaceId: string,
  document: JsonObject,
  automationId: string | null,
  purpose: "publish" | "activate",
): Promise<Validation> {
  const { definition, problems } = parseDefinition(registry, document);
  if (!definition) return { definition, problems };
  const catalog = (await catalogs.get(pool, [workspaceId])).get(workspaceId);
  if (!catalog) throw notFound("workspace");
  const taken = new Map([...(await takenPhrases(db, workspaceId, automationId))].map(([phrase, { name }]) => [phrase, name]));
  const automations = (await listDocuments(db, workspaceId)).map(({ name }) => name);
  const shown = documentFiles(registry, document).map(({ id }) => id);
  const files = await uploadsThere(pool, workspaceId, shown);
  return {
    definition,
    problems: [...problems, ...validateDefinition(registry, definition, catalog.snapshot, { purpose, taken, automations, files })],
  };
}

export function isRefused(problems: Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}
