/**
 * Reading JSON nobody promised us the shape of. Every reader answers `undefined` instead of throwing: a webhook with an
 * odd field must still be stored and answered 200, or Meta repeats it for seven days.
 */
import type { Json, JsonObject } from "../../domain/json.ts";

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function asArray(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

/** Text that says something; numbers are accepted because Meta sends ids as strings in one place and integers in another. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return undefined;
}

/** A finite number, also when written as a string. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** Unix seconds later than this (the year 2100) are not a time but some other number in the wrong place. */
const LATEST_PLAUSIBLE_SECONDS = 4_102_444_800;

/** Unix seconds (text in messages, integers in template and account fields) as epoch milliseconds. */
export function asInstant(value: unknown): number | undefined {
  const seconds = asNumber(value);
  if (seconds === undefined || seconds <= 0 || seconds > LATEST_PLAUSIBLE_SECONDS) return undefined;
  return Math.round(seconds * 1000);
}

/** The object without its `undefined` entries, so that absent stays absent when stored and compared. */
export function compact<T extends object>(value: T): T {
  const record = value as Record<string, unknown>;
  for (const key in record) if (record[key] === undefined) delete record[key];
  return value;
}
