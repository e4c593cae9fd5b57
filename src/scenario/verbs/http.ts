import { z } from "zod";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  verb: "http",
  input: z.strictObject({
    url: z.string(),
    answer: z.union([
      z.literal("timeout"),
      z.strictObject({ status: z.int().default(200), body: z.json().optional(), headers: z.record(z.string(), z.string()).optional() }),
    ]),
    times: z.int().min(1).optional(),
  }),
  async run({ url, answer, times }, { world }) {
    if (answer === "timeout") {
      world.outside.answer(url, "drop", times);
      return;
    }
    const { status, body, headers } = answer;
    world.outside.answer(url, { status, ...(body !== undefined && { body }), ...(headers && { headers }) }, times);
  },
});
