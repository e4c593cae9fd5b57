import { handOverStep } from "../hand-over-step.ts";

const address = "https://hook.eu1.make.com/abcdefghijklmnop";

export const step = handOverStep({
  type: "make",
  title: "Make",
  summary:
    "Hands the contact to a scenario of Make: always the same envelope of automation, contact, fields, trigger and metadata. It waits for Make only where the failed exit is connected or something of the answer is kept (what the scenario's module Webhook response says).",
  address,
  examples: [{ title: "The scenario's own answer kept", config: { url: address, save: { "invoice.number": "vars.invoice" } } }],
});
