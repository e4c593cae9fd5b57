import { z } from "zod";
import { AUTOMATION_ACTS, actOnAutomation } from "../automations.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  verb: "automation",
  input: z
    .strictObject({ name: z.string(), do: z.enum(AUTOMATION_ACTS).optional(), document: z.record(z.string(), z.json()).optional() })
    .refine((value) => value.do !== undefined || value.document !== undefined, { error: `say what to do: ${AUTOMATION_ACTS.join(", ")}` }),
  run: ({ name, do: act = "publish", document }, { world }) => actOnAutomation(world, name, act, document),
});
