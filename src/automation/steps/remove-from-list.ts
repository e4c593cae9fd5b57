import { z } from "zod";
import { causedBy, removeFromLists } from "../contact-change.ts";
import { reference } from "../reference.ts";
import { defineStep, exit } from "../step.ts";

const config = z
  .strictObject({
    lists: z.array(reference("list")).max(100).default([]).describe("Lists the contact leaves"),
    all: z.boolean().default(false).describe("The contact leaves every list"),
  })
  .refine((value) => value.all || value.lists.length > 0, { error: "choose at least one list, or all" });

export const step = defineStep({
  type: "remove_from_list",
  group: "contact",
  title: "Remove from list",
  summary: "Takes the contact off lists. Automations that start when a contact leaves a list start.",
  config,
  exits: () => [{ name: "next" }],
  enter(config, { scope, run }) {
    return exit("next", { removed: removeFromLists(scope, config.all ? scope.contact.lists : config.lists, causedBy(run)) });
  },
  examples: [
    { title: "Bought: no more reminders", config: { lists: ["Abandoned carts"] } },
    { title: "Off every list", config: { all: true } },
  ],
});
