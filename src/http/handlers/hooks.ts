import type { JsonObject } from "../../domain/json.ts";
import { normalizePhone } from "../../domain/phone.ts";
import { notFound } from "../../domain/refusal.ts";
import { mappingOf } from "../../operations/call-hook.ts";
import { readPayload } from "../../operations/hook-payload.ts";
import { ensureHooks, findHook, type HookRow, listHookCalls, listHooks, rotateHookSecret } from "../../store/hooks.ts";
import { type Context, catalogOf } from "../contact-access.ts";
import { api } from "../procedures.ts";
import { mustFindAutomation } from "./automations.ts";

function present({ app }: Context, row: HookRow) {
  const { publicUrl } = app.config;
  const triggers = ((row.document ?? row.draft)["triggers"] ?? []) as unknown as { id: string; config?: { platform?: string } }[];
  return {
    id: row.id,
    url: `${publicUrl}/hooks/${row.id}`,
    bulkUrl: `${publicUrl}/hooks/${row.id}/bulk`,
    compatibleUrl: `${publicUrl}/wh/ap/${row.id}/`,
    automation: { id: row.automation_id, name: row.automation_name },
    triggerId: row.trigger_id,
    platform: triggers.find(({ id }) => id === row.trigger_id)?.config?.platform ?? null,
    active: row.automation_state === "active",
    mapping: (mappingOf(row) ?? null) as JsonObject | null,
    lastCallAt: row.last_call_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}

async function mustFind({ app, caller }: Context, id: string): Promise<HookRow> {
  const row = await findHook(app.db, caller.workspaceId, id);
  if (!row) throw notFound("hook");
  return row;
}

export const hooks = {
  list: api.hooks.list.handler(async ({ context, input }) => {
    const rows = await listHooks(context.app.db, context.caller.workspaceId, input.automationId ?? null);
    return { items: rows.map((row) => present(context, row)) };
  }),

  ensure: api.hooks.ensure.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindAutomation(context, input.automationId);
    await ensureHooks(app.db, app.secrets, caller.workspaceId, input.automationId, [input.triggerId], app.clock.now());
    const row = (await listHooks(app.db, caller.workspaceId, input.automationId)).find(({ trigger_id }) => trigger_id === input.triggerId);
    if (!row) throw notFound("hook");
    return present(context, row);
  }),

  get: api.hooks.get.handler(async ({ context, input }) => present(context, await mustFind(context, input.id))),

  secret: api.hooks.secret.handler(async ({ context, input }) => ({
    secret: context.app.secrets.decrypt((await mustFind(context, input.id)).secret),
  })),

  rotateSecret: api.hooks.rotateSecret.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFind(context, input.id);
    return { secret: await rotateHookSecret(app.db, app.secrets, caller.workspaceId, input.id) };
  }),

  calls: api.hooks.calls.handler(async ({ context, input }) => {
    await mustFind(context, input.id);
    return { items: await listHookCalls(context.app.db, context.caller.workspaceId, input.id) };
  }),

  tryMapping: api.hooks.tryMapping.handler(async ({ context, input }) => {
    const { snapshot } = await catalogOf(context);
    const contact = readPayload(input.payload, input.mapping, snapshot);
    const phone = normalizePhone(contact.phone, snapshot.defaultCountry);
    const problems = phone === null ? [`"${contact.phone}" is not a phone number.`] : [];
    return { contact: JSON.parse(JSON.stringify({ ...contact, phone: phone ?? contact.phone })) as JsonObject, problems };
  }),
};
