/**
 * Values that are meant well: YAML reads an unquoted 1 or true as a number or a boolean where a text is wanted; people write
 * "Monday" or "High" where the format says `mon` and `high`, a webhook's body as the JSON it is, and a header as its text.
 */
import type { z } from "zod";
import { WEEKDAYS } from "../domain/civil-date.ts";
import type { Path } from "./walk-schema.ts";

type Issue = z.core.$ZodIssue;

/** The config with such values as the schema wants them; null where nothing that it complained of is one. The input stays as it is. */
export function respelled(error: z.ZodError, config: unknown): unknown {
  const repairs = error.issues.flatMap((issue) => repairsOf(issue, config, []));
  return repairs.length === 0 ? null : repairs.reduce((repaired, { path, value }) => replaceAt(repaired, path, value), config);
}

interface Repair {
  path: Path;
  value: unknown;
}

function repairsOf(issue: Issue, config: unknown, at: Path): Repair[] {
  const path = [...at, ...(issue.path as Path)];
  if (issue.code === "invalid_union") return issue.errors.flatMap((issues) => issues.flatMap((inner) => repairsOf(inner, config, path)));
  const value = valueIn(config, path);
  if (issue.code === "invalid_type") {
    const meant =
      issue.expected === "string"
        ? textMeant(value, path.at(-1))
        : issue.expected === "object"
          ? headerMeant(value, path.at(-1))
          : undefined;
    return meant === undefined ? [] : [{ path, value: meant }];
  }
  if (issue.code === "invalid_value" && typeof value === "string") {
    const meant = choiceMeant(issue.values, value);
    if (meant !== undefined) return [{ path, value: meant }];
  }
  return [];
}

function textMeant(value: unknown, key: string | number | undefined): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (key !== "body" || typeof value !== "object" || value === null) return undefined;
  // Quotes inside of `{{ … }}` are Liquid's, not JSON's.
  return JSON.stringify(value, null, 2).replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, (tag) => tag.replaceAll('\\"', '"'));
}

function headerMeant(value: unknown, key: string | number | undefined): { text: string } | undefined {
  return key === "header" && typeof value === "string" ? { text: value } : undefined;
}

const WEEKDAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

function choiceMeant(choices: readonly unknown[], written: string): string | undefined {
  const word = shortWeekday(written.trim().toLowerCase());
  return choices.find((choice): choice is string => typeof choice === "string" && choice.toLowerCase() === word);
}

/** `monday` → `mon`; any other text as it is. */
export function shortWeekday(text: string): string {
  return WEEKDAYS[WEEKDAY_NAMES.indexOf(text.trim().toLowerCase())] ?? text;
}

function valueIn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined),
    value,
  );
}

/** A copy that differs at `path` only and shares everything else. */
export function replaceAt(value: unknown, path: Path, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaceAt(item, rest, replacement) : item));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: replaceAt(record[key], rest, replacement) };
}
