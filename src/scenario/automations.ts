/** What an owner does with automations, through the operations behind the API. */
import type { JsonObject } from "../domain/json.ts";
import { notFound } from "../domain/refusal.ts";
import { activateAutomation, deactivateAutomation, removeAutomation } from "../operations/activate-automation.ts";
import { publishAutomation } from "../operations/publish-automation.ts";
import { createAutomation, saveAutomationDraft } from "../operations/save-automation.ts";
import { findAutomation } from "../store/scenario/read.ts";
import { addMissingAgents } from "./agents.ts";
import { addMissingFiles } from "./files.ts";
import type { ScenarioDocument } from "./scenario-schema.ts";
import { addVoiceAgents } from "./voice-agents.ts";
import type { World } from "./world.ts";

/**
 * At the beginning of a scenario: drafts, or published and active, in this order. All are there before the first is
 * published, since they may name each other.
 */
export async function addAutomations(world: World, documents: ScenarioDocument[]): Promise<void> {
  const added: string[] = [];
  for (const { active, ...document } of documents) {
    await addVoiceAgents(world, document as JsonObject);
    await addMissingFiles(world, document as JsonObject);
    const id = await createAutomation(world, world.workspaceId, document as JsonObject, null);
    if (active !== false) added.push(id);
  }
  for (const id of added) {
    await publishAutomation(world, world.workspaceId, id, { publishedBy: null });
    await activateAutomation(world, world.workspaceId, id, "resume");
  }
}

export const AUTOMATION_ACTS = ["activate", "deactivate", "resume", "end", "publish", "delete"] as const;
export type AutomationAct = (typeof AUTOMATION_ACTS)[number];

/** With a document, that becomes the draft first (and the automation is made where there is none of the name). */
export async function actOnAutomation(world: World, name: string, act: AutomationAct, document?: JsonObject): Promise<void> {
  const { workspaceId } = world;
  if (document) await saveDocument(world, name, document);
  const automation = await findAutomation(world, document ? String(document["name"]) : name);
  if (!automation) throw notFound(`automation "${name}"`);
  const { id } = automation;
  const publish = () => publishAutomation(world, workspaceId, id, { publishedBy: null });
  switch (act) {
    case "publish":
      await publish();
      return;
    case "activate":
    case "resume":
    case "end":
      // The screen's button publishes what was never published; a document given is meant to run.
      if (automation.publishedVersionId === null || document) await publish();
      await activateAutomation(world, workspaceId, id, act === "end" ? "end" : "resume");
      return;
    case "deactivate":
      await deactivateAutomation(world, workspaceId, id);
      return;
    case "delete":
      await removeAutomation(world, workspaceId, id);
  }
}

async function saveDocument(world: World, name: string, document: JsonObject): Promise<void> {
  const existing = await findAutomation(world, name);
  document["name"] ??= name;
  await addVoiceAgents(world, document);
  await addMissingFiles(world, document);
  await addMissingAgents(world, [document], false);
  if (existing) await saveAutomationDraft(world, world.workspaceId, existing.id, { draft: document, draftRevision: null, savedBy: null });
  else await createAutomation(world, world.workspaceId, document, null);
}
