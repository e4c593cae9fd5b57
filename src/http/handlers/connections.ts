import { connectionUsage, refuseIfConnectionUsed } from "../../operations/connection-usage.ts";
import { CONNECTION_KINDS } from "../../operations/connections/kinds.ts";
import {
  type ConnectionContext,
  changeConnection,
  createConnection,
  mustFindConnection,
  tryConnection,
  webhookUrlOf,
} from "../../operations/connections/save-connection.ts";
import type { Usage } from "../../operations/object-references.ts";
import { deleteConnection, listConnections, revokeConnection, type StoredConnection } from "../../store/connections.ts";
import { inTransaction } from "../../store/db.ts";
import { notifyWork } from "../../store/notify.ts";
import { touchWorkspace } from "../../store/revision.ts";
import type { AppContext, Caller } from "../context.ts";
import { refuseTakenName } from "../name-taken.ts";
import { api } from "../procedures.ts";

interface Context {
  app: AppContext;
  caller: Caller;
}

function part({ app }: Context): ConnectionContext {
  const { pool, clock, secrets, http, registry, config } = app;
  return { pool, clock, secrets, http, registry, publicUrl: config.publicUrl };
}

function present({ app }: Context, { workspaceId: _, secrets, checkedAt, createdAt, ...row }: StoredConnection, usedBy: Usage[] = []) {
  return {
    ...row,
    usedBy,
    secrets: Object.keys(secrets),
    checkedAt: checkedAt === null ? null : new Date(checkedAt).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    webhookUrl: webhookUrlOf(app.config.publicUrl, row.kind, row.id),
  };
}

async function shown(context: Context, id: string) {
  const { app, caller } = context;
  const row = await mustFindConnection(part(context), caller.workspaceId, id);
  return present(context, row, (await connectionUsage(app, caller.workspaceId, [row])).get(id));
}

/** Told to everyone who looks at objects. */
async function announce({ app, caller }: Context): Promise<void> {
  await notifyWork(app.pool, {}, [{ w: caller.workspaceId, t: "objects.changed" }]);
}

export const connections = {
  kinds: api.connections.kinds.handler(async ({ context: { app } }) => ({
    items: Object.entries(CONNECTION_KINDS).map(([kind, { title, fields, webhookPath, check }]) => ({
      kind,
      title,
      fields: fields.map(({ name, label, secret, optional, choices, help }) => ({
        name,
        label,
        secret: secret ?? false,
        required: !optional,
        choices: choices ?? null,
        help: help ?? null,
      })),
      webhookUrl: webhookPath === undefined ? null : `${app.config.publicUrl}${webhookPath}`,
      checkable: check !== undefined,
    })),
  })),

  list: api.connections.list.handler(async ({ context }) => {
    const { app, caller } = context;
    const rows = await listConnections(app.pool, app.secrets, caller.workspaceId);
    const usage = await connectionUsage(app, caller.workspaceId, rows);
    return { items: rows.map((row) => present(context, row, usage.get(row.id))) };
  }),

  get: api.connections.get.handler(({ context, input }) => shown(context, input.id)),

  create: api.connections.create.handler(async ({ context, input }) => {
    const id = await refuseTakenName(input.name, createConnection(part(context), context.caller.workspaceId, input));
    await announce(context);
    return await shown(context, id);
  }),

  update: api.connections.update.handler(async ({ context, input: { id, ...input } }) => {
    await refuseTakenName(input.name ?? "", changeConnection(part(context), context.caller.workspaceId, id, input));
    await announce(context);
    return await shown(context, id);
  }),

  check: api.connections.check.handler(async ({ context, input }) => {
    await tryConnection(part(context), context.caller.workspaceId, input.id);
    return await shown(context, input.id);
  }),

  revoke: api.connections.revoke.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFindConnection(part(context), caller.workspaceId, input.id);
    if (!input.force) await refuseIfConnectionUsed(app, caller.workspaceId, row);
    await inTransaction(app.pool, ({ client }) => revokeConnection(client, caller.workspaceId, input.id));
    await announce(context);
    return await shown(context, input.id);
  }),

  delete: api.connections.delete.handler(async ({ context, input: { id, force } }) => {
    const { app, caller } = context;
    const row = await mustFindConnection(part(context), caller.workspaceId, id);
    if (!force) await refuseIfConnectionUsed(app, caller.workspaceId, row);
    await inTransaction(app.pool, async ({ client, db }) => {
      await deleteConnection(client, caller.workspaceId, id);
      await touchWorkspace(db, caller.workspaceId);
    });
    await announce(context);
    return { ok: true as const };
  }),
};
