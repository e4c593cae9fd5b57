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
  return [problem("invalid_config", path, sentence(plainly(issue) ?? issue.message))];
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

const TYPES: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "yes or no",
  array: "a list",
  object: "a group of settings",
  record: "a group of settings",
};

/** Zod's own messages in words for people who know no types. Null where a schema has words of its own, or Zod's say it best. */
function plainly(issue: Issue): string | null {
  if (!/^(Invalid|Too) /.test(issue.message)) return null;
  switch (issue.code) {
    case "invalid_type":
      if (issue.message.endsWith("received undefined")) return "This is missing";
      return `This must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "too_small":
      if (issue.origin === "string") return issue.minimum === 1 ? "This must not be empty" : `At least ${issue.minimum} characters`;
      if (issue.origin === "array") return issue.minimum === 1 ? "Choose at least one" : `At least ${issue.minimum} entries`;
      return issue.inclusive ? `${issue.minimum} or more` : `More than ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "string") return `At most ${issue.maximum} characters`;
      if (issue.origin === "array") return `At most ${issue.maximum} entries`;
      return issue.inclusive ? `${issue.maximum} or less` : `Less than ${issue.maximum}`;
    case "invalid_value":
      return `One of ${issue.values.join(", ")}`;
    case "invalid_format":
      return issue.format === "url" ? "A web address, like https://example.com" : null;
    default:
      return null;
  }
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
