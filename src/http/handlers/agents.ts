import { resolvePeriod } from "../../domain/period.ts";
import { notFound } from "../../domain/refusal.ts";
import { objectUsage, refuseIfUsed, renameInDrafts } from "../../operations/object-references.ts";
import { deleteAgent, findAgent, insertAgent, listAgents, type StoredAgent, updateAgent } from "../../store/ai-agents.ts";
import { agentUsage, listTurns, turnOfMessage } from "../../store/ai-turn-log.ts";
import { findConnection } from "../../store/connections.ts";
import { inTransaction } from "../../store/db.ts";
import { notifyWork } from "../../store/notify.ts";
import { touchWorkspace } from "../../store/revision.ts";
import { type Context, catalogOf } from "../contact-access.ts";
import { refuseTakenName } from "../name-taken.ts";
import { api } from "../procedures.ts";

export async function mustFindAgent({ app, caller }: Context, id: string): Promise<StoredAgent> {
  const agent = await findAgent(app.pool, caller.workspaceId, id);
  if (!agent) throw notFound("agent");
  return agent;
}

function present({ workspaceId: _, createdAt, updatedAt, ...agent }: StoredAgent) {
  return { ...agent, createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() };
}

/** What it is set to must be there, and the workspace's own. */
async function checkConnections({ app, caller }: Context, { connectionId, tools }: StoredAgent["settings"]): Promise<void> {
  const wanted = [
    ...(connectionId === null ? [] : [{ id: connectionId, kind: "ai" }]),
    ...tools.webhooks.flatMap((hook) => (hook.connectionId === null ? [] : [{ id: hook.connectionId, kind: "http" }])),
  ];
  for (const { id, kind } of wanted) {
    const connection = await findConnection(app.pool, app.secrets, caller.workspaceId, { id });
    if (connection?.kind !== kind) throw notFound("connection");
  }
}

async function announce({ app, caller }: Context): Promise<void> {
  await notifyWork(app.pool, {}, [{ w: caller.workspaceId, t: "objects.changed" }]);
}

export const agentObjects = {
  list: api.agents.list.handler(async ({ context: { app, caller } }) => ({
    items: (await listAgents(app.pool, caller.workspaceId)).map(present),
  })),

  get: api.agents.get.handler(async ({ context, input }) => present(await mustFindAgent(context, input.id))),

  create: api.agents.create.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await checkConnections(context, input.settings);
    const id = await refuseTakenName(
      input.name,
      inTransaction(app.pool, async ({ client, db }) => {
        await touchWorkspace(db, caller.workspaceId);
        return await insertAgent(client, caller.workspaceId, input, app.clock.now());
      }),
    );
    await announce(context);
    return present(await mustFindAgent(context, id));
  }),

  update: api.agents.update.handler(async ({ context, input: { id, ...input } }) => {
    const { app, caller } = context;
    const known = await mustFindAgent(context, id);
    if (input.settings) await checkConnections(context, input.settings);
    const next = {
      name: input.name ?? known.name,
      isDefault: input.isDefault ?? known.isDefault,
      settings: input.settings ?? known.settings,
    };
    await refuseTakenName(
      next.name,
      inTransaction(app.pool, async ({ client, db }) => {
        await updateAgent(client, caller.workspaceId, id, next, app.clock.now());
        await renameInDrafts(db, app.registry, caller.workspaceId, { kind: "agent", id, name: known.name }, next.name);
        await touchWorkspace(db, caller.workspaceId);
      }),
    );
    await announce(context);
    return present(await mustFindAgent(context, id));
  }),

  automations: api.agents.automations.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { id, name } = await mustFindAgent(context, input.id);
    return { items: await objectUsage(app.db, app.registry, caller.workspaceId, { kind: "agent", id, name }) };
  }),

  delete: api.agents.delete.handler(async ({ context, input: { id, force } }) => {
    const { app, caller } = context;
    const { name } = await mustFindAgent(context, id);
    if (!force) await refuseIfUsed(app.db, app.registry, caller.workspaceId, { kind: "agent", id, name });
    await inTransaction(app.pool, async ({ client, db }) => {
      await deleteAgent(client, caller.workspaceId, id);
      await touchWorkspace(db, caller.workspaceId);
    });
    await announce(context);
    return { ok: true as const };
  }),

  turns: api.agents.turns.handler(async ({ context, input: { id, ...query } }) => {
    const { app, caller } = context;
    await mustFindAgent(context, id);
    return await listTurns(app.db, caller.workspaceId, { ...query, agentId: id, onlyAssignedTo: caller.onlyAssignedTo });
  }),

  turnOfMessage: api.agents.turnOfMessage.handler(async ({ context: { app, caller }, input }) => ({
    turn: await turnOfMessage(app.db, caller.workspaceId, input.messageId, caller.onlyAssignedTo),
  })),

  usage: api.agents.usage.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { timeZone } = (await catalogOf(context)).snapshot;
    const period = resolvePeriod(input, app.clock.now(), timeZone);
    return { ...period, agents: await agentUsage(app.db, caller.workspaceId, period, timeZone) };
  }),
};
