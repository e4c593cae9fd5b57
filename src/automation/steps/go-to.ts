import { z } from "zod";
import { problem } from "../problems.ts";
import { defineStep } from "../step.ts";

const config = z.strictObject({
  step: z.string().min(1).max(64).meta({ step: true }).describe("The step to go on with, anywhere in this automation"),
});

export const step = defineStep({
  type: "go_to",
  group: "logic",
  title: "Go to",
  summary: "Goes on at another step of the same automation, forwards or back. A circle needs a step that waits.",
  config,
  exits: () => [],
  jumps: ({ step }) => [step],
  enter: ({ step }) => ({ type: "go_to", step }),
  problems(config, { node }) {
    if (config.step !== node.id) return [];
    return [problem("go_to_self", ["step"], "This step goes to itself.", "Choose another step.")];
  },
  examples: [{ title: "Back to the menu", config: { step: "menu" } }],
});
