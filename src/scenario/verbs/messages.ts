import { z } from "zod";
import type { JsonObject } from "../../domain/json.ts";
import { parseWebhookJson } from "../../domain/parse-webhook-json.ts";
import { deliverToProduct } from "../deliver.ts";
import { inboundEnvelope, inboundSpec } from "../inbound.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  verb: "messages",
  input: z.array(inboundSpec).min(1),
  async run(specs, { world }) {
    const entries: JsonObject[] = [];
    for (const spec of specs) entries.push(...entriesOf(await inboundEnvelope(world, spec)));
    // One number's messages come in one change of one entry, its people listed once.
    const changes = entries.flatMap((entry) => entry["changes"] as JsonObject[]);
    const values = changes.map((change) => change["value"] as JsonObject);
    const contacts = new Map(
      values.flatMap((value) => (value["contacts"] as JsonObject[]).map((contact) => [JSON.stringify(contact), contact])),
    );
    const value = { ...values[0], contacts: [...contacts.values()], messages: values.flatMap((one) => one["messages"] as JsonObject[]) };
    const raw = { object: "whatsapp_business_account", entry: [{ ...entries[0], changes: [{ ...changes[0], value }] }] };
    await deliverToProduct(world, JSON.stringify(raw));
  },
});

function entriesOf(raw: string): JsonObject[] {
  return (parseWebhookJson(raw) as JsonObject)["entry"] as JsonObject[];
}
