/** Zod's issues as problems that name the very place: unknown keys each by their own path, unions by the alternative that was meant. */
import type { z } from "zod";
import { CORRECT_IT, type Problem, problem } from "./problems.ts";
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
  return [problem("invalid_config", path, sentence(issueText(issue)), fixOf(issue))];
}

/**
 * The alternative somebody most likely meant: the one whose issues lie deepest, then the one with the fewest. None where
 * nothing got past the top: then the union's own message says more.
 */
function closest(alternatives: Issue[][]): Issue[] | undefined {
  const inside = alternatives.map(withoutUnions).filter((issues) => issues.some(isInside));
  const depth = (issues: Issue[]) => Math.max(...issues.map((issue) => issue.path.length));
  return inside.sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
}

/** A union among the alternatives of a union stands for the one of its own that was meant. */
function withoutUnions(issues: Issue[]): Issue[] {
  return issues.flatMap((issue) => (issue.code === "invalid_union" && issue.path.length === 0 && closest(issue.errors)) || [issue]);
}

function isInside(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code === "unrecognized_keys";
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

/** Zod's own messages in words for people who know no types; a message that a schema brings stays. */
function issueText(issue: Issue): string {
  if (issue.code === "invalid_key") return issue.issues[0] ? issueText(issue.issues[0]) : "This name cannot be used";
  if (!/^(Invalid|Too) /.test(issue.message)) return issue.message;
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
    case "invalid_union":
      return "options" in issue && issue.options ? `One of ${issue.options.join(", ")}` : "This cannot be used here";
    case "invalid_format":
      return issue.format === "url" ? "A web address, like https://example.com" : "This is written differently";
    default:
      return "This cannot be used here";
  }
}

const SPELLINGS: Record<string, string> = {
  string: "Write a text; in YAML between quotes.",
  number: "Write a number, without quotes.",
  int: "Write a whole number, without quotes.",
  boolean: "Write true or false, without quotes.",
  array: "Write a list, like [a, b].",
  object: "Write its settings, each as name: value.",
  record: "Write its settings, each as name: value.",
};

function fixOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined") ? "Fill it in." : (SPELLINGS[issue.expected] ?? CORRECT_IT);
    case "too_small":
      return issue.origin === "string" || issue.origin === "array" ? "Fill it in." : "Choose a larger number.";
    case "too_big":
      return issue.origin === "string" ? "Shorten it." : issue.origin === "array" ? "Leave some out." : "Choose a smaller number.";
    case "invalid_value":
      return "Choose one of these.";
    case "invalid_union":
      return "options" in issue && issue.options ? "Choose one of these." : CORRECT_IT;
    default:
      return CORRECT_IT;
  }
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
