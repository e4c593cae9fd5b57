import { z } from "zod";
import { connectionProblems } from "../connection-problems.ts";
import { envelope } from "../envelope.ts";
import { liquidText } from "../liquid-text.ts";
import { reference } from "../reference.ts";
import { answered, askOutside } from "../request-step.ts";
import { defineStep, failed } from "../step.ts";

const config = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("add_to_list"),
    connection: reference("connection").describe("Account at Emailchef"),
    list: z.string().trim().min(1).max(200).describe("Name or number of the list"),
    fields: z
      .record(z.string().min(1).max(120), liquidText(4000))
      .default({})
      .describe("Placeholder of a custom field of that list → value"),
  }),
  z.strictObject({
    action: z.literal("trigger"),
    url: z
      .url({ protocol: /^https?$/, error: "the address that Emailchef shows for the automation" })
      .max(2000)
      .describe("Webhook address that starts an automation of Emailchef"),
  }),
]);

export const step = defineStep({
  type: "emailchef",
  group: "integration",
  title: "Emailchef",
  summary:
    "Puts the contact on a list of Emailchef, or starts an automation there by its webhook address. Lists need an e-mail address: without one the step fails with no_email.",
  config,
  exits: () => [{ name: "next" }, { name: "failed" }],
  enter(config, context) {
    const { contact } = context.scope;
    if (config.action === "trigger") {
      const filled = envelope(undefined, context);
      if (!filled.ok) return failed(filled.error.code, filled.error.detail);
      return askOutside(context, {
        connector: "webhook",
        payload: { method: "POST", url: config.url, headers: {}, body: JSON.stringify(filled.value) },
      });
    }
    if (contact.email === null) return failed("no_email");
    const { email, firstName, lastName } = contact;
    const fields = Object.fromEntries(Object.entries(config.fields).map(([placeholder, text]) => [placeholder, context.render(text)]));
    return askOutside(context, {
      connector: "emailchef",
      connection: config.connection,
      payload: { list: config.list, contact: { email, firstName, lastName }, fields },
    });
  },
  resume: (_config, context, wait, event) => answered(context, wait.data, event),
  problems: (config, { workspace }) =>
    config.action === "add_to_list" ? connectionProblems(config.connection, "emailchef", "connection", workspace) : [],
  examples: [
    {
      title: "Onto a list",
      config: { action: "add_to_list", connection: "emailchef", list: "Newsletter", fields: { city: "{{ contact.fields.CITY }}" } },
    },
    { title: "Start an automation there", config: { action: "trigger", url: "https://app.emailchef.com/webhooks/abcdef" } },
  ],
});
