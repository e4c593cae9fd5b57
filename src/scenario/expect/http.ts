import { z } from "zod";
import { defineCheck } from "../check.ts";
import { matches, pairsOff, unseen } from "../matching.ts";

const expected = z.strictObject({
  method: z.string().optional(),
  url: z.string(),
  body: z.json().optional(),
  headers: z.record(z.string(), z.coerce.string()).optional(),
});

export const check = defineCheck({
  key: "http",
  input: z.array(expected),
  check(list, { world, script }) {
    const found = unseen(script.seen, "http", world.outside.calls);
    const fits = ({ headers, ...wanted }: z.output<typeof expected>, call: (typeof found)[number]) =>
      matches(wanted, call) && Object.entries(headers ?? {}).every(([name, value]) => call.headers[name.toLowerCase()] === value);
    if (pairsOff(list, found, fits)) return null;
    return { expected: list, found: found.map(({ method, url, body }) => ({ method, url, body })) };
  },
});
