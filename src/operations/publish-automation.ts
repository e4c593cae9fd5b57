/** Making the draft a version. Those inside move to it at their next wake-up; where their step is gone they are woken now. */
import type { Definition } from "../automation/definition.ts";
import { claimedPhrases } from "../automation/phrases.ts";
import type { Problem } from "../automation/problems.ts";
import type { Registry } from "../automation/trigger.ts";
import { notFound, Refusal } from "../domain/refusal.ts";
import {
  findVersion,
  insertVersion,
  nextVersionNumber,
  replaceTriggers,
  type TriggerRow,
  takenPhrases,
} from "../store/automation-versions.ts";
import { listDocuments, lockAutomation, updateAutomation } from "../store/automations.ts";
import { planAutomation } from "../store/date-planning.ts";
import { type Db, inTransaction } from "../store/db.ts";
import { ensureHooks } from "../store/hooks.ts";
import { notifyWork } from "../store/notify.ts";
import { countActive, wakeRunsAt } from "../store/runs.ts";
import { categoryNames, insertCategories } from "../store/ticket-write.ts";
import { violatedIndex } from "../store/unique-violation.ts";
import type { AutomationContext } from "./automation-context.ts";
import { collectReferences, namesOf } from "./document-references.ts";
import { successorsOf } from "./successors.ts";
import { isRefused, validateAutomation } from "./validate-automation.ts";

export interface PublishOptions {
  publishedBy: string | null;
  /** The draft that was looked at; another one is refused. */
  draftRevision?: number | undefined;
}

export interface Published {
  versionId: string;
  number: number;
  problems: Problem[];
  movedRuns: number;
  wokenRuns: number;
}

/** @throws {Refusal} `not_publishable` with the problems, `draft_changed`, or `phrase_taken` where the automation is active */
export async function publishAutomation(
  context: AutomationContext,
  workspaceId: string,
  automationId: string,
  options: PublishOptions,
): Promise<Published> {
  const { registry, clock, secrets } = context;
  const seen = await lockedDraft(context.db, workspaceId, automationId, options.draftRevision);
  const { definition, problems } = await validateAutomation(
    context,
    workspaceId,
    seen.draft,
    automationId,
    seen.state === "active" ? "activate" : "publish",
  );
  if (!definition || isRefused(problems)) throw new Refusal("not_publishable", sentence(problems), { problems });

  return await inTransaction(context.pool, async ({ db, client }) => {
    const automation = await lockedDraft(db, workspaceId, automationId, seen.draft_revision);
    const now = clock.now();
    const previous =
      automation.published_version_id === null
        ? null
        : ((await findVersion(db, workspaceId, automationId, { id: automation.published_version_id })) ?? null);
    const catalog = (await context.catalogs.get(client, [workspaceId])).get(workspaceId);
    if (!catalog) throw notFound("workspace");
    await insertCategories(
      client,
      namesOf(registry, automation.draft, "ticket_category").map((name) => ({ workspaceId, name })),
    );
    const categoryName = await categoryNames(client, workspaceId);
    const automations = new Map((await listDocuments(db, workspaceId)).map(({ name, id }) => [name, id]));
    const successors = successorsOf(previous, automation.draft);
    const number = await nextVersionNumber(db, workspaceId, automationId);
    const versionId = await insertVersion(db, workspaceId, automationId, {
      number,
      document: automation.draft,
      references: collectReferences(registry, automation.draft, { ...catalog, categoryName }, automations),
      successors,
      publishedBy: options.publishedBy,
      now,
    });
    await refusePhraseTaken(
      context.db,
      workspaceId,
      automationId,
      replaceTriggers(db, workspaceId, automationId, triggerRows(registry, definition), automation.state === "active"),
    );
    await ensureHooks(
      db,
      secrets,
      workspaceId,
      automationId,
      definition.triggers.filter(({ type }) => registry.triggers[type]?.hasAddress).map(({ id }) => id),
      now,
    );
    await updateAutomation(db, workspaceId, automationId, { published_version_id: versionId, updated_at: new Date(now) });
    await planAutomation(client, workspaceId, automationId, now);
    const movedRuns = await countActive(db, workspaceId, automationId);
    const wokenRuns = await wakeRunsAt(db, workspaceId, automationId, Object.keys(successors), now);
    await notifyWork(client, { worker: wokenRuns > 0 }, [{ w: workspaceId, t: "automation.changed", id: automationId, automationId }]);
    return { versionId, number, problems, movedRuns, wokenRuns };
  });
}

async function lockedDraft(db: Db, workspaceId: string, automationId: string, draftRevision: number | undefined) {
  const automation = await lockAutomation(db, workspaceId, automationId);
  if (!automation) throw notFound("automation");
  if (draftRevision !== undefined && automation.draft_revision !== draftRevision) {
    throw new Refusal("draft_changed", "The draft was changed meanwhile: look at it again.", {
      draftRevision: automation.draft_revision,
      draft: automation.draft,
      savedBy: null,
    });
  }
  return automation;
}

function sentence(problems: Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error");
  return errors.length === 1 ? (errors[0] as Problem).message : `${errors.length} errors, the first: ${errors[0]?.message ?? ""}`;
}

/** One row per exact phrase; a trigger without any has one with an empty phrase. */
function triggerRows(registry: Registry, definition: Definition): TriggerRow[] {
  const phrases = claimedPhrases(registry, definition);
  return definition.triggers.flatMap(({ id, type }) => {
    const own = phrases.filter(({ triggerId }) => triggerId === id).map(({ phrase }) => ({ trigger_id: id, type, phrase }));
    return own.length > 0 ? own : [{ trigger_id: id, type, phrase: "" }];
  });
}

/** PostgreSQL has the last word on phrases, whoever activates at the same time; ours is to say who has it. */
export async function refusePhraseTaken<T>(db: Db, workspaceId: string, automationId: string, work: Promise<T>): Promise<T> {
  return await work.catch(async (error: unknown) => {
    if (violatedIndex(error) !== "automation_trigger_phrase") throw error;
    throw await phraseTaken(db, workspaceId, automationId, error);
  });
}

/** The first of its phrases that another active automation has. */
export async function phraseTaken(db: Db, workspaceId: string, automationId: string, cause?: unknown): Promise<Refusal> {
  const taken = await takenPhrases(db, workspaceId, automationId);
  const detail = (cause as { detail?: string } | undefined)?.detail ?? "";
  const [phrase, automation] = [...taken].find(([candidate]) => detail.includes(`, ${candidate})`)) ??
    [...taken][0] ?? ["", { id: automationId, name: "" }];
  return new Refusal(
    "phrase_taken",
    `The phrase "${phrase}" starts the active automation "${automation.name}" already.`,
    { phrase, automation },
    { cause },
  );
}
