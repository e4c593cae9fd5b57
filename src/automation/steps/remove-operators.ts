import { z } from "zod";
import { setOperators } from "../contact-change.ts";
import { reference } from "../reference.ts";
import { defineStep, exit } from "../step.ts";

const config = z
  .strictObject({
    operators: z.array(reference("operator")).max(500).default([]).describe("E-mail addresses"),
    all: z.boolean().default(false).describe("Removes all operators of the contact"),
  })
  .refine((value) => value.all || value.operators.length > 0, { error: "choose at least one operator, or all" });

export const step = defineStep({
  type: "remove_operators",
  group: "people",
  title: "Remove operators",
  summary: "Takes operators off the contact and the chat.",
  config,
  exits: () => [{ name: "next" }],
  enter({ operators, all }, { scope }) {
    const before = scope.contact.operators;
    const removed = all ? before : before.filter((email) => operators.includes(email));
    setOperators(
      scope,
      before.filter((email) => !removed.includes(email)),
    );
    return exit("next", { removed });
  },
  examples: [
    { title: "Back to the bot", config: { all: true } },
    { title: "One person", config: { operators: ["anna@example.com"] } },
  ],
});
