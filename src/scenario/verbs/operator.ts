import { z } from "zod";
import { sendChatMessage } from "../../operations/send-chat-message.ts";
import { inTransaction } from "../../store/db.ts";
import { findOperator } from "../../store/scenario/read.ts";
import { contactIdOf } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";

/** A person answers in the chat, and so takes it over; or asks there whether the business may call on WhatsApp. */
export const verb = defineVerb({
  verb: "operator",
  input: z.union([
    z.strictObject({ as: z.string(), to: person, text: z.coerce.string() }),
    z.strictObject({ as: z.string(), to: person, callPermission: z.coerce.string() }),
  ]),
  async run({ as, to, ...said }, { world }) {
    const operator = await findOperator(world, as);
    if (!operator) throw new Error(`There is no operator ${as} in this workspace`);
    const contactId = await contactIdOf(world, to);
    const { workspaceId } = world;
    const request = {
      workspaceId,
      contactId,
      content:
        "text" in said
          ? { type: "text" as const, text: said.text }
          : { type: "call_permission_request" as const, text: said.callPermission },
      sender: "operator" as const,
      operatorId: operator.id,
      takeOver: true,
    };
    await inTransaction(world.pool, (tx) => sendChatMessage(tx, world, request));
  },
});
