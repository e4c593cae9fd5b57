/** A form for any object schema, key by key. */
import { Stack } from "@mantine/core";
import type { z } from "zod";
import type { Problem } from "../../../automation/problems.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { fieldSchema, shapeOf } from "./schema.ts";
import { SchemaField } from "./schema-field.tsx";

export interface SchemaFormProps {
  schema: z.ZodType;
  /** `add_tag`: finds the texts of its keys. */
  scope: string;
  value: JsonObject;
  onChange(value: JsonObject, mergeKey?: string): void;
  problems: readonly Problem[];
  path?: string;
  /** Keys that another part of the form shows. */
  hide?: readonly string[];
}

export function SchemaForm({ schema, scope, value, onChange, problems, path = "", hide = [] }: SchemaFormProps) {
  const shape = shapeOf(fieldSchema(schema));
  return (
    <Stack gap="sm">
      {Object.entries(shape)
        .filter(([key]) => !hide.includes(key))
        .map(([key, part]) => (
          <SchemaField
            key={key}
            name={key}
            scope={scope}
            schema={part}
            path={path === "" ? key : `${path}.${key}`}
            value={value[key]}
            problems={problems}
            onChange={(next, mergeKey) => onChange(withKey(value, key, next), mergeKey)}
          />
        ))}
    </Stack>
  );
}

/** A key whose value is undefined is left out of the document. */
export function withKey(value: JsonObject, key: string, next: Json | undefined): JsonObject {
  if (next !== undefined) return { ...value, [key]: next };
  const { [key]: _, ...rest } = value;
  return rest;
}

/** The sentence of the problem at exactly this path of the config. */
export function problemAt(problems: readonly Problem[], path: string): string | undefined {
  return problems.find((problem) => problem.path === path)?.message;
}
