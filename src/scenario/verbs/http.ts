import { z } from "zod";
import type { OutsideAnswer } from "../../sandbox/http/fake-outside.ts";
import { defineVerb } from "../verb.ts";

const answers = z.union([
  z.literal("timeout"),
  z.strictObject({
    status: z.int().default(200),
    body: z.json().optional(),
    /** The body letter for letter, where YAML would read something else into it. */
    raw: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
]);

export const verb = defineVerb({
  verb: "http",
  input: z.strictObject({
    /** Left out: the next `times` calls, whatever their address and whoever would answer. `*`: every address without an answer of its own. */
    url: z.string().optional(),
    answer: answers,
    times: z.int().min(1).optional(),
  }),
  async run({ url, answer, times }, { world }) {
    const planned = answerOf(answer);
    if (url === undefined) world.outside.interrupt(planned, times);
    else world.outside.answer(url, planned, times);
  },
});

function answerOf(answer: z.output<typeof answers>): OutsideAnswer {
  if (answer === "timeout") return "drop";
  const { status, body, raw, headers } = answer;
  return { status, ...(body !== undefined && { body }), ...(raw !== undefined && { raw }), ...(headers && { headers }) };
}
