import { z } from "zod";
import { parseInstant, parseSpan } from "../instant.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  verb: "advance",
  input: z.union([z.string(), z.strictObject({ to: z.string() })]),
  async run(input, { world }) {
    const target = typeof input === "string" ? spanFrom(world.clock.now(), input) : parseInstant(input.to, world.timeZone);
    if (target === null)
      throw new Error(`advance: "${typeof input === "string" ? input : input.to}" is neither a span like 24h nor an instant`);
    await world.advanceTo(target);
  },
});

function spanFrom(now: number, text: string): number | null {
  const span = parseSpan(text);
  return span === null ? null : now + span;
}
