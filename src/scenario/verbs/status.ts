import { z } from "zod";
import { personKey, recipientKey } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";

const error = z.union([
  z.union([z.int(), z.string().regex(/^\d+$/)]).transform((code) => ({ code: Number(code) })),
  z.strictObject({ code: z.int(), title: z.string().optional(), details: z.string().optional() }),
]);

export const verb = defineVerb({
  verb: "status",
  input: z.strictObject({ to: person, status: z.enum(["sent", "delivered", "read", "played", "failed"]), error: error.optional() }),
  async run({ to, status, error: given }, { world }) {
    const key = personKey(world, to);
    const message = world.graph.accepted.findLast((accepted) => recipientKey(world, accepted.to) === key);
    if (!message) throw new Error(`Nothing was sent to ${to}`);
    const { code, title, details } = { title: undefined, details: undefined, ...(given ?? { code: 131000 }) };
    const wire = { code, ...(title !== undefined && { title }), ...(details !== undefined && { details }) };
    await world.graph.deliverStatuses(message, [status], status === "failed" ? wire : undefined);
  },
});
