import { z } from "zod";
import { defineStep, exit } from "../step.ts";

export const step = defineStep({
  type: "mark_unread",
  group: "people",
  title: "Mark unread",
  summary: "Marks the chat unread so that an operator looks at it.",
  config: z.strictObject({}),
  exits: () => [{ name: "next" }],
  enter(_config, { scope }) {
    if (scope.chat && !scope.chat.unread) {
      scope.chat.unread = true;
      scope.touchedChats.add(scope.chat.id);
    }
    return exit("next");
  },
  examples: [{ title: "Needs a person", config: {} }],
});
