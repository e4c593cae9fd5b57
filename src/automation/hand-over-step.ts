/** A step that hands the contact to a service of automations outside, by the webhook address that it shows. */
import { z } from "zod";
import { envelope } from "./envelope.ts";
import { liquidText } from "./liquid-text.ts";
import { answered, askOutside, saveAnswer, savedParts } from "./request-step.ts";
import { defineStep, failed } from "./step.ts";
import { jsonBodyProblems } from "./webhook-body.ts";

interface Service {
  /** Of the step, and of the connector that calls it. */
  type: string;
  title: string;
  summary: string;
  /** An address as it shows them. */
  address: string;
  /** Besides those that every service has. */
  examples?: { title: string; config: { url: string; body?: string; save?: Record<string, string> } }[];
}

export function handOverStep({ type, title, summary, address, examples = [] }: Service) {
  const config = z.strictObject({
    url: z
      .url({ protocol: /^https?$/, error: `the address that ${title} shows, like ${address}` })
      .max(2000)
      .describe(`The webhook address that ${title} shows`),
    body: liquidText(65_536).optional().describe("Further values as JSON; they arrive under metadata"),
    save: savedParts(),
  });
  return defineStep({
    type,
    group: "integration",
    title,
    summary,
    config,
    exits: () => [{ name: "next" }, { name: "failed" }],
    enter({ url, body, save }, context) {
      const filled = envelope(body, context);
      if (!filled.ok) return failed(filled.error.code, filled.error.detail);
      return askOutside(context, { connector: type, payload: { url, envelope: filled.value }, wanted: Object.keys(save).length > 0 });
    },
    resume: ({ save }, context, wait, event) =>
      answered(context, wait.data, event, (answer) => (answer.ok ? saveAnswer(context, save, answer.body ?? null) : null)),
    problems: ({ body }) => (body === undefined ? [] : jsonBodyProblems(body, ["body"])),
    examples: [
      { title: "Every contact who gets here", config: { url: address } },
      { title: "With values of the run", config: { url: address, body: '{"order": "{{ trigger.payload.order.id }}"}' } },
      ...examples,
    ],
  });
}
