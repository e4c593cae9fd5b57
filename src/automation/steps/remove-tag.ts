import { z } from "zod";
import { removeTags } from "../contact-change.ts";
import { reference } from "../reference.ts";
import { defineStep, exit } from "../step.ts";
import { namesOfTags } from "../tag-names.ts";

const config = z
  .strictObject({
    tags: z.array(reference("tag")).max(100).default([]).describe("Tags to remove"),
    categories: z.array(reference("tag_category")).max(100).default([]).describe("Removes every tag of these categories"),
    all: z.boolean().default(false).describe("Removes all tags of the contact"),
  })
  .refine((value) => value.all || value.tags.length + value.categories.length > 0, {
    error: "choose at least one tag or category, or all",
  });

export const step = defineStep({
  type: "remove_tag",
  group: "contact",
  title: "Remove tag",
  summary: "Takes tags off the contact: some, those of a category, or all.",
  config,
  exits: () => [{ name: "next" }],
  enter(config, { scope, workspace }) {
    const names = config.all ? scope.contact.tags : namesOfTags(workspace, config.tags, config.categories).known;
    return exit("next", { removed: removeTags(scope, names) });
  },
  examples: [
    { title: "No longer a lead", config: { tags: ["lead"] } },
    { title: "Start afresh", config: { all: true } },
  ],
});
