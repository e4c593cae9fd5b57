import { z } from "zod";
import { assign, assignReply } from "../assign.ts";
import { optionalLiquidText } from "../liquid-text.ts";
import { writeTarget } from "../reference.ts";
import { defineStep, exit, failed } from "../step.ts";

const config = z
  .strictObject({
    field: writeTarget().describe("first_name, last_name, email, language, time_zone, a field's CODE, or vars.name for this run only"),
    value: optionalLiquidText().describe("What is written; dates as 2026-03-29 or 29/03/2026"),
    from: z.literal("reply").optional().describe("Writes the customer's last reply"),
    clear: z.literal(true).optional().describe("Empties the field"),
  })
  .refine((value) => [value.value, value.from, value.clear].filter((part) => part !== undefined).length === 1, {
    error: "give exactly one of value, from and clear",
  });

export const step = defineStep({
  type: "fill_field",
  group: "contact",
  title: "Fill field",
  summary:
    "Writes a value into a field of the contact or a variable of the run. A value that does not fit the field's type, and a reply that nobody has given, keep the old one and take the failed exit. Variables keep the text as it was rendered; conditions compare texts that look like numbers as numbers.",
  config,
  exits: () => [{ name: "next" }, { name: "failed", label: "invalid value" }],
  enter(config, context) {
    if (config.from === "reply") {
      const { reply } = context.run;
      // Nobody has answered yet: that is no reason to forget what is known.
      if (reply === null) return failed("no_reply", config.field);
      const error = assignReply(context, config.field, reply);
      return error ? failed(error.code, error.detail) : exit("next", { field: config.field, value: reply.text });
    }
    const value = config.clear ? null : context.render(config.value ?? "");
    const error = assign(context, config.field, value);
    return error ? failed(error.code, error.detail) : exit("next", { field: config.field, value });
  },
  examples: [
    { title: "Keep the answer", config: { field: "CITY", from: "reply" } },
    { title: "Count the tries of this run", config: { field: "vars.tries", value: "{{ vars.tries | default: 0 | plus: 1 }}" } },
    { title: "Forget a date", config: { field: "APPOINTMENT", clear: true } },
  ],
});
