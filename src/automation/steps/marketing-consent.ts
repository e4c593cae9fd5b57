import { z } from "zod";
import { CONSENT_STATES } from "../../domain/consent.ts";
import { causedBy, setConsent } from "../contact-change.ts";
import { optionalLiquidText } from "../liquid-text.ts";
import { defineStep, exit } from "../step.ts";

const config = z.strictObject({
  state: z.enum(CONSENT_STATES).describe("What the contact's marketing consent becomes"),
  text: optionalLiquidText().describe("What the person agreed to; kept in the consent log as proof"),
});

export const step = defineStep({
  type: "marketing_consent",
  group: "contact",
  title: "Marketing consent",
  summary: "Records that the contact subscribed or unsubscribed. The same state again changes nothing and is not logged.",
  config,
  exits: () => [{ name: "next" }],
  changes: ({ state }) => [{ subject: "consent", to: state }],
  enter(config, { scope, run, render }) {
    const from = scope.contact.consent;
    const messageId = messageOf(run.trigger["message"]);
    const changed = setConsent(scope, config.state, "automation", causedBy(run), {
      ...(config.text !== undefined && { text: render(config.text) }),
      ...(messageId !== undefined && { messageId }),
    });
    return exit("next", { from, to: config.state, changed });
  },
  examples: [
    { title: "Opt in", config: { state: "subscribed", text: "Yes, send me offers on WhatsApp" } },
    { title: "Opt out", config: { state: "unsubscribed" } },
  ],
});

/** The message that started the run is the person's own act, so the log points to it. */
function messageOf(message: unknown): string | undefined {
  const id = (message as { id?: unknown } | undefined)?.id;
  return typeof id === "string" ? id : undefined;
}
