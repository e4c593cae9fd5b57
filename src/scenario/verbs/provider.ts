import { z } from "zod";
import { defineVerb } from "../verb.ts";

const answer = z.union([
  z.enum(["ok", "timeout", "lost"]),
  z.strictObject({ error: z.int(), details: z.string().optional(), retryAfter: z.int().optional() }),
  z.strictObject({ http: z.int() }),
]);

export const verb = defineVerb({
  verb: "provider",
  input: z.strictObject({ answer, times: z.int().min(1).optional() }),
  async run({ answer: wanted, times }, { world }) {
    // Without a number it is well again from now on: what was still to be refused is not.
    if (wanted === "ok" && times === undefined) world.graph.answerWell();
    else if (typeof wanted === "string" || "http" in wanted) world.graph.answerNext(wanted, times);
    else {
      const { error, details, retryAfter } = wanted;
      world.graph.answerNext(
        { error, ...(details !== undefined && { details }), ...(retryAfter !== undefined && { retryAfterSeconds: retryAfter }) },
        times,
      );
    }
  },
});
