import { z } from "zod";
import { CONSENT_STATES } from "../../domain/consent.ts";
import { defineTrigger } from "../trigger.ts";

const states = z.array(z.enum(CONSENT_STATES)).max(CONSENT_STATES.length).default([]);
const config = z.strictObject({
  from: states.describe("Only from these states; any when empty"),
  to: states.describe("Only to these states; any when empty"),
});

export const trigger = defineTrigger({
  type: "marketing_consent",
  title: "Marketing consent",
  summary:
    "Starts when the contact's marketing consent changes: by a button, a word like STOP, a step, an operator, an import, the API or WhatsApp itself.",
  config,
  on: "consent_changed",
  reentry: "skip",
  reactsTo: ({ from, to }) => ({ subject: "consent", from, to }),
  match({ from, to }, event) {
    if (event.type !== "consent_changed") return null;
    if ((from.length > 0 && !from.includes(event.from)) || (to.length > 0 && !to.includes(event.to))) return null;
    return { context: { consent: { from: event.from, to: event.to, source: event.source } } };
  },
  examples: [
    { title: "Thank a new subscriber", config: { to: ["subscribed"] } },
    { title: "Say goodbye", config: { from: ["subscribed"], to: ["unsubscribed"] } },
  ],
});
