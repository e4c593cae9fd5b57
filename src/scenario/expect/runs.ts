import { z } from "zod";
import { type RunView, readRuns } from "../../store/scenario/read.ts";
import { defineCheck } from "../check.ts";
import { matches, pairsOff } from "../matching.ts";
import { personKey } from "../person.ts";
import { person } from "../scenario-schema.ts";

const expected = z.strictObject({
  automation: z.string(),
  contact: person.optional(),
  status: z.string().optional(),
  reason: z.string().nullable().optional(),
  at: z.array(z.string()).optional(),
});

export const check = defineCheck({
  key: "runs",
  input: z.array(expected),
  async check(list, { world }) {
    const found = await readRuns(world);
    const wanted = list.map(({ contact, at, ...run }) => ({
      ...run,
      ...(contact !== undefined && { contact: personKey(world, contact) }),
      ...(at !== undefined && { at: [...at].sort() }),
    }));
    const fits = (run: object, view: RunView) => matches(run, view);
    return pairsOff(wanted, found, fits) ? null : { expected: list, found: found.map(({ id: _, ...run }) => run) };
  },
});
