/** What a script can do. One file under `verbs/` exports one as `verb`, named like it; nothing else has to know it exists. */
import type { z } from "zod";
import type { WebAnswer } from "./web.ts";
import type { World } from "./world.ts";

/** What the verb just before did, and how far expectations have looked. */
export interface ScriptState {
  /** Set by a verb that called a route: `expect: {answer}` looks at it. */
  answer: WebAnswer | null;
  /** How much of each growing record (`sent`, `http`, `notes` …) expectations have seen. */
  seen: Map<string, number>;
}

export interface ScriptContext {
  world: World;
  script: ScriptState;
}

export interface Verb<T = unknown> {
  verb: string;
  input: z.ZodType<T>;
  /** Does it; what follows in the product happens when the runner settles. Throws a `Refusal` where the product refuses. */
  run(input: T, context: ScriptContext): Promise<void>;
}

export function defineVerb<S extends z.ZodType>(verb: Omit<Verb<z.output<S>>, "input"> & { input: S }): Verb {
  return verb;
}
