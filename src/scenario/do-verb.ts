/** Does one line of a script, and everything that follows from it at that instant. */
import { z } from "zod";
import { loadFolder } from "./load-folder.ts";
import type { ScriptContext, Verb } from "./verb.ts";

const verbs = await loadFolder<Verb>(new URL("./verbs/", import.meta.url), "verb", ({ verb }) => verb);

/** @throws {Refusal} where the product refuses; any other error where the script is wrong */
export async function doVerb(name: string, given: unknown, context: ScriptContext): Promise<void> {
  const verb = verbs.get(name);
  if (!verb) throw new Error(`There is no verb "${name}"; there are: ${[...verbs.keys(), "expect"].join(", ")}`);
  const input = verb.input.safeParse(given);
  if (!input.success) throw new Error(z.prettifyError(input.error));
  try {
    await verb.run(input.data, context);
  } finally {
    await context.world.settle();
  }
}
