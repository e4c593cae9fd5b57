import { deliverToProduct } from "../deliver.ts";
import { inboundEnvelope, inboundSpec } from "../inbound.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  verb: "message",
  input: inboundSpec,
  run: async (spec, { world }) => deliverToProduct(world, await inboundEnvelope(world, spec)),
});
