import { z } from "zod";
import { causedBy, setBlocked } from "../contact-change.ts";
import { optionalLiquidText } from "../liquid-text.ts";
import { defineStep, exit } from "../step.ts";

const config = z.strictObject({
  reason: optionalLiquidText().describe("Kept as a note in the chat"),
});

export const step = defineStep({
  type: "block_contact",
  group: "contact",
  title: "Block contact",
  summary: "Nothing is sent to a blocked contact, who also leaves every list. Messages still come in, and the run goes on.",
  config,
  exits: () => [{ name: "next" }],
  enter({ reason }, { scope, run, origin, render, emit, environment }) {
    const changed = setBlocked(scope, true, causedBy(run));
    const text = reason === undefined ? "" : render(reason).trim();
    if (changed && text !== "") emit({ kind: "add_note", id: environment.newId(), text, origin });
    return exit("next", { changed });
  },
  examples: [{ title: "Asked to be left alone", config: { reason: "Wrote: {{ trigger.message.text }}" } }],
});
