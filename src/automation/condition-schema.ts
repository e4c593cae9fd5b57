/** The form of conditions: `{ all: […] }`, `{ any: […] }`, `{ not: … }` nested freely over `{ field, op, value }`. */
import { z } from "zod";
import { parseDate, parseDateTime } from "../domain/calendar.ts";
import { type Duration, durationSchema } from "../domain/duration.ts";
import { ticketStatusName } from "../domain/ticket.ts";
import { CONDITION_OPS, type ConditionField, type ConditionOp, conditionField } from "./condition-fields.ts";
import { checkPattern } from "./pattern.ts";
import { shortWeekday } from "./respell.ts";

export type ConditionScalar = string | number | boolean | null;
export type ConditionValue = ConditionScalar | ConditionScalar[] | Duration;

export interface ConditionLeaf {
  field: string;
  op: ConditionOp;
  value?: ConditionValue | undefined;
}

export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | ConditionLeaf;

/** Deeper nesting is not readable by people, and the bound keeps recursion harmless. */
export const MAX_CONDITION_DEPTH = 10;
const MAX_CONDITIONS_IN_GROUP = 100;
const MAX_VALUES = 1000;

const scalarSchema = z.union([z.string().max(4096), z.number(), z.boolean(), z.null()]);

const leafSchema = z.strictObject({
  field: z.string().max(300).describe("What is looked at, e.g. contact.fields.CITY"),
  op: z.enum(CONDITION_OPS as unknown as [ConditionOp, ...ConditionOp[]]),
  value: z
    .union([scalarSchema, z.array(scalarSchema).max(MAX_VALUES), durationSchema], {
      error: "a text, a number, true or false, a list of these, or a duration",
    })
    .optional()
    .describe("What it is compared with; nothing for is_empty and not_empty"),
});

const groupSchema = z.lazy(() => z.array(formSchema).min(1).max(MAX_CONDITIONS_IN_GROUP));

const formSchema: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([z.strictObject({ all: groupSchema }), z.strictObject({ any: groupSchema }), z.strictObject({ not: formSchema }), leafSchema]),
  )
  .meta({ id: "Condition" });

/**
 * A condition. Checked by hand first: a union of four forms could only say "invalid input" at the top, and people need the
 * very line. The union is what the published JSON Schema shows.
 */
export const conditionSchema = z
  .preprocess((value, context) => {
    const given = plainlySpelled(value);
    checkForm(given, [], 1, (path, wrong) => {
      if (typeof wrong === "string") return context.addIssue({ code: "custom", message: wrong, path, input: given });
      const { code, message } = wrong;
      const found = { ...wrong, path: [...path, ...wrong.path], input: given } as z.core.$ZodRawIssue;
      // Behind bare unrecognized keys Zod would go on to the union: they come as the one alternative that was meant.
      const meant: z.core.$ZodRawIssue = {
        code: "invalid_union",
        errors: [[{ ...wrong, path: [] }]],
        message,
        path: found.path,
        input: given,
      };
      context.issues.push(code === "unrecognized_keys" ? meant : found);
    });
    return given;
  }, formSchema)
  .meta({ condition: true }) as unknown as z.ZodType<Condition, Condition>;

/** Other spellings of values whose words are fixed: `Monday` of `mon`, `in progress` of `in_progress`. */
const SPELLINGS: Record<string, (written: string) => string> = { "now.weekday": shortWeekday, "ticket.status": ticketStatusName };

function plainlySpelled(condition: unknown, depth = 0): unknown {
  // A list and what holds it are two steps down; what lies deeper is refused anyway.
  if (typeof condition !== "object" || condition === null || depth > 2 * MAX_CONDITION_DEPTH) return condition;
  if (Array.isArray(condition)) return condition.map((item) => plainlySpelled(item, depth + 1));
  const { field, value, ...groups } = condition as Record<string, unknown>;
  const spell = typeof field === "string" && Object.hasOwn(SPELLINGS, field) ? SPELLINGS[field] : undefined;
  const plain = (one: unknown) => (spell && typeof one === "string" ? spell(one) : one);
  return {
    ...(field !== undefined && { field }),
    ...(value !== undefined && { value: Array.isArray(value) ? value.map(plain) : plain(value) }),
    ...Object.fromEntries(Object.entries(groups).map(([key, inner]) => [key, plainlySpelled(inner, depth + 1)])),
  };
}

type Path = (string | number)[];
/** What is wrong at a place: a sentence, or an issue of Zod's whose own path goes on from there. */
type Report = (path: Path, wrong: string | z.core.$ZodIssue) => void;

const FORMS = "a condition is { all: […] }, { any: […] }, { not: … } or { field, op, value }";

