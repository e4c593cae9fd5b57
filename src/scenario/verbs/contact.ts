import { z } from "zod";
import { Refusal } from "../../domain/refusal.ts";
import { changeContacts } from "../../operations/change-contact.ts";
import type { ContactChange as Change } from "../../operations/contact-change-input.ts";
import { upsertContacts } from "../../operations/upsert-contacts.ts";
import { inTransaction } from "../../store/db.ts";
import { findContactId, readContact } from "../../store/scenario/read.ts";
import { personKey } from "../person.ts";
import { type ContactSpec, contactSpec, person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";
import type { World } from "../world.ts";

/** An operator edits a contact; who is new is made. */
export const verb = defineVerb({
  verb: "contact",
  input: z.strictObject({ phone: person, set: contactSpec }),
  async run({ phone, set }, { world }) {
    const key = personKey(world, phone);
    const contactId = await findContactId(world, key);
    const change = await changeOf(world, contactId, set);
    if (contactId !== null) {
      await inTransaction(world.pool, (tx) =>
        changeContacts(tx, world, world.workspaceId, [{ contactId, change }], { source: "operator" }),
      );
      return;
    }
    const [result] = await upsertContacts(world, world.workspaceId, [{ ...change, phone: key }], {
      source: "operator",
      mayMakeObjects: true,
    });
    if (result?.error) throw new Refusal(result.error.code, result.error.message);
  },
});

/** Scenario files give sets whole; the product adds and removes. */
async function changeOf(world: World, contactId: string | null, set: ContactSpec): Promise<Change> {
  const now = contactId === null ? null : await readContact(world, contactId);
  const difference = (wanted: string[] | undefined, current: string[] = []) => ({
    added: wanted?.filter((name) => !current.includes(name)),
    removed: wanted && current.filter((name) => !wanted.includes(name)),
  });
  const tags = difference(set.tags, now?.tags);
  const lists = difference(set.lists, now?.lists);
  return {
    firstName: set.first_name,
    lastName: set.last_name,
    email: set.email,
    language: set.language,
    timeZone: set.time_zone,
    fields: set.fields,
    addTags: tags.added,
    removeTags: tags.removed,
    addToLists: lists.added,
    removeFromLists: lists.removed,
    consent: set.consent && { state: set.consent },
    blocked: set.blocked,
    operators: set.operators,
    aiEnabled: set.ai,
  };
}
