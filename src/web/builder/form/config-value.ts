/** Small things done to configs everywhere. */
import type { Problem } from "../../../automation/problems.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";

/** A key whose value is undefined is left out of the document. */
export function withKey(value: JsonObject, key: string, next: Json | undefined): JsonObject {
  if (next !== undefined) return { ...value, [key]: next };
  const { [key]: _, ...rest } = value;
  return rest;
}

/** What is wrong at exactly this path of the config. Warnings stand above the form: a field that could be better is not red. */
export function problemAt(problems: readonly Problem[], path: string): string | undefined {
  return problems.find((problem) => problem.path === path && problem.severity !== "warning")?.message;
}
