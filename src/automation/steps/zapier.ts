import { z } from "zod";
import { envelope } from "../envelope.ts";
import { liquidText } from "../liquid-text.ts";
import { answered, askOutside, saveAnswer, savedParts } from "../request-step.ts";
import { defineStep, failed } from "../step.ts";
import { jsonBodyProblems } from "../webhook-body.ts";

const config = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: "the address that Zapier shows, like https://hooks.zapier.com/hooks/catch/123456/abcdef/" })
    .max(2000)
    .describe("The webhook address that Zapier shows"),
  body: liquidText(65_536).optional().describe("Further values as JSON; they arrive under metadata"),
  save: savedParts(),
});

export const step = defineStep({
  type: "zapier",
  group: "integration",
  title: "Zapier",
  summary:
    "Hands the contact to a Zap of Zapier: always the same envelope of automation, contact, fields, trigger and metadata. It waits for Zapier only where the failed exit is connected or something of the answer is kept.",
  config,
  exits: () => [{ name: "next" }, { name: "failed" }],
  enter(config, context) {
    const filled = envelope(config.body, context);
    if (!filled.ok) return failed(filled.error.code, filled.error.detail);
    const wanted = Object.keys(config.save).length > 0;
    return askOutside(context, { connector: "zapier", payload: { url: config.url, envelope: filled.value }, wanted });
  },
  resume: (config, context, wait, event) =>
    answered(context, wait.data, event, (answer) => (answer.ok ? saveAnswer(context, config.save, answer.body ?? null) : null)),
  problems: ({ body }) => (body === undefined ? [] : jsonBodyProblems(body, ["body"])),
  examples: [
    { title: "Every contact who gets here", config: { url: "https://hooks.zapier.com/hooks/catch/123456/abcdef/" } },
    {
      title: "With values of the run",
      config: { url: "https://hooks.zapier.com/hooks/catch/123456/abcdef/", body: '{"order": "{{ trigger.payload.order.id }}"}' },
    },
  ],
});