function checkForm(value: unknown, path: Path, depth: number, report: Report): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return report(path, FORMS);
  if (depth > MAX_CONDITION_DEPTH) return report(path, `conditions are nested deeper than ${MAX_CONDITION_DEPTH} levels`);
  const form = ["all", "any", "not"].find((key) => Object.hasOwn(value, key));
  if (form === undefined)
    return Object.hasOwn(value, "field") || Object.hasOwn(value, "op") ? checkLeaf(value, path, report) : report(path, FORMS);

  const others = Object.keys(value).filter((key) => key !== form);
  if (others.length > 0) {
    const message = `Unrecognized key: "${others.join('", "')}"`;
    report(path, { code: "unrecognized_keys", keys: others, message, path: [] });
  }
  const inner = (value as Record<string, unknown>)[form];
  if (form === "not") return checkForm(inner, [...path, form], depth + 1, report);
  if (!Array.isArray(inner)) return report([...path, form], "must be a list of conditions");
  if (inner.length === 0) return report([...path, form], "add at least one condition");
  if (inner.length > MAX_CONDITIONS_IN_GROUP) return report([...path, form], `at most ${MAX_CONDITIONS_IN_GROUP} conditions in one group`);
  inner.forEach((item, i) => checkForm(item, [...path, form, i], depth + 1, report));
}

function checkLeaf(value: object, path: Path, report: Report): void {
  const parsed = leafSchema.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) report(path, issue);
    return;
  }
  const leaf: ConditionLeaf = parsed.data;
  const field = conditionField(leaf.field);
  if (!field) return report([...path, "field"], `there is no field "${leaf.field}" to look at`);
  const wrong = wrongValue(leaf, field);
  if (wrong !== null) report([...path, "value"], wrong);
}

/** What is wrong with the value for this operator and field, or null. */
function wrongValue({ op, value }: ConditionLeaf, field: ConditionField): string | null {
  if (op === "is_empty" || op === "not_empty") return null;
  if (value === undefined || value === null) return `"${op}" needs a value`;
  return OP_CHECKS[op]?.(value, field) ?? wrongForField(value, field, op);
}

type Check = (value: ConditionValue, field: ConditionField) => string | null;

const someValues: Check = (value) =>
  Array.isArray(value) && value.length === 0 ? "needs at least one value" : isDuration(value) ? "must be a list of values" : null;
const oneText: Check = (value) => (typeof value === "string" || typeof value === "number" ? null : "must be a text");
const oneDuration: Check = (value) => (isDurationValue(value) ? null : 'must be a duration such as { days: 7 } or "P7D"');
const oneDate: Check = (value) => (isDateText(value) ? null : 'must be a date such as "2026-03-29" or "29/03/2026", or a date and time');

const OP_CHECKS: Partial<Record<ConditionOp, Check>> = {
  matches: (value) => (typeof value === "string" ? checkPattern(value) : "must be a regular expression"),
  between: (value) => (Array.isArray(value) && value.length === 2 ? null : "must be a list of two values, the lower and the upper"),
  contains: (value) => (Array.isArray(value) || isDuration(value) ? "must be one value" : null),
  not_contains: (value) => (Array.isArray(value) || isDuration(value) ? "must be one value" : null),
  starts_with: oneText,
  ends_with: oneText,
  in: someValues,
  not_in: someValues,
  has_any: someValues,
  has_all: someValues,
  has_none: someValues,
  before: oneDate,
  after: oneDate,
  on: oneDate,
  within_last: oneDuration,
  within_next: oneDuration,
};

function wrongForField(value: ConditionValue, field: ConditionField, op: ConditionOp): string | null {
  const values = Array.isArray(value) ? value : [value];
  if (field.type === "duration") {
    return values.every(isDurationValue) ? null : 'is compared with a duration such as { hours: 24 } or "PT24H"';
  }
  if (isDuration(value) && op !== "within_last" && op !== "within_next") return "a duration does not fit this field";
  if (field.choices && ["eq", "ne", "in", "not_in"].includes(op)) {
    const unknown = values.find((item) => !field.choices?.includes(choiceText(item)));
    if (unknown !== undefined) return `"${choiceText(unknown)}" is none of ${field.choices.join(", ")}`;
  }
  return null;
}

function choiceText(value: ConditionValue): string {
  return typeof value === "string" ? value.trim().toLowerCase() : JSON.stringify(value);
}

function isDuration(value: unknown): value is Duration {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDurationValue(value: unknown): boolean {
  return (isDuration(value) || typeof value === "string") && durationSchema.safeParse(value).success;
}

function isDateText(value: unknown): boolean {
  return typeof value === "string" && (parseDate(value) ?? parseDateTime(value, "UTC")) !== null;
}
