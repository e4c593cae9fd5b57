import { z } from "zod";
import { listPayments } from "../../store/payments.ts";
import { defineCheck } from "../check.ts";
import { matches, pairsOff } from "../matching.ts";
import { contactIdOf } from "../person.ts";
import { person } from "../scenario-schema.ts";

const expected = z.strictObject({
  contact: person,
  amount: z.coerce.number().optional(),
  currency: z.string().optional(),
  status: z.string().optional(),
});

/** Payments that were asked for or came to another end since the last look. */
export const check = defineCheck({
  key: "payments",
  input: z.array(expected),
  async check(list, { world, script }) {
    const all = await listPayments(world.pool, world.workspaceId);
    // A payment is new again when its status is: what is remembered of each is how it was when last seen.
    const fresh = all.filter(({ id, status }) => !script.seen.has(`payments ${id} ${status}`));
    for (const { id, status } of fresh) script.seen.set(`payments ${id} ${status}`, 1);
    const ids = new Map<string, string>();
    for (const { contact } of list) ids.set(contact, await contactIdOf(world, contact).catch(() => "nobody"));
    const found = fresh.map(({ contactId, amount, currency, status }) => ({ contactId, amount: Number(amount), currency, status }));
    const fits = ({ contact, ...payment }: z.output<typeof expected>, view: (typeof found)[number]) =>
      matches({ ...payment, contactId: ids.get(contact) }, view);
    return pairsOff(list, found, fits) ? null : { expected: list, found };
  },
});
