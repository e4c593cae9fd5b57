import { z } from "zod";
import { defineCheck } from "../check.ts";
import { matches } from "../matching.ts";

export const check = defineCheck({
  key: "answer",
  input: z.strictObject({ status: z.int().optional(), body: z.json().optional() }),
  check(wanted, { script: { answer } }) {
    if (answer === null) return { expected: wanted, found: "the verb before was no call" };
    const found = { status: answer.status, body: jsonOrText(answer.body) };
    return matches(wanted, found) ? null : { expected: wanted, found };
  },
});

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
