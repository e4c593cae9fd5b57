/** What conditions can look at: the fields, their types, and the operators that make sense for each. */

import { WEEKDAYS } from "../domain/civil-date.ts";
import { CONSENT_STATES } from "../domain/consent.ts";

export const CONDITION_OPS = [
  ...["eq", "ne", "contains", "not_contains", "starts_with", "ends_with", "matches"],
  ...["gt", "gte", "lt", "lte", "between", "in", "not_in", "is_empty", "not_empty"],
  ...["has_any", "has_all", "has_none", "before", "after", "on", "within_last", "within_next"],
] as unknown as readonly ConditionOp[];

export type ConditionOp =
  | ("eq" | "ne" | "contains" | "not_contains" | "starts_with" | "ends_with" | "matches")
  | ("gt" | "gte" | "lt" | "lte" | "between" | "in" | "not_in" | "is_empty" | "not_empty")
  | ("has_any" | "has_all" | "has_none" | "before" | "after" | "on" | "within_last" | "within_next");

/** `any`: known only when it runs (a custom field, a payload). `duration`: milliseconds, compared with durations. */
export type ConditionFieldType =
  | "text"
  | "phone"
  | "language"
  | "choice"
  | "number"
  | "boolean"
  | "date"
  | "datetime"
  | "duration"
  | "list"
  | "any";

export interface ConditionField {
  /** The field's name, or with `open` the beginning that any name may follow (`vars.`). */
  field: string;
  type: ConditionFieldType;
  open?: true;
  choices?: readonly string[];
}

export const CONDITION_FIELDS: readonly ConditionField[] = [
  { field: "contact.first_name", type: "text" },
  { field: "contact.last_name", type: "text" },
  { field: "contact.name", type: "text" },
  { field: "contact.email", type: "text" },
  { field: "contact.phone", type: "phone" },
  { field: "contact.language", type: "language" },
  { field: "contact.time_zone", type: "text" },
  { field: "contact.consent", type: "choice", choices: CONSENT_STATES },
  { field: "contact.blocked", type: "boolean" },
  { field: "contact.created_at", type: "datetime" },
  { field: "contact.tags", type: "list" },
  { field: "contact.lists", type: "list" },
  { field: "contact.operators", type: "list" },
  { field: "contact.fields.", type: "any", open: true },
  { field: "reply.text", type: "text" },
  { field: "reply.type", type: "text" },
  { field: "reply.at", type: "datetime" },
  { field: "reply.", type: "any", open: true },
  { field: "trigger.", type: "any", open: true },
  { field: "vars.", type: "any", open: true },
  { field: "ticket.status", type: "text" },
  { field: "ticket.priority", type: "text" },
  { field: "ticket.category", type: "text" },
  { field: "chat.window_open", type: "boolean" },
  { field: "chat.last_inbound_ago", type: "duration" },
  { field: "chat.unread", type: "boolean" },
  { field: "message.last_status", type: "choice", choices: ["queued", "sent", "delivered", "read", "failed", "unknown"] },
  { field: "now.hour", type: "number" },
  { field: "now.weekday", type: "choice", choices: WEEKDAYS },
  { field: "now.date", type: "date" },
  { field: "now.month", type: "number" },
  { field: "now.in_working_hours", type: "boolean" },
  { field: "now.is_holiday", type: "boolean" },
];

const EXACT = new Map(CONDITION_FIELDS.filter(({ open }) => !open).map((field) => [field.field, field]));
const OPEN = CONDITION_FIELDS.filter(({ open }) => open);

/** Dotted names of at most 20 parts; parts of payloads may hold anything but dots and white space. */
const FIELD_NAME = /^[a-z]+(?:\.[^.\s]{1,100}){1,20}$/;

/** What is known about a field a condition names; undefined when there is no such field. */
export function conditionField(name: string): ConditionField | undefined {
  const exact = EXACT.get(name);
  if (exact) return exact;
  return FIELD_NAME.test(name) ? OPEN.find(({ field }) => name.startsWith(field)) : undefined;
}

const PRESENCE: readonly ConditionOp[] = ["is_empty", "not_empty"];
const EQUALITY: readonly ConditionOp[] = ["eq", "ne", "in", "not_in"];
const TEXT: readonly ConditionOp[] = [...EQUALITY, "contains", "not_contains", "starts_with", "ends_with", "matches", ...PRESENCE];
const ORDER: readonly ConditionOp[] = ["gt", "gte", "lt", "lte", "between"];
const TIME: readonly ConditionOp[] = ["before", "after", "on", "between", "within_last", "within_next", ...PRESENCE];

/** The operators the builder offers for a type, the usual one first. The engine accepts every operator on every field. */
export const OPS_BY_TYPE: Readonly<Record<ConditionFieldType, readonly ConditionOp[]>> = {
  text: TEXT,
  phone: TEXT,
  language: [...EQUALITY, ...PRESENCE],
  choice: [...EQUALITY, ...PRESENCE],
  number: [...EQUALITY, ...ORDER, ...PRESENCE],
  boolean: ["eq", "ne"],
  date: TIME,
  datetime: TIME,
  duration: [...ORDER, ...PRESENCE],
  list: ["has_any", "has_all", "has_none", "contains", "not_contains", ...PRESENCE],
  any: CONDITION_OPS,
};
