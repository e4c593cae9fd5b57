/** What contacts can be filtered by, with which operators and which input. */

import type { FilterOp } from "../../contract/filter.ts";
import type { Field } from "../../contract/objects.ts";
import { CONSENT_STATES } from "../../domain/consent.ts";

export type ValueKind =
  | "text"
  | "language"
  | "number"
  | "date"
  | "boolean"
  | "choice"
  | "tags"
  | "lists"
  | "operators"
  | "automations"
  | "imports"
  | "days";

export interface FilterField {
  name: string;
  kind: ValueKind;
  /** Only custom fields bring their own; the others are translated. */
  label?: string;
  choices?: readonly string[];
}

const TEXT: readonly FilterOp[] = ["contains", "eq", "ne", "starts_with", "is_empty", "not_empty"];
const SET: readonly FilterOp[] = ["has_any", "has_all", "has_none", "is_empty", "not_empty"];
export const OPS: Record<ValueKind, readonly FilterOp[]> = {
  text: TEXT,
  language: ["eq", "ne", "is_empty", "not_empty"],
  number: ["eq", "ne", "gt", "gte", "lt", "lte", "is_empty", "not_empty"],
  date: ["within_last", "within_next", "before", "after", "on", "is_empty", "not_empty"],
  boolean: ["eq"],
  choice: ["eq", "ne", "is_empty", "not_empty"],
  tags: SET,
  lists: SET,
  operators: SET,
  automations: ["has_any", "has_none"],
  imports: ["has_any", "has_none"],
  days: ["lt", "gt"],
};

/** Operators without a value. */
export const VALUELESS: readonly FilterOp[] = ["is_empty", "not_empty"];

const BUILT_IN: readonly FilterField[] = [
  { name: "contact.tags", kind: "tags" },
  { name: "contact.lists", kind: "lists" },
  { name: "contact.consent", kind: "choice", choices: CONSENT_STATES },
  { name: "contact.first_name", kind: "text" },
  { name: "contact.last_name", kind: "text" },
  { name: "contact.email", kind: "text" },
  { name: "contact.phone", kind: "text" },
  { name: "contact.language", kind: "language" },
  { name: "contact.operators", kind: "operators" },
  { name: "contact.blocked", kind: "boolean" },
  { name: "contact.reachable", kind: "boolean" },
  { name: "contact.created_at", kind: "date" },
  { name: "contact.last_seen_at", kind: "date" },
  { name: "contact.imports", kind: "imports" },
  { name: "chat.window_open", kind: "boolean" },
  { name: "chat.unread", kind: "boolean" },
  { name: "run.active", kind: "automations" },
  { name: "run.ever", kind: "automations" },
];

const KIND_OF_TYPE: Record<Field["type"], ValueKind> = {
  text: "text",
  long_text: "text",
  number: "number",
  date: "date",
  datetime: "date",
  boolean: "boolean",
  choice: "choice",
  json: "text",
};

export function filterFields(custom: readonly Field[]): FilterField[] {
  return [
    ...BUILT_IN,
    ...custom.map((field) => ({
      name: `contact.fields.${field.code}`,
      kind: KIND_OF_TYPE[field.type],
      label: field.label,
      ...(field.choices && { choices: field.choices }),
    })),
  ];
}
