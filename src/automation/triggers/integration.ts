import { z } from "zod";
import { defineTrigger } from "../trigger.ts";

/** Where a value lies in the body: `customer.phone`, `line_items.0.sku`, `answers["What's your city?"]`. */
const path = z.string().min(1).max(256);

const config = z.strictObject({
  platform: z
    .enum(["api", "zapier", "make", "activecampaign", "emailchef", "custom"])
    .default("api")
    .describe("Who calls; decides the instructions shown"),
  mapping: z
    .strictObject({
      phone: path.optional(),
      first_name: path.optional(),
      last_name: path.optional(),
      email: path.optional(),
      language: path.optional(),
      fields: z.record(z.string().min(1).max(64), path).optional().describe("Field CODE → where its value lies in the body"),
    })
    .optional()
    .describe("Where the contact's data lie in a body of another form than {phone, first_name, …, custom_fields, metadata}"),
});

export const trigger = defineTrigger({
  type: "integration",
  title: "Integration",
  summary:
    "Starts when another system calls this start step's own URL with its secret. The contact is created or updated first; the body is {{ trigger.payload }}.",
  config,
  on: "start",
  hasAddress: true,
  reentry: "parallel",
  // Started by name only: the hook's address says which trigger is meant.
  match: () => null,
  examples: [
    { title: "A call to the API", config: { platform: "api" } },
    {
      title: "A form tool with its own body",
      config: { platform: "custom", mapping: { phone: "lead.mobile", first_name: "lead.name", fields: { CITY: "lead.address.city" } } },
    },
  ],
});
