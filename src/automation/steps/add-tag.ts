import { z } from "zod";
import { addTags } from "../contact-change.ts";
import { reference } from "../reference.ts";
import { defineStep, exit, exitWithError } from "../step.ts";
import { namesOfTags } from "../tag-names.ts";

const config = z
  .strictObject({
    tags: z.array(reference("tag")).max(100).default([]).describe("Tags to add"),
    categories: z.array(reference("tag_category")).max(100).default([]).describe("Adds every tag of these categories"),
  })
  .refine((value) => value.tags.length + value.categories.length > 0, { error: "choose at least one tag or category" });

export const step = defineStep({
  type: "add_tag",
  group: "contact",
  title: "Add tag",
  summary: "Puts tags on the contact. Tags that are there already stay as they are.",
  config,
  exits: () => [{ name: "next" }],
  enter(config, { scope, workspace }) {
    const { known, unknown } = namesOfTags(workspace, config.tags, config.categories);
    const added = addTags(scope, known);
    return unknown.length > 0 ? exitWithError("next", "unknown_object", unknown.join(", ")) : exit("next", { added });
  },
  examples: [
    { title: "Mark a customer who answered", config: { tags: ["replied"] } },
    { title: "Every tag of a category", config: { categories: ["interests"] } },
  ],
});
