/** Reads zod schemas as a form needs them: without their wrappers, with what was said about them on the way. */
import type { z } from "zod";
import type { Json } from "../../../domain/json.ts";

interface Definable {
  def: { type: string } & Record<string, unknown>;
}

export interface FieldSchema {
  /** The innermost schema. */
  schema: z.ZodType;
  type: string;
  def: Record<string, unknown>;
  /** May be left out. */
  optional: boolean;
  /** May be null, which means something ("for ever"). */
  nullable: boolean;
  /** What it is when left out. */
  fallback: Json | undefined;
  description: string | undefined;
  marks: Readonly<Record<string, unknown>>;
}

export function fieldSchema(schema: z.ZodType): FieldSchema {
  let current = schema;
  let optional = false;
  let nullable = false;
  let fallback: Json | undefined;
  let description: string | undefined;
  let marks: Record<string, unknown> = {};
  for (;;) {
    const meta = current.meta();
    description ??= meta?.description;
    marks = { ...meta, ...marks };
    const { def } = current as unknown as Definable;
    if (def.type === "optional") optional = true;
    else if (def.type === "nullable") nullable = true;
    else if (def.type === "default" || def.type === "prefault") {
      optional = true;
      const value = def["defaultValue"];
      fallback = (typeof value === "function" ? (value as () => Json)() : value) as Json;
    } else if (def.type === "lazy") {
      current = (def["getter"] as () => z.ZodType)();
      continue;
    } else if (def.type === "pipe") {
      // A preprocess has the real form on its way out, a transform on its way in.
      const into = def["in"] as z.ZodType;
      current = (into as unknown as Definable).def.type === "transform" ? (def["out"] as z.ZodType) : into;
      continue;
    } else if (def.type !== "readonly" && def.type !== "catch")
      return { schema: current, type: def.type, def, optional, nullable, fallback, description, marks };
    current = def["innerType"] as z.ZodType;
  }
}

export function shapeOf(field: FieldSchema): Record<string, z.ZodType> {
  return field.type === "object" ? (field.def["shape"] as Record<string, z.ZodType>) : {};
}

export function optionsOf(field: FieldSchema): z.ZodType[] {
  return field.type === "union" ? (field.def["options"] as z.ZodType[]) : [];
}

export function elementOf(field: FieldSchema): z.ZodType {
  return field.def["element"] as z.ZodType;
}

/** Choices of an enum, or of a union of literals; null for anything else. */
export function choicesOf(field: FieldSchema): string[] | null {
  if (field.type === "enum") return Object.values(field.def["entries"] as Record<string, string>);
  if (field.type === "literal") return (field.def["values"] as unknown[]).map(String);
  const options = optionsOf(field).map(fieldSchema);
  if (options.length > 0 && options.every((option) => option.type === "literal"))
    return options.flatMap((option) => choicesOf(option) ?? []);
  return null;
}

/** `{ days, hours, … }` or ISO 8601 text. */
export function isDurationSchema(field: FieldSchema): boolean {
  return optionsOf(field).some((option) => {
    const shape = shapeOf(fieldSchema(option));
    return "days" in shape && "hours" in shape && "minutes" in shape;
  });
}

/** `HH:MM`, known by what the pattern takes. */
export function isTimeSchema(field: FieldSchema): boolean {
  if (field.type !== "string") return false;
  return (
    field.schema.safeParse("23:59").success &&
    field.schema.safeParse("00:00").success &&
    !field.schema.safeParse("24:00").success &&
    !field.schema.safeParse("noon").success
  );
}

export interface NumberLimits {
  min: number | undefined;
  max: number | undefined;
  whole: boolean;
}

export function numberLimits(field: FieldSchema): NumberLimits {
  const number = field.schema as unknown as { minValue: number | null; maxValue: number | null; isInt?: boolean; format?: string | null };
  const finite = (value: number | null) =>
    value !== null && Number.isFinite(value) && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
  return { min: finite(number.minValue), max: finite(number.maxValue), whole: number.isInt === true || number.format === "safeint" };
}

export function maxLength(field: FieldSchema): number | undefined {
  return (field.schema as unknown as { maxLength?: number | null }).maxLength ?? undefined;
}

/** The smallest value of this form, for a new item of a list: required parts only. */
export function emptyValue(schema: z.ZodType): Json {
  const field = fieldSchema(schema);
  if (field.fallback !== undefined) return field.fallback;
  if (field.nullable) return null;
  const choices = choicesOf(field);
  if (choices) return choices[0] ?? "";
  switch (field.type) {
    case "string":
      return "";
    case "number":
      return numberLimits(field).min ?? 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "record":
      return {};
    case "object":
      return Object.fromEntries(
        Object.entries(shapeOf(field)).flatMap(([key, part]) => (fieldSchema(part).optional ? [] : [[key, emptyValue(part)] as const])),
      );
    case "union": {
      const [first] = optionsOf(field);
      return first ? emptyValue(first) : null;
    }
    default:
      return null;
  }
}

/** Index of the alternative that a value is, or nearly is (an unfinished one); 0 when none fits. */
export function matchingOption(field: FieldSchema, value: Json): number {
  const options = optionsOf(field);
  const exact = options.findIndex((option) => option.safeParse(value).success);
  if (exact >= 0) return exact;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return Math.max(
      0,
      options.findIndex((option) => fieldSchema(option).type === (Array.isArray(value) ? "array" : typeof value)),
    );
  }
  const scores = options.map((option) => {
    const shape = shapeOf(fieldSchema(option));
    return Object.entries(value).reduce((score, [key, part]) => {
      const own = shape[key];
      if (!own) return score - 1;
      const choices = choicesOf(fieldSchema(own));
      return choices ? score + (choices.includes(String(part)) ? 4 : -4) : score + 1;
    }, 0);
  });
  return scores.indexOf(Math.max(...scores));
}

/** `save_to`, `saveTo` → "Save to", for keys without a text of their own. */
export function humanise(key: string): string {
  const words = key
    .replace(/_/g, " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
