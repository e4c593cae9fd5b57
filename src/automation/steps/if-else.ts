import { z } from "zod";
import { evaluateCondition } from "../condition.ts";
import { conditionSchema } from "../condition-schema.ts";
import { defineStep, exit } from "../step.ts";

const config = z.strictObject({
  if: conditionSchema.describe("Decided once, on what is known at this moment"),
});

export const step = defineStep({
  type: "if_else",
  group: "logic",
  title: "If / Else",
  summary: "Takes one of two ways, decided by a condition on the contact, the reply, the chat, the time or variables.",
  config,
  exits: () => [{ name: "then" }, { name: "else" }],
  enter(config, { lookup, environment, timeZone }) {
    const holds = evaluateCondition(config.if, lookup, { now: environment.now, timezone: timeZone });
    return exit(holds ? "then" : "else");
  },
  examples: [
    { title: "By tag", config: { if: { field: "contact.tags", op: "has_any", value: ["vip"] } } },
    {
      title: "Office hours and an open window",
      config: {
        if: {
          all: [
            { field: "now.in_working_hours", op: "eq", value: true },
            { field: "chat.window_open", op: "eq", value: true },
          ],
        },
      },
    },
  ],
});
