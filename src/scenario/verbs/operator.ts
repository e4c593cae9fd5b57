import { z } from "zod";
import { sendChatMessage } from "../../operations/send-chat-message.ts";
import { inTransaction } from "../../store/db.ts";
import { findOperator } from "../../store/scenario/read.ts";
import { contactIdOf } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";

/** A person answers in the chat, and so takes it over. */
export const verb = defineVerb({
  verb: "operator",
  input: z.strictObject({ as: z.string(), to: person, text: z.coerce.string() }),
  async run({ as, to, text }, { world }) {
    const operator = await findOperator(world, as);
    if (!operator) throw new Error(`There is no operator ${as} in this workspace`);
    const contactId = await contactIdOf(world, to);
    const { workspaceId } = world;
    const request = {
      workspaceId,
      contactId,
      content: { type: "text" as const, text },
      sender: "operator" as const,
      operatorId: operator.id,
      takeOver: true,
    };
    await inTransaction(world.pool, (tx) => sendChatMessage(tx, world, request));
  },
});
