import { z } from "zod";
import { reference } from "../reference.ts";
import { defineTrigger } from "../trigger.ts";

const config = z.strictObject({
  lists: z.array(reference("list")).min(1).max(100).describe("Any of these lists"),
  event: z.enum(["added", "removed"]).default("added").describe("The contact joins or leaves"),
});

export const trigger = defineTrigger({
  type: "list",
  title: "List",
  summary: "Starts when the contact joins (or leaves) a list, whoever does it. Contacts already on the list do not start unless asked for.",
  config,
  on: "list_changed",
  reentry: "skip",
  match({ lists, event: change }, event) {
    if (event.type !== "list_changed" || event.change !== change || !lists.includes(event.list)) return null;
    return { context: { list: { name: event.list, event: event.change } } };
  },
  examples: [
    { title: "A new lead", config: { lists: ["Leads"] } },
    { title: "Left the club", config: { lists: ["Members"], event: "removed" } },
  ],
});
