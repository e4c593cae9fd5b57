import { notFound, Refusal } from "../../domain/refusal.ts";
import { workspaceSettings } from "../../domain/workspace-settings.ts";
import { createWorkspace } from "../../operations/create-workspace.ts";
import { updateWorkspaceSettings } from "../../operations/update-workspace.ts";
import { listAudit } from "../../store/audit.ts";
import { inTransaction } from "../../store/db.ts";
import { deleteWorkspace, findWorkspace } from "../../store/workspaces.ts";
import type { AppContext } from "../context.ts";
import { api } from "../procedures.ts";

async function present(app: AppContext, workspaceId: string) {
  const row = await findWorkspace(app.db, workspaceId);
  if (!row) throw notFound("workspace");
  const settings = workspaceSettings(row.settings);
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    settings: {
      ...settings,
      defaultCountry: settings.defaultCountry ?? null,
      workingHours: settings.workingHours ?? null,
      quietHours: settings.quietHours ?? null,
      marketingCap: settings.marketingCap ?? null,
      messagePrices: settings.messagePrices ?? null,
      retentionDays: settings.retentionDays ?? null,
      branding: { colour: settings.branding.colour ?? null, logoMediaId: settings.branding.logoMediaId ?? null },
    },
  };
}

export const workspaces = {
  get: api.workspaces.get.handler(({ context: { app, caller } }) => present(app, caller.workspaceId)),

  update: api.workspaces.update.handler(async ({ context: { app, caller }, input }) => {
    await inTransaction(app.pool, (tx) => updateWorkspaceSettings(tx, caller.workspaceId, input, app.clock.now()));
    return await present(app, caller.workspaceId);
  }),

  create: api.workspaces.create.handler(async ({ context: { app, session }, input }) => {
    const created = await inTransaction(app.pool, (tx) =>
      createWorkspace(tx, app.secrets, input, { userId: session.user.id }, app.clock.now()),
    );
    return await present(app, created.workspaceId);
  }),

  delete: api.workspaces.delete.handler(async ({ context: { app, caller }, input }) => {
    const workspace = input.id === caller.workspaceId ? await findWorkspace(app.db, input.id) : undefined;
    if (!workspace) throw notFound("workspace");
    if (input.confirmName !== workspace.name) throw new Refusal("conflict", "Write the workspace's name to confirm.");
    await inTransaction(app.pool, ({ db }) => deleteWorkspace(db, workspace.id));
    return { ok: true as const };
  }),

  audit: api.workspaces.audit.handler(({ context: { app, caller }, input }) => listAudit(app.db, caller.workspaceId, input)),
};
