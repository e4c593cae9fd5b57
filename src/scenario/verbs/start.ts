import { z } from "zod";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { startForContacts } from "../../operations/start-automation.ts";
import { findAutomation } from "../../store/scenario/read.ts";
import { transaction } from "../../store/transaction.ts";
import { contactIdOf } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";

/** By hand, for one contact. */
export const verb = defineVerb({
  verb: "start",
  input: z.strictObject({
    automation: z.string(),
    contact: person,
    trigger: z.string().optional(),
    vars: z.record(z.string(), z.json()).optional(),
    /** What the trigger would have brought: `{ order: … }`. */
    context: z.record(z.string(), z.json()).optional(),
  }),
  async run({ automation: name, contact, trigger, vars, context }, { world }) {
    const automation = await findAutomation(world, name);
    if (!automation) throw notFound(`automation "${name}"`);
    if (automation.state !== "active") throw new Refusal("not_active", "Activate the automation first.");
    const contactId = await contactIdOf(world, contact);
    const request = { automationId: automation.id, triggerId: trigger, vars, context };
    await transaction(world.pool, (client) => startForContacts(client, world.workspaceId, request, [contactId], world.clock.now()));
  },
});
