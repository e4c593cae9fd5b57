import { documentJsonSchema } from "../../automation/json-schema.ts";
import type { DraftDocument } from "../../contract/document.ts";
import type { JsonObject } from "../../domain/json.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { activateAutomation, deactivateAutomation, removeAutomation } from "../../operations/activate-automation.ts";
import { publishAutomation } from "../../operations/publish-automation.ts";
import { publishChanges } from "../../operations/publish-changes.ts";
import { joinedLists, startPaced } from "../../operations/start-automation.ts";
import { validateAutomation } from "../../operations/validate-automation.ts";
import { findVersion, listVersions, nextVersionNumber } from "../../store/automation-versions.ts";
import { matchingIds } from "../../store/contacts.ts";
import { inTransaction } from "../../store/db.ts";
import { objectNames } from "../../store/object-names.ts";
import { currentNames } from "../../store/reference-names.ts";
import { countActive, waitingBySteps } from "../../store/runs.ts";
import { type Context, catalogOf, contactScopeOf, visibleContacts } from "../contact-access.ts";
import { api } from "../procedures.ts";
import { mustFindAutomation, readAutomation } from "./automations.ts";

/** Starts of one request; larger audiences are campaigns. */
const MAX_STARTS = 100_000;
/** People who are on a list already start at this pace. */
const MEMBERS_PER_MINUTE = 600;

interface VersionSummary {
  id: string;
  number: number;
  document: JsonObject;
  publishedBy: string | null;
  createdAt: Date;
}

function presentVersion(row: VersionSummary, live: boolean) {
  const steps = row.document["steps"];
  return {
    id: row.id,
    number: row.number,
    publishedBy: row.publishedBy,
    createdAt: row.createdAt.toISOString(),
    steps: Array.isArray(steps) ? steps.length : 0,
    live,
  };
}

async function versionsOf(context: Context, automationId: string) {
  const { published_version_id } = await mustFindAutomation(context, automationId);
  const rows = await listVersions(context.app.db, context.caller.workspaceId, automationId);
  return rows.map((row) => ({ row, version: presentVersion(row, row.id === published_version_id) }));
}

async function startMany(
  context: Context,
  automationId: string,
  triggerId: string | undefined,
  ids: string[],
  perMinute: number,
  vars?: JsonObject,
): Promise<void> {
  const { app, caller } = context;
  await inTransaction(app.pool, ({ client }) =>
    startPaced(client, caller.workspaceId, { automationId, triggerId, vars }, ids, { perMinute, now: app.clock.now() }),
  );
}

/** Contacts on any of these lists. */
async function membersOf(context: Context, lists: string[]): Promise<string[]> {
  const filter = { field: "contact.lists", op: "has_any", value: lists };
  return await matchingIds(context.app.db, await contactScopeOf(context), { filter }, MAX_STARTS);
}

export const automationLifecycle = {
  validate: api.automations.validate.handler(async ({ context: { app, caller }, input }) => ({
    problems: (await validateAutomation(app, caller.workspaceId, input.document, input.automationId ?? null, input.purpose)).problems,
  })),

  previewPublish: api.automations.previewPublish.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const automation = await mustFindAutomation(context, input.id);
    const purpose = automation.state === "active" ? "activate" : "publish";
    const [{ problems }, waiting, waitingRuns, nextVersion] = await Promise.all([
      validateAutomation(app, caller.workspaceId, automation.draft, automation.id, purpose),
      waitingBySteps(app.db, caller.workspaceId, automation.id),
      countActive(app.db, caller.workspaceId, automation.id),
      nextVersionNumber(app.db, caller.workspaceId, automation.id),
    ]);
    return { problems, changes: publishChanges(automation.published_document, automation.draft, waiting), waitingRuns, nextVersion };
  }),

  publish: api.automations.publish.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const published = await publishAutomation(app, caller.workspaceId, input.id, {
      publishedBy: caller.memberId,
      draftRevision: input.draftRevision,
    });
    const version = (await versionsOf(context, input.id)).find(({ row }) => row.id === published.versionId)?.version;
    if (!version) throw notFound("version");
    return { version, problems: published.problems, movedRuns: published.movedRuns, wokenRuns: published.wokenRuns };
  }),

  versions: api.automations.versions.handler(async ({ context, input }) => ({
    items: (await versionsOf(context, input.id)).map(({ version }) => version),
  })),

  version: api.automations.version.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const version = (await versionsOf(context, input.id)).find(({ row }) => row.number === input.number)?.version;
    const stored = await findVersion(app.db, caller.workspaceId, input.id, { number: input.number });
    if (!version || !stored) throw notFound("version");
    const { document } = currentNames(app.registry, stored.document, stored.references, objectNames(await catalogOf(context)));
    return { ...version, document: document as unknown as DraftDocument };
  }),

  activate: api.automations.activate.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { resumed, ended, definition } = await activateAutomation(app, caller.workspaceId, input.id, input.paused);
    let starting = 0;
    for (const { triggerId, lists } of input.startCurrentMembers ? joinedLists(definition) : []) {
      const ids = await membersOf(context, lists);
      await startMany(context, input.id, triggerId, ids, MEMBERS_PER_MINUTE);
      starting += ids.length;
    }
    return { automation: await readAutomation(context, input.id), resumed, ended, starting };
  }),

  deactivate: api.automations.deactivate.handler(async ({ context, input }) => {
    const paused = await deactivateAutomation(context.app, context.caller.workspaceId, input.id);
    return { automation: await readAutomation(context, input.id), paused };
  }),

  delete: api.automations.delete.handler(async ({ context, input }) => ({
    ended: await removeAutomation(context.app, context.caller.workspaceId, input.id),
  })),

  start: api.automations.start.handler(async ({ context, input }) => {
    const automation = await mustFindAutomation(context, input.id);
    if (automation.state !== "active") throw new Refusal("not_active", "Activate the automation first.");
    const named = input.contactIds ? await visibleContacts(context, input.contactIds) : [];
    const listed = input.lists?.length ? await membersOf(context, input.lists) : [];
    const found = input.filter
      ? await matchingIds(context.app.db, await contactScopeOf(context), { filter: input.filter }, MAX_STARTS)
      : [];
    const ids = [...new Set([...named, ...listed, ...found])];
    await startMany(context, input.id, input.triggerId, ids, input.perMinute, input.vars);
    return { starting: ids.length };
  }),

  schema: api.automations.schema.handler(({ context: { app } }) => documentJsonSchema(app.registry)),
};
