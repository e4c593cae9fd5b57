import { z } from "zod";
import { readRuns, readTimeline, type StepView } from "../../store/scenario/read.ts";
import { defineCheck } from "../check.ts";
import { personKey } from "../person.ts";
import { sameError } from "../same-error.ts";
import { person } from "../scenario-schema.ts";

const expected = z.strictObject({
  contact: person,
  automation: z.string().optional(),
  step: z.string(),
  /** The exit taken, the error, or `waiting` where a path still waits there. */
  outcome: z.coerce.string().optional(),
});

export const check = defineCheck({
  key: "timeline",
  input: z.array(expected),
  async check(list, { world }) {
    const left = await readTimeline(world);
    const waiting = (await readRuns(world)).flatMap(({ at, automation, contact }) =>
      at.map((step): StepView => ({ contact, automation, step, exit: "waiting", error: null, result: null })),
    );
    const found = [...left, ...waiting];
    let from = 0;
    for (const wanted of list) {
      const at = found.findIndex((step, index) => index >= from && fits(wanted, step, personKey(world, wanted.contact)));
      if (at === -1) {
        const shown = found.map(({ contact, automation, step, exit, error }) => ({
          contact,
          automation,
          step,
          outcome: exit,
          ...(error && { error }),
        }));
        return { expected: list, found: shown, hint: `not found: ${JSON.stringify(wanted)}` };
      }
      from = at + 1;
    }
    return null;
  },
});

function fits({ automation, step, outcome }: z.output<typeof expected>, found: StepView, contact: string): boolean {
  if (found.contact !== contact || found.step !== step || (automation !== undefined && found.automation !== automation)) return false;
  return outcome === undefined || outcome === (found.exit ?? "end") || sameError(outcome, found.error);
}
