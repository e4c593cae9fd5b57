/** Activating, pausing and deleting automations, and what becomes of those inside. */
import type { Definition } from "../automation/definition.ts";
import { claimedPhrases } from "../automation/phrases.ts";
import { notFound, Refusal } from "../domain/refusal.ts";
import { findVersion, setTriggersActive, takenPhrases } from "../store/automation-versions.ts";
import { deleteAutomation, lockAutomation, updateAutomation } from "../store/automations.ts";
import { planAutomation } from "../store/date-planning.ts";
import { inTransaction, type Tx } from "../store/db.ts";
import { notifyWork } from "../store/notify.ts";
import { objectNames } from "../store/object-names.ts";
import { currentNames } from "../store/reference-names.ts";
import { endRuns, pauseRuns, resumeRuns } from "../store/runs.ts";
import type { AutomationContext } from "./automation-context.ts";
import { releaseFromCampaigns } from "./campaign-usage.ts";
import { refusePhraseTaken } from "./publish-automation.ts";
import { isRefused, validateAutomation } from "./validate-automation.ts";

export interface Activated {
  resumed: number;
  ended: number;
  definition: Definition;
}

/**
 * From now on it takes contacts. Paused runs wait on (`resume`; overdue ones fire at once) or end.
 *
 * @throws {Refusal} `not_activatable` with the problems, or `phrase_taken` with the phrase and who has it
 */
export async function activateAutomation(
  context: AutomationContext,
  workspaceId: string,
  automationId: string,
  paused: "resume" | "end",
): Promise<Activated> {
  const definition = await checkPublished(context, workspaceId, automationId);
  const work = inTransaction(context.pool, async ({ db, client }) => {
    const automation = await lockAutomation(db, workspaceId, automationId);
    if (!automation) throw notFound("automation");
    await setTriggersActive(db, workspaceId, automationId, true);
    const at = new Date(context.clock.now());
    await updateAutomation(db, workspaceId, automationId, {
      state: "active",
      ...(automation.state !== "active" && { activated_at: at }),
      updated_at: at,
    });
    await planAutomation(client, workspaceId, automationId, at.getTime());
    await changed({ db, client }, workspaceId, automationId);
  });
  await refusePhraseTaken(context.db, workspaceId, automationId, work);
  const resumed = paused === "resume" ? await resumeRuns(context.db, workspaceId, automationId) : 0;
  const ended = paused === "end" ? await endRuns(context.db, workspaceId, automationId, "deactivated", context.clock.now(), "paused") : 0;
  if (resumed > 0) await inTransaction(context.pool, ({ client }) => notifyWork(client, { worker: true }));
  return { resumed, ended, definition };
}

async function checkPublished(context: AutomationContext, workspaceId: string, automationId: string): Promise<Definition> {
  const { db, pool, registry, catalogs } = context;
  const automation = await lockAutomation(db, workspaceId, automationId);
  if (!automation) throw notFound("automation");
  const version =
    automation.published_version_id && (await findVersion(db, workspaceId, automationId, { id: automation.published_version_id }));
  if (!version) throw notActivatable("not_published", "Publish the automation first.");
  const catalog = (await catalogs.get(pool, [workspaceId])).get(workspaceId);
  const { document } = catalog ? currentNames(registry, version.document, version.references, objectNames(catalog)) : version;
  const { definition, problems } = await validateAutomation(context, workspaceId, document, automationId, "activate");
  if (definition) await refuseTaken(context, workspaceId, automationId, definition);
  if (!definition || isRefused(problems)) {
    const first = problems.find(({ severity }) => severity === "error");
    throw new Refusal("not_activatable", first?.message ?? "The automation has errors.", { problems });
  }
  return definition;
}

async function refuseTaken(
  { db, registry }: AutomationContext,
  workspaceId: string,
  automationId: string,
  definition: Definition,
): Promise<void> {
  const taken = await takenPhrases(db, workspaceId, automationId);
  for (const { phrase, triggerId } of claimedPhrases(registry, definition)) {
    const automation = taken.get(phrase);
    if (!automation) continue;
    const path = `triggers.${definition.triggers.findIndex(({ id }) => id === triggerId)}.config.phrases`;
    throw new Refusal("phrase_taken", `The phrase "${phrase}" starts the active automation "${automation.name}" already.`, {
      phrase,
      automation,
      path,
    });
  }
}

function notActivatable(code: string, message: string): Refusal {
  return new Refusal("not_activatable", message, { problems: [{ code, severity: "error", path: "", message }] });
}

async function changed({ client }: Pick<Tx, "client" | "db">, workspaceId: string, automationId: string): Promise<void> {
  await notifyWork(client, {}, [{ w: workspaceId, t: "automation.changed", id: automationId, automationId }]);
}

/** No new starts; runs inside stand still. Returns how many. */
export async function deactivateAutomation(context: AutomationContext, workspaceId: string, automationId: string): Promise<number> {
  await inTransaction(context.pool, async ({ db, client }) => {
    const automation = await lockAutomation(db, workspaceId, automationId);
    if (!automation) throw notFound("automation");
    if (automation.state !== "active") throw new Refusal("not_active", "The automation is not active.");
    const now = context.clock.now();
    await setTriggersActive(db, workspaceId, automationId, false);
    await updateAutomation(db, workspaceId, automationId, { state: "paused", updated_at: new Date(now) });
    await planAutomation(client, workspaceId, automationId, now);
    await changed({ db, client }, workspaceId, automationId);
  });
  return await pauseRuns(context.db, workspaceId, automationId);
}

/**
 * Ends all runs, then removes it for good; histories of its contacts stay. Returns how many runs ended.
 *
 * @throws {Refusal} `in_use`, naming the campaigns that still start it
 */
export async function removeAutomation(context: AutomationContext, workspaceId: string, automationId: string): Promise<number> {
  const now = context.clock.now();
  await inTransaction(context.pool, async ({ db, client }) => {
    const automation = await lockAutomation(db, workspaceId, automationId);
    if (!automation) throw notFound("automation");
    await releaseFromCampaigns({ client }, "automation", workspaceId, automation);
    // Before the runs end: no new one may begin behind them.
    await setTriggersActive(db, workspaceId, automationId, false);
    await updateAutomation(db, workspaceId, automationId, { state: "paused" });
    await changed({ db, client }, workspaceId, automationId);
  });
  const ended = await endRuns(context.db, workspaceId, automationId, "deleted", now);
  await inTransaction(context.pool, async ({ db, client }) => {
    await planAutomation(client, workspaceId, automationId, now);
    await deleteAutomation(db, workspaceId, automationId);
    await changed({ db, client }, workspaceId, automationId);
  });
  return ended;
}
