import { z } from "zod";
import { notFound } from "../../domain/refusal.ts";
import { ticketStatusName } from "../../domain/ticket.ts";
import { changeTickets, createTicket } from "../../operations/change-ticket.ts";
import { inTransaction } from "../../store/db.ts";
import { readTickets } from "../../store/scenario/read.ts";
import { contactIdOf, personKey } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";

const change = z.strictObject({
  title: z.coerce.string().optional(),
  description: z.coerce.string().optional(),
  status: z.string().transform(ticketStatusName).optional(),
  priority: z.string().optional(),
  category: z.string().nullable().optional(),
  owner: z.string().nullable().optional(),
  note: z.coerce.string().optional(),
});

/** An operator opens a ticket, or changes one: the named one, else the contact's newest. */
export const verb = defineVerb({
  verb: "ticket",
  input: z
    .strictObject({
      contact: person,
      reference: z.coerce.string().optional(),
      open: change.extend({ title: z.coerce.string().default("Ticket"), reference: z.coerce.string().optional() }).optional(),
      set: change.optional(),
    })
    .refine((value) => (value.open === undefined) !== (value.set === undefined), { error: "give open or set" }),
  async run({ contact, reference, open, set }, { world }) {
    const contactId = await contactIdOf(world, contact);
    const { workspaceId } = world;
    if (open) {
      await inTransaction(world.pool, (tx) => createTicket(tx, world, workspaceId, { reference, ...open, contactId, authorId: null }));
      return;
    }
    const key = personKey(world, contact);
    const ticket = (await readTickets(world)).findLast(
      (one) => one.contact === key && (reference === undefined || one.reference === reference),
    );
    if (!ticket) throw notFound(`ticket ${reference ?? ""} of ${contact}`);
    await inTransaction(world.pool, (tx) => changeTickets(tx, world, workspaceId, [{ id: ticket.id, contactId }], set ?? {}, null));
  },
});
