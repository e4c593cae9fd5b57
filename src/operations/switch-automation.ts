/** Activating, pausing and deleting, and what each does to the runs inside. */
import { parseDefinition } from "../automation/parse-definition.ts";
import { Refusal, notFound } from "../domain/refusal.ts";
import { endRuns, findVersion, switchRuns, switchTriggers, takenPhrases } from "../store/automation-versions.ts";
import { deleteAutomation as deleteRow, lockAutomation, updateAutomation } from "../store/automations.ts";
import { planAutomation } from "../store/date-planning.ts";
import type { Tx } from "../store/db.ts";
import { notifyWork } from "../store/notify.ts";
import {
  type AutomationContext,
  checkDocument,
  publishAutomation,
  refuseErrors,
  refuseTakenPhrase,
  replaceTriggersOr,
} from "./publish-automation.ts";

export interface Activated {
  resumed: number;
  ended: number;
}

/**
 * Lets it take contacts. Publishes the draft first when there is no version yet. Runs that were paused go on (overdue ones fire
 * now) or end with the reason `deactivated`.
 *
 * @throws {Refusal} `not_activatable`, `not_publishable`, `phrase_taken`
 */
export async function activateAutomation(
  tx: Tx,
  context: AutomationContext,
  workspaceId: string,
  automationId: string,
  { paused = "resume", publishedBy = null }: { paused?: "resume" | "end"; publishedBy?: string | null } = {},
): Promise<Activated> {
  const locked = await lockAutomation(tx.db, workspaceId, automationId);
  if (!locked) throw notFound("automation");
  const versionId = locked.published_version_id ?? (await publishAutomation(tx, context, workspaceId, automationId, publishedBy)).versionId;
  const version = await findVersion(tx.client, workspaceId, versionId);
  if (!version) throw new Refusal("not_activatable", "It has no published version.", { problems: [] });

  const { problems } = await checkDocument(tx, context, workspaceId, version.document, { purpose: "activate", automationId });
  refuseTakenPhrase(problems, await takenPhrases(tx.client, workspaceId, automationId));
  refuseErrors("not_activatable", problems);
  const { definition } = parseDefinition(context.registry, version.document);
  if (!definition) throw new Refusal("not_activatable", "The published version can no longer be read.", { problems });

  const now = context.clock.now();
  await replaceTriggersOr(tx, context, workspaceId, automationId, definition, true);
  await updateAutomation(tx.db, workspaceId, automationId, { state: "active", activated_at: new Date(now), updated_at: new Date(now) });
  await planAutomation(tx.client, workspaceId, automationId, now);
  const ended = paused === "end" ? await endRuns(tx.client, workspaceId, automationId, "deactivated", now) : 0;
  const resumed = paused === "resume" ? await switchRuns(tx.client, workspaceId, automationId, "paused", "waiting") : 0;
  await notifyWork(tx.client, { worker: true, dates: true }, [{ w: workspaceId, t: "automation.changed", id: automationId, automationId }]);
  return { resumed, ended };
}

/** No new starts; waiting runs pause and keep their deadlines. Returns how many. */
export async function deactivateAutomation(
  tx: Tx,
  { clock }: AutomationContext,
  workspaceId: string,
  automationId: string,
): Promise<number> {
  const locked = await lockAutomation(tx.db, workspaceId, automationId);
  if (!locked) throw notFound("automation");
  if (locked.state !== "active") throw new Refusal("not_active", "It is not active.");
  await updateAutomation(tx.db, workspaceId, automationId, { state: "paused", updated_at: new Date(clock.now()) });
  await switchTriggers(tx.client, workspaceId, automationId, false);
  const paused = await switchRuns(tx.client, workspaceId, automationId, "waiting", "paused");
  await planAutomation(tx.client, workspaceId, automationId, clock.now());
  await notifyWork(tx.client, {}, [{ w: workspaceId, t: "automation.changed", id: automationId, automationId }]);
  return paused;
}

/** Ends the runs that were paused, without activating. */
export async function endPausedRuns(tx: Tx, { clock }: AutomationContext, workspaceId: string, automationId: string): Promise<number> {
  if (!(await lockAutomation(tx.db, workspaceId, automationId))) throw notFound("automation");
  return await endRuns(tx.client, workspaceId, automationId, "deactivated", clock.now());
}

/** Ends all its runs (reason `deleted`); their history goes with it. */
export async function deleteAutomation(tx: Tx, { clock }: AutomationContext, workspaceId: string, automationId: string): Promise<number> {
  if (!(await lockAutomation(tx.db, workspaceId, automationId))) throw notFound("automation");
  const ended = await endRuns(tx.client, workspaceId, automationId, "deleted", clock.now());
  await deleteRow(tx.db, workspaceId, automationId);
  await notifyWork(tx.client, {}, [{ w: workspaceId, t: "automation.changed", id: automationId, automationId }]);
  return ended;
}
