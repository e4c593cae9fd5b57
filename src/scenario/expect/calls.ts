import { z } from "zod";
import { defineCheck } from "../check.ts";
import { pairsOff, unseen } from "../matching.ts";
import { personKey } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { telephonesOf } from "../telephone.ts";

/** Calls that reached a telephone company since the last look. */
export const check = defineCheck({
  key: "calls",
  input: z.array(z.strictObject({ to: person })),
  check(list, { world, script }) {
    const found = unseen(
      script.seen,
      "calls",
      telephonesOf(world).flatMap(({ placed }) => placed.map(({ to }) => ({ to }))),
    );
    return pairsOff(list, found, (expected, call) => personKey(world, expected.to) === call.to) ? null : { expected: list, found };
  },
});
