/** The keys of an object, one control each. */
import { Stack } from "@mantine/core";
import type { ComponentType } from "react";
import type { z } from "zod";
import type { Problem } from "../../../automation/problems.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { withKey } from "./config-value.ts";
import type { SchemaFieldProps } from "./known-field.ts";
import { fieldSchema, shapeOf } from "./schema.ts";

export interface KeysProps {
  schema: z.ZodType;
  scope: string;
  path: string;
  value: JsonObject;
  onChange(value: JsonObject, mergeKey?: string): void;
  problems: readonly Problem[];
  Field: ComponentType<SchemaFieldProps>;
  /** A key that is shown elsewhere. */
  without?: string;
}

export function Keys({ schema, scope, path, value, onChange, problems, Field, without }: KeysProps) {
  const shown = Object.entries(shapeOf(fieldSchema(schema))).filter(([key]) => key !== without);
  return (
    <Stack gap="sm">
      {shown.map(([key, part]) => (
        <Field
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
