import { handOverStep } from "../hand-over-step.ts";

export const step = handOverStep({
  type: "zapier",
  title: "Zapier",
  summary:
    "Hands the contact to a Zap of Zapier: always the same envelope of automation, contact, fields, trigger and metadata. It waits for Zapier only where the failed exit is connected or something of the answer is kept.",
  address: "https://hooks.zapier.com/hooks/catch/123456/abcdef/",
});
