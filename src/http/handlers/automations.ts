import type { DraftDocument } from "../../contract/document.ts";
import type { JsonObject } from "../../domain/json.ts";
import { resolvePeriod } from "../../domain/period.ts";
import { notFound } from "../../domain/refusal.ts";
import { createAutomation, saveAutomationDraft } from "../../operations/save-automation.ts";
import { automationTotals } from "../../store/automation-counts.ts";
import { findVersion } from "../../store/automation-versions.ts";
import {
  type AutomationRow,
  findAutomation,
  listAutomations,
  listFolders,
  renameFolder,
  setFavourite,
  updateAutomation,
} from "../../store/automations.ts";
import { type Context, catalogOf } from "../contact-access.ts";
import { api } from "../procedures.ts";

export async function mustFindAutomation({ app, caller }: Context, id: string): Promise<AutomationRow> {
  const row = await findAutomation(app.db, caller.workspaceId, id, caller.memberId);
  if (!row) throw notFound("automation");
  return row;
}

function summary(row: AutomationRow) {
  const { triggers = [], steps = [] } = row.draft as { triggers?: { type: string }[]; steps?: unknown[] };
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    state: row.state,
    folder: row.folder,
    favourite: row.favourite,
    triggerTypes: [...new Set(triggers.map(({ type }) => type))],
    steps: steps.length,
    publishedVersion: row.published_number,
    changed: row.published_document === null || !samePlan(row.draft, row.published_document),
    stoppedTemplates: row.stopped_templates,
    activatedAt: row.activated_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Where things lie on the canvas is no change. */
function samePlan(a: JsonObject, b: JsonObject): boolean {
  const plan = (document: JsonObject) =>
    JSON.stringify(document, (key, value: unknown) => (key === "position" || key === "canvas" ? undefined : sorted(value)));
  return plan(a) === plan(b);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function presentAutomation(row: AutomationRow) {
  return {
    ...summary(row),
    draft: row.draft as unknown as DraftDocument,
    draftRevision: row.draft_revision,
    draftSavedBy: row.draft_saved_by,
    publishedVersionId: row.published_version_id,
  };
}

export async function readAutomation(context: Context, id: string) {
  return presentAutomation(await mustFindAutomation(context, id));
}

export const automationObjects = {
  list: api.automations.list.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { snapshot } = await catalogOf(context);
    const period = resolvePeriod({}, app.clock.now(), snapshot.timeZone, input.days);
    const [rows, totals] = await Promise.all([
      listAutomations(app.db, caller.workspaceId, caller.memberId, input),
      automationTotals(app.db, caller.workspaceId, period),
    ]);
    const wanted = input.favourite === undefined ? rows : rows.filter((row) => row.favourite === input.favourite);
    return {
      items: wanted.map((row) => {
        const { started = 0, errors = 0, active = 0 } = totals.get(row.id) ?? {};
        return { ...summary(row), started, errors, active };
      }),
    };
  }),

  get: api.automations.get.handler(({ context, input }) => readAutomation(context, input.id)),

  create: api.automations.create.handler(async ({ context, input }) => {
    const id = await createAutomation(context.app, context.caller.workspaceId, input.draft as unknown as JsonObject, input.folder);
    return await readAutomation(context, id);
  }),

  saveDraft: api.automations.saveDraft.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const request = { draft: input.draft as unknown as JsonObject, draftRevision: input.draftRevision, savedBy: caller.memberId };
    const draftRevision = await saveAutomationDraft(app, caller.workspaceId, input.id, request);
    const { changed, updatedAt } = await readAutomation(context, input.id);
    return { draftRevision, changed, updatedAt };
  }),

  update: api.automations.update.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindAutomation(context, input.id);
    if (input.folder !== undefined) await updateAutomation(app.db, caller.workspaceId, input.id, { folder: input.folder || null });
    if (input.favourite !== undefined && caller.memberId !== null)
      await setFavourite(app.db, caller.workspaceId, caller.memberId, input.id, input.favourite);
    return await readAutomation(context, input.id);
  }),

  restore: api.automations.restore.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { name } = await mustFindAutomation(context, input.id);
    const version = await findVersion(app.db, caller.workspaceId, input.id, { number: input.number });
    if (!version) throw notFound("version");
    await saveAutomationDraft(app, caller.workspaceId, input.id, {
      draft: { ...version.document, name },
      draftRevision: null,
      savedBy: caller.memberId,
    });
    return await readAutomation(context, input.id);
  }),

  folders: api.automations.folders.handler(async ({ context: { app, caller } }) => ({
    items: await listFolders(app.db, caller.workspaceId),
  })),

  renameFolder: api.automations.renameFolder.handler(async ({ context: { app, caller }, input }) => {
    await renameFolder(app.db, caller.workspaceId, input.name, input.to || null);
    return { ok: true as const };
  }),
};
