import { z } from "zod";
import type { JsonObject } from "../../domain/json.ts";
import { connectionProblems } from "../connection-problems.ts";
import { liquidText } from "../liquid-text.ts";
import { reference } from "../reference.ts";
import { answered, askOutside } from "../request-step.ts";
import { defineStep, failed, type StepContext } from "../step.ts";

const connection = reference("connection").describe("Account at ActiveCampaign");
/** ActiveCampaign's objects by their name or number, both as texts. */
const object = z.string().trim().min(1).max(200);
const fields = z
  .record(z.string().min(1).max(120), liquidText(4000))
  .default({})
  .describe("ActiveCampaign's custom fields (number, name or personalisation tag) → value");

const config = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("sync_contact"), connection, fields }),
  z.strictObject({ action: z.literal("add_tag"), connection, tag: object.describe("Name or number; made if there is none") }),
  z.strictObject({ action: z.literal("add_to_list"), connection, list: object.describe("Name or number") }),
  z.strictObject({ action: z.literal("start_automation"), connection, automation: object.describe("Name or number") }),
  z.strictObject({
    action: z.literal("create_deal"),
    connection,
    title: liquidText(500),
    value: liquidText(200).describe("In whole currency units, e.g. 120.50"),
    currency: z.string().regex(/^[A-Za-z]{3}$/, "three letters, like EUR"),
    pipeline: object.optional().describe("Number of the pipeline; the account's first when left out"),
    stage: object.optional().describe("Number of the stage"),
    owner: object.optional().describe("Number of the user"),
  }),
]);
type Config = z.output<typeof config>;

export const step = defineStep({
  type: "activecampaign",
  group: "integration",
  title: "ActiveCampaign",
  summary:
    "Brings the contact to ActiveCampaign and tags it, puts it on a list, starts an automation or opens a deal there. ActiveCampaign knows people by their e-mail address: without one the step fails with no_email.",
  config,
  exits: () => [{ name: "next" }, { name: "failed" }],
  enter(config, context) {
    const { contact } = context.scope;
    if (contact.email === null) return failed("no_email");
    const filled = fill(config, context);
    if (!filled) return failed("invalid_value", "value");
    const { email, firstName, lastName, phone } = contact;
    return askOutside(context, {
      connector: "activecampaign",
      connection: config.connection,
      payload: { ...filled, contact: { email, firstName, lastName, phone } },
    });
  },
  resume: (_config, context, wait, event) => answered(context, wait.data, event),
  problems: ({ connection }, { workspace }) => connectionProblems(connection, "activecampaign", "connection", workspace),
  examples: [
    {
      title: "Bring the contact over",
      config: { action: "sync_contact", connection: "activecampaign", fields: { City: "{{ contact.fields.CITY }}" } },
    },
    { title: "A tag", config: { action: "add_tag", connection: "activecampaign", tag: "whatsapp" } },
    { title: "A list", config: { action: "add_to_list", connection: "activecampaign", list: "Newsletter" } },
    { title: "An automation there", config: { action: "start_automation", connection: "activecampaign", automation: "Welcome series" } },
    {
      title: "A deal",
      config: { action: "create_deal", connection: "activecampaign", title: "Lead {{ contact.name }}", value: "100", currency: "EUR" },
    },
  ],
});

/** Texts filled in; null where an amount is no number. */
function fill(config: Config, { render }: StepContext): JsonObject | null {
  switch (config.action) {
    case "sync_contact":
      return { action: config.action, fields: Object.fromEntries(Object.entries(config.fields).map(([key, text]) => [key, render(text)])) };
    case "add_tag":
      return { action: config.action, tag: config.tag };
    case "add_to_list":
      return { action: config.action, list: config.list };
    case "start_automation":
      return { action: config.action, automation: config.automation };
    case "create_deal": {
      const amount = Number(render(config.value).trim().replace(",", "."));
      if (!Number.isFinite(amount) || amount < 0) return null;
      const { currency, pipeline = null, stage = null, owner = null } = config;
      // ActiveCampaign counts in cents.
      const deal = {
        title: render(config.title),
        value: Math.round(amount * 100),
        currency: currency.toLowerCase(),
        pipeline,
        stage,
        owner,
      };
      return { action: config.action, deal };
    }
  }
}
