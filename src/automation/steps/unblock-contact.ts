import { z } from "zod";
import { causedBy, setBlocked } from "../contact-change.ts";
import { optionalLiquidText } from "../liquid-text.ts";
import { defineStep, exit } from "../step.ts";

const config = z.strictObject({
  reason: optionalLiquidText().describe("Kept as a note in the chat"),
});

export const step = defineStep({
  type: "unblock_contact",
  group: "contact",
  title: "Unblock contact",
  summary: "The contact can be written to again. Lists left on blocking are not joined again.",
  config,
  exits: () => [{ name: "next" }],
  enter({ reason }, { scope, run, origin, render, emit, environment }) {
    const changed = setBlocked(scope, false, causedBy(run));
    const text = reason === undefined ? "" : render(reason).trim();
    if (changed && text !== "") emit({ kind: "add_note", id: environment.newId(), text, origin });
    return exit("next", { changed });
  },
  examples: [{ title: "Changed their mind", config: {} }],
});
