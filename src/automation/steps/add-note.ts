import { z } from "zod";
import { liquidText } from "../liquid-text.ts";
import { defineStep, exit, exitWithError } from "../step.ts";

const config = z.strictObject({
  text: liquidText().describe("Only operators see it"),
});

export const step = defineStep({
  type: "add_note",
  group: "people",
  title: "Add note",
  summary: "Writes an internal note into the chat, for operators only.",
  config,
  exits: () => [{ name: "next" }],
  enter(config, { origin, render, emit, environment }) {
    const text = render(config.text).trim();
    if (text === "") return exitWithError("next", "empty_text");
    const id = environment.newId();
    emit({ kind: "add_note", id, text, origin });
    return exit("next", { noteId: id });
  },
  examples: [{ title: "For whoever picks up", config: { text: "Asked for a quote: {{ reply.text }}" } }],
});
