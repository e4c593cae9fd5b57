/** What a script can expect. One file under `expect/` exports one as `check`, named like its key. */
import type { z } from "zod";
import type { ScriptContext } from "./verb.ts";

/** What did not hold. */
export interface Mismatch {
  expected: unknown;
  found: unknown;
  /** Which of several, or what else helps. */
  hint?: string;
}

export interface Check<T = unknown> {
  key: string;
  input: z.ZodType<T>;
  /** Null: it holds. */
  check(expected: T, context: ScriptContext): Promise<Mismatch | null> | Mismatch | null;
}

export function defineCheck<S extends z.ZodType>(check: Omit<Check<z.output<S>>, "input"> & { input: S }): Check {
  return check;
}
