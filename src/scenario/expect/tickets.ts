import { z } from "zod";
import { ticketStatusName } from "../../domain/ticket.ts";
import { readTickets } from "../../store/scenario/read.ts";
import { defineCheck } from "../check.ts";
import { matches, pairsOff } from "../matching.ts";
import { personKey } from "../person.ts";
import { person } from "../scenario-schema.ts";

const expected = z.strictObject({
  contact: person,
  title: z.coerce.string().optional(),
  description: z.coerce.string().optional(),
  status: z.string().transform(ticketStatusName).optional(),
  priority: z.string().optional(),
  category: z.string().nullable().optional(),
  reference: z.coerce.string().optional(),
});

export const check = defineCheck({
  key: "tickets",
  input: z.array(expected),
  async check(list, { world }) {
    const found = await readTickets(world);
    const fits = ({ contact, ...ticket }: z.output<typeof expected>, view: (typeof found)[number]) =>
      matches({ ...ticket, contact: personKey(world, contact) }, view);
    return pairsOff(list, found, fits) ? null : { expected: list, found: found.map(({ id: _, ...ticket }) => ticket) };
  },
});
