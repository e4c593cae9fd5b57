/**
 * Regular expressions written by users, run on text written by strangers: by RE2, whose time grows with the text and never
 * explodes, so there is no list of dangerous patterns to keep. It has no look-around and no back-references.
 */
import { LRUCache } from "lru-cache";
import { RE2JS } from "re2js";

/** Characters. */
export const MAX_PATTERN = 200;
export const MAX_PATTERN_INPUT = 2000;

/**
 * RE2's measure of a pattern's cost, to which repetitions with counts add up ("a{1000}" is 1,002). At this size the worst
 * pattern takes 50 ms on its first text; people's own patterns have sizes below 100.
 */
const MAX_PROGRAM_SIZE = 300;

/** Each may keep up to 8 MB of states. */
const cache = new LRUCache<string, RE2JS>({ max: 100 });

/** Why a pattern cannot be used, or null when it can. */
export function checkPattern(pattern: string): string | null {
  if (pattern === "") return "the pattern is empty";
  if (pattern.length > MAX_PATTERN) return `the pattern is longer than ${MAX_PATTERN} characters`;
  try {
    return compile(pattern).programSize() > MAX_PROGRAM_SIZE ? "the pattern repeats too much: use smaller counts in { }" : null;
  } catch (error) {
    return `not a regular expression of RE2's kind: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whether the pattern occurs in the first 2,000 characters of the text, in any case. A pattern that cannot be used occurs nowhere. */
export function matchesPattern(pattern: string, text: string): boolean {
  return checkPattern(pattern) === null && compile(pattern).test(text.slice(0, MAX_PATTERN_INPUT));
}

function compile(pattern: string): RE2JS {
  let compiled = cache.get(pattern);
  if (!compiled) {
    compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    cache.set(pattern, compiled);
  }
  return compiled;
}
