/**
 * References from a document to workspace objects, found through the schemas: a string schema marked with
 * `reference(kind)` is a name (or code) of that kind. The builder turns the same mark into a picker.
 */
import { z } from "zod";
import type { Condition } from "./condition-schema.ts";

export const REFERENCE_KINDS = [
  "tag",
  "tag_category",
  "list",
  "field",
  "template",
  "operator",
  "automation",
  "connection",
  "agent",
  "ticket_category",
  "ticket_status",
] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export interface Reference {
  kind: ReferenceKind;
  name: string;
  /** Path inside the value that was searched. */
  path: (string | number)[];
}

/** A string that names a workspace object of this kind. */
export function reference(kind: ReferenceKind) {
  return z.string().min(1).max(512).meta({ reference: kind });
}

interface Definable {
  def: { type: string } & Record<string, unknown>;
}

/** All references in `value`, which must have passed `schema`. */
export function findReferences(schema: z.ZodType, value: unknown, path: (string | number)[] = []): Reference[] {
  if (value === undefined || value === null) return [];
  const meta = schema.meta() as { reference?: ReferenceKind; condition?: true } | undefined;
  if (meta?.reference && typeof value === "string") return [{ kind: meta.reference, name: value, path }];
  if (meta?.condition) return conditionReferences(value as Condition, path);
  const def = (schema as unknown as Definable).def;
  switch (def.type) {
    case "object": {
      const shape = def["shape"] as Record<string, z.ZodType>;
      const record = value as Record<string, unknown>;
      return Object.keys(shape).flatMap((key) => findReferences(shape[key] as z.ZodType, record[key], [...path, key]));
    }
    case "array":
      return (value as unknown[]).flatMap((item, index) => findReferences(def["element"] as z.ZodType, item, [...path, index]));
    case "record":
      return Object.entries(value as object).flatMap(([key, item]) => findReferences(def["valueType"] as z.ZodType, item, [...path, key]));
    case "union": {
      const match = (def["options"] as z.ZodType[]).find((option) => option.safeParse(value).success);
      return match ? findReferences(match, value, path) : [];
    }
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return findReferences(def["innerType"] as z.ZodType, value, path);
    case "pipe":
      // A transform on the way out keeps the names where the input had them.
      return findReferences(def["in"] as z.ZodType, value, path);
    case "lazy":
      return findReferences((def["getter"] as () => z.ZodType)(), value, path);
    default:
      return [];
  }
}

const CONDITION_REFERENCES: Record<string, ReferenceKind> = {
  "contact.tags": "tag",
  "contact.lists": "list",
  "contact.operators": "operator",
};

function conditionReferences(condition: Condition, path: (string | number)[]): Reference[] {
  if ("all" in condition) return condition.all.flatMap((item, i) => conditionReferences(item, [...path, "all", i]));
  if ("any" in condition) return condition.any.flatMap((item, i) => conditionReferences(item, [...path, "any", i]));
  if ("not" in condition) return conditionReferences(condition.not, [...path, "not"]);
  const found: Reference[] = [];
  const code = /^contact\.fields\.(.+)$/.exec(condition.field)?.[1];
  if (code) found.push({ kind: "field", name: code, path: [...path, "field"] });
  const kind = CONDITION_REFERENCES[condition.field];
  if (kind) {
    const values = Array.isArray(condition.value) ? condition.value : [condition.value];
    values.forEach((name, i) => {
      if (typeof name === "string") found.push({ kind, name, path: Array.isArray(condition.value) ? [...path, "value", i] : [...path, "value"] });
    });
  }
  return found;
}
