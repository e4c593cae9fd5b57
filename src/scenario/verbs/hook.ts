import { z } from "zod";
import { notFound } from "../../domain/refusal.ts";
import { listHooks } from "../../store/hooks.ts";
import { findAutomation } from "../../store/scenario/read.ts";
import { defineVerb } from "../verb.ts";

const body = z.json();

/** Calls an integration trigger's own address: the named one, else the automation's first. */
export const verb = defineVerb({
  verb: "hook",
  input: z
    .strictObject({
      automation: z.string(),
      trigger: z.string().optional(),
      body: body.optional(),
      bulk: z.array(body).optional(),
      secret: z.string().optional(),
      idempotencyKey: z.coerce.string().optional(),
    })
    .refine((value) => (value.body === undefined) !== (value.bulk === undefined), { error: "give body or bulk" }),
  async run({ automation: name, trigger, body: single, bulk, secret, idempotencyKey }, { world, script }) {
    const automation = await findAutomation(world, name);
    if (!automation) throw notFound(`automation "${name}"`);
    const hooks = await listHooks(world.db, world.workspaceId, automation.id);
    const hook = hooks.find((one) => trigger === undefined || one.trigger_id === trigger);
    if (!hook) throw notFound(`integration start step ${trigger ?? ""} of "${name}"`);
    script.answer = await world.web.post(`/hooks/${hook.id}${bulk ? "/bulk" : ""}`, JSON.stringify(bulk ?? single), {
      "content-type": "application/json",
      authorization: `Bearer ${secret ?? world.secrets.decrypt(hook.secret)}`,
      ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
    });
  },
});
