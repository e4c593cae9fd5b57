/** Zod's issues as problems that name the very place: unknown keys each by their own path, unions by the alternative that was meant. */
import type { z } from "zod";
import { type Problem, problem } from "./problems.ts";
import type { Path } from "./walk-schema.ts";

type Issue = z.core.$ZodIssue;

export function schemaProblems(error: z.ZodError, at: Path): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, at));
}

function issueProblems(issue: Issue, at: Path): Problem[] {
  const path = [...at, ...(issue.path as Path)];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      problem("unknown_key", [...path, key], `There is no setting called "${key}" here.`, "Remove it, or correct its spelling."),
    );
  }
  if (issue.code === "invalid_union") {
    const meant = closest(issue.errors);
    if (meant) return meant.flatMap((inner) => issueProblems(inner, path));
  }
  return [problem("invalid_config", path, sentence(issue.message))];
}

/**
 * The alternative somebody most likely meant: the one whose issues lie deepest, then the one with the fewest. None where
 * nothing got past the top: then the union's own message says more.
 */
function closest(alternatives: Issue[][]): Issue[] | undefined {
  const inside = alternatives.filter((issues) => issues.some((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys"));
  const depth = (issues: Issue[]) => Math.max(...issues.map((issue) => issue.path.length));
  return inside.sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
