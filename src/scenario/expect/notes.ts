import { z } from "zod";
import { readNotes } from "../../store/scenario/read.ts";
import { defineCheck } from "../check.ts";
import { matches, pairsOff, unseen } from "../matching.ts";
import { personKey } from "../person.ts";
import { person } from "../scenario-schema.ts";

const expected = z.strictObject({ contact: person, text: z.coerce.string().optional() });

export const check = defineCheck({
  key: "notes",
  input: z.array(expected),
  async check(list, { world, script }) {
    const found = unseen(script.seen, "notes", await readNotes(world));
    const fits = ({ contact, ...note }: z.output<typeof expected>, view: (typeof found)[number]) =>
      matches({ ...note, contact: personKey(world, contact) }, view);
    return pairsOff(list, found, fits) ? null : { expected: list, found: found.map(({ contact, text }) => ({ contact, text })) };
  },
});
