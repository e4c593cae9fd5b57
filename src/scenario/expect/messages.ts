import { z } from "zod";
import { type MessageView, readMessages } from "../../store/scenario/read.ts";
import { defineCheck } from "../check.ts";
import { byPerson, matches } from "../matching.ts";
import { contactIdOf } from "../person.ts";
import { sameError } from "../same-error.ts";
import { person } from "../scenario-schema.ts";

const expected = z.strictObject({
  contact: person,
  direction: z.enum(["in", "out"]).optional(),
  text: z.coerce.string().optional(),
  type: z.string().optional(),
  template: z.string().optional(),
  status: z.string().optional(),
  error: z.coerce.string().nullable().optional(),
});
type Expected = z.output<typeof expected>;

export const check = defineCheck({
  key: "messages",
  input: z.array(expected),
  async check(list, { world }) {
    for (const [phone, wanted] of byPerson(list, ({ contact }) => contact)) {
      const all = await readMessages(world, await contactIdOf(world, phone));
      const found = all.slice(-wanted.length);
      if (found.length === wanted.length && wanted.every((message, index) => sameMessage(message, found[index] as MessageView))) continue;
      return { expected: wanted, found: all.map(({ direction, type, text, status, error }) => ({ direction, type, text, status, error })) };
    }
    return null;
  },
});

function sameMessage({ contact: _, error, ...keys }: Expected, found: MessageView): boolean {
  if (!matches(keys, found)) return false;
  return error === undefined || error === found.error || (error !== null && sameError(error, found.error));
}
