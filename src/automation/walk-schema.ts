/** Walks a value together with the schema it has passed, so that marks on schemas (`.meta({ … })`) can be found in values. */
import type { z } from "zod";

export type Path = (string | number)[];

/** What `.meta()` says about a schema: `reference`, `liquid`, `condition`, `lookup`, `target`, `step`. */
export type SchemaMarks = Record<string, unknown>;

interface Definable {
  def: { type: string } & Record<string, unknown>;
}

/** Calls `visit` for every marked schema that governs a part of `value`, outermost first. */
export function walkSchema(
  schema: z.ZodType,
  value: unknown,
  visit: (marks: SchemaMarks, value: unknown, path: Path) => void,
  path: Path = [],
): void {
  if (value === undefined || value === null) return;
  const marks = schema.meta();
  if (marks) visit(marks, value, path);
  const def = (schema as unknown as Definable).def;
  switch (def.type) {
    case "object": {
      if (typeof value !== "object") return;
      const shape = def["shape"] as Record<string, z.ZodType>;
      for (const key of Object.keys(shape))
        walkSchema(shape[key] as z.ZodType, (value as Record<string, unknown>)[key], visit, [...path, key]);
      return;
    }
    case "array":
      if (Array.isArray(value)) value.forEach((item, index) => walkSchema(def["element"] as z.ZodType, item, visit, [...path, index]));
      return;
    case "record":
      if (typeof value !== "object") return;
      for (const [key, item] of Object.entries(value)) walkSchema(def["valueType"] as z.ZodType, item, visit, [...path, key]);
      return;
    case "union": {
      // Marks of the alternative that the value is; a value that is none of them has no marks inside.
      const match = (def["options"] as z.ZodType[]).find((option) => option.safeParse(value).success);
      if (match) walkSchema(match, value, visit, path);
      return;
    }
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      walkSchema(def["innerType"] as z.ZodType, value, visit, path);
      return;
    case "pipe":
      // A transform on the way out keeps the names where the input had them.
      walkSchema(def["in"] as z.ZodType, value, visit, path);
      return;
    case "lazy":
      walkSchema((def["getter"] as () => z.ZodType)(), value, visit, path);
  }
}
