import { z } from "zod";
import { buildContactChange } from "../../sandbox/whatsapp/build-inbound.ts";
import { deliverToProduct } from "../deliver.ts";
import { providerIdentity } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";

/** Stops or resumes marketing in WhatsApp's own settings. */
export const verb = defineVerb({
  verb: "preference",
  input: z.strictObject({ from: person, value: z.enum(["stop", "resume"]) }),
  async run({ from, value }, { world }) {
    const at = world.clock.now();
    await deliverToProduct(
      world,
      buildContactChange(world.channel, providerIdentity(world, from, ""), at, { kind: "marketing_preference", value }),
    );
  },
});
