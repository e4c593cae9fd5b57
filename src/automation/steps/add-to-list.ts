import { z } from "zod";
import { addToLists, causedBy } from "../contact-change.ts";
import { reference } from "../reference.ts";
import { defineStep, exit, exitWithError } from "../step.ts";

const config = z.strictObject({
  lists: z.array(reference("list")).min(1).max(100).describe("Lists the contact joins"),
});

export const step = defineStep({
  type: "add_to_list",
  group: "contact",
  title: "Add to list",
  summary: "Puts the contact on lists. Automations that start from a list start; lists the contact is on already start nothing.",
  config,
  exits: () => [{ name: "next" }],
  enter({ lists }, { scope, run, workspace }) {
    const unknown = lists.filter((name) => workspace.lists[name] === undefined);
    const added = addToLists(
      scope,
      lists.filter((name) => workspace.lists[name] !== undefined),
      causedBy(run),
    );
    return unknown.length > 0 ? exitWithError("next", "unknown_object", unknown.join(", ")) : exit("next", { added });
  },
  examples: [{ title: "Follow up later", config: { lists: ["Leads"] } }],
});
