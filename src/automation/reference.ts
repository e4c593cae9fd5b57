/**
 * References from a document to workspace objects, found through the schemas: a string schema marked with
 * `reference(kind)` is a name (or code) of that kind. The builder turns the same mark into a picker.
 */
import { z } from "zod";
import { ticketStatusName } from "../domain/ticket.ts";
import type { Condition } from "./condition-schema.ts";
import { isAttribute } from "./contact-change.ts";
import { type Path, walkSchema } from "./walk-schema.ts";

export const REFERENCE_KINDS = [
  "channel",
  "tag",
  "tag_category",
  "list",
  "field",
  "template",
  "operator",
  "automation",
  "connection",
  "agent",
  "voice_agent",
  "ticket_category",
  "ticket_status",
] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export interface Reference {
  kind: ReferenceKind;
  name: string;
  /** Path inside the value that was searched. */
  path: Path;
  /** What stands before the name in the string at `path`: `contact.fields.` where a field is named by its variable. */
  prefix?: string;
  /** What stands after it: `.level` where a part of a JSON field is named. */
  suffix?: string;
}

/** The id of a file that was uploaded to the workspace: no name that people give, and no other workspace's file has it. */
export function uploadedFile() {
  return z.string().min(1).max(200).meta({ file: true });
}

export interface FileReference {
  id: string;
  path: Path;
}

/** All uploaded files that `value` shows, which must have passed `schema`. */
export function findFiles(schema: z.ZodType, value: unknown, path: Path = []): FileReference[] {
  const found: FileReference[] = [];
  walkSchema(
    schema,
    value,
    (marks, part, at) => void (marks["file"] && typeof part === "string" && found.push({ id: part, path: at })),
    path,
  );
  return found;
}

/** A string that names a workspace object of this kind. */
export function reference(kind: ReferenceKind) {
  return z.string().min(1).max(512).meta({ reference: kind });
}

/** The name of a ticket status; `in progress` is taken for `in_progress`. */
export function ticketStatus() {
  return z.string().min(1).max(512).overwrite(ticketStatusName).meta({ reference: "ticket_status" });
}

/** Variables of a run as documents name them: `vars.crm_id`. A leading underscore is the engine's own. */
const VARIABLE = /^vars\.[A-Za-z][A-Za-z0-9_]{0,63}$/;
export function isVariable(name: string): boolean {
  return VARIABLE.test(name);
}

/** Where a step writes a value: an attribute of the contact (`first_name`), a field's CODE, or a variable of the run (`vars.x`). */
export function writeTarget() {
  return z
    .string()
    .min(1)
    .max(128)
    .refine((name) => !name.includes(".") || isVariable(name), { error: "write first_name, a field's CODE, or vars.name" })
    .meta({ target: true });
}

/** A value that is looked up by its dotted name: `contact.fields.CITY`, `reply.text`, `vars.x`. */
export function lookupPath() {
  return z
    .string()
    .regex(/^[A-Za-z]\w*(\.[^.\s]+)+$/, { error: "write the dotted name of a value, like contact.fields.CITY" })
    .max(256)
    .meta({ lookup: true });
}

const FIELD_PREFIX = "contact.fields.";

function fieldOfLookup(name: string, path: Path): Reference[] {
  if (!name.startsWith(FIELD_PREFIX)) return [];
  const [code = "", ...inside] = name.slice(FIELD_PREFIX.length).split(".");
  return [{ kind: "field", name: code, path, prefix: FIELD_PREFIX, ...(inside.length > 0 && { suffix: `.${inside.join(".")}` }) }];
}

/** All references in `value`, which must have passed `schema`. */
export function findReferences(schema: z.ZodType, value: unknown, path: Path = []): Reference[] {
  const found: Reference[] = [];
  walkSchema(
    schema,
    value,
    (marks, part, at) => {
      if (marks["condition"]) found.push(...conditionReferences(part as Condition, at));
      if (typeof part !== "string") return;
      if (marks["reference"]) found.push({ kind: marks["reference"] as ReferenceKind, name: part, path: at });
      if (marks["lookup"]) found.push(...fieldOfLookup(part, at));
      if (marks["target"] && !isAttribute(part) && !isVariable(part)) found.push({ kind: "field", name: part, path: at });
    },
    path,
  );
  return found;
}

/** Fields of conditions whose values are names of objects. */
const CONDITION_REFERENCES: Record<string, ReferenceKind> = {
  "contact.tags": "tag",
  "contact.lists": "list",
  "contact.operators": "operator",
};

function conditionReferences(condition: Condition, path: Path): Reference[] {
  if ("all" in condition) return condition.all.flatMap((item, i) => conditionReferences(item, [...path, "all", i]));
  if ("any" in condition) return condition.any.flatMap((item, i) => conditionReferences(item, [...path, "any", i]));
  if ("not" in condition) return conditionReferences(condition.not, [...path, "not"]);
  const found = fieldOfLookup(condition.field, [...path, "field"]);
  const kind = CONDITION_REFERENCES[condition.field];
  if (kind) {
    const several = Array.isArray(condition.value);
    const values: unknown[] = several ? (condition.value as unknown[]) : [condition.value];
    values.forEach((name, i) => {
      if (typeof name === "string") found.push({ kind, name, path: several ? [...path, "value", i] : [...path, "value"] });
    });
  }
  return found;
}
