import { objectUsage, refuseIfUsed } from "../../operations/object-references.ts";
import { changeAgent, createAgent, mustFindAgent, placeTestCall } from "../../operations/voice/save-agent.ts";
import { listCalls } from "../../store/call-history.ts";
import { inTransaction } from "../../store/db.ts";
import { notifyWork } from "../../store/notify.ts";
import { deleteVoiceAgent, listVoiceAgents, type VoiceAgent } from "../../store/voice-agents.ts";
import type { AppContext, Caller } from "../context.ts";
import { refuseTakenName } from "../name-taken.ts";
import { api } from "../procedures.ts";

interface Context {
  app: AppContext;
  caller: Caller;
}

function present({ createdAt, updatedAt, ...agent }: VoiceAgent) {
  return { ...agent, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

async function shown({ app, caller }: Context, id: string) {
  return present(await mustFindAgent(app, caller.workspaceId, id));
}

async function announce({ app, caller }: Context): Promise<void> {
  await notifyWork(app.pool, {}, [{ w: caller.workspaceId, t: "objects.changed" }]);
}

export const voiceAgents = {
  list: api.voiceAgents.list.handler(async ({ context: { app, caller } }) => ({
    items: (await listVoiceAgents(app.db, caller.workspaceId)).map(present),
  })),

  get: api.voiceAgents.get.handler(({ context, input }) => shown(context, input.id)),

  create: api.voiceAgents.create.handler(async ({ context, input }) => {
    const id = await refuseTakenName(input.name, createAgent(context.app, context.caller.workspaceId, input));
    await announce(context);
    return await shown(context, id);
  }),

  update: api.voiceAgents.update.handler(async ({ context, input: { id, name, connectionId, script } }) => {
    const change = { ...(name !== undefined && { name }), ...(connectionId !== undefined && { connectionId }), ...(script && { script }) };
    await refuseTakenName(name ?? "", changeAgent(context.app, context.caller.workspaceId, id, change));
    await announce(context);
    return await shown(context, id);
  }),

  usage: api.voiceAgents.usage.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { id, name } = await mustFindAgent(app, caller.workspaceId, input.id);
    return { items: await objectUsage(app.db, app.registry, caller.workspaceId, { kind: "voice_agent", id, name }) };
  }),

  delete: api.voiceAgents.delete.handler(async ({ context, input: { id, force } }) => {
    const { app, caller } = context;
    const { name } = await mustFindAgent(app, caller.workspaceId, id);
    if (!force) await refuseIfUsed(app.db, app.registry, caller.workspaceId, { kind: "voice_agent", id, name });
    await inTransaction(app.pool, ({ db }) => deleteVoiceAgent(db, caller.workspaceId, id));
    await announce(context);
    return { ok: true as const };
  }),

  testCall: api.voiceAgents.testCall.handler(async ({ context: { app, caller }, input }) => ({
    callId: await placeTestCall(app, caller.workspaceId, input.id, input.phone),
  })),
};

export const calls = {
  list: api.calls.list.handler(({ context: { app, caller }, input }) =>
    listCalls(app.db, caller.workspaceId, { ...input, onlyAssignedTo: caller.onlyAssignedTo }),
  ),
};
