/** What every control of a form gets: the value with its place, and the words around it. */
import type { ComponentType } from "react";
import type { z } from "zod";
import type { Problem } from "../../../automation/problems.ts";
import type { Json } from "../../../domain/json.ts";
import type { FieldSchema } from "./schema.ts";

export interface SchemaFieldProps {
  name: string;
  /** `add_tag`: finds the texts of its keys. */
  scope: string;
  schema: z.ZodType;
  path: string;
  value: Json | undefined;
  onChange(value: Json | undefined, mergeKey?: string): void;
  problems: readonly Problem[];
  /** What stands above it says it already. */
  unlabelled?: boolean;
}

export interface KnownField extends Omit<SchemaFieldProps, "schema"> {
  field: FieldSchema;
  label: string;
  description: string | undefined;
  error: string | undefined;
  /** Shows a value inside this one; given, because lists hold fields that hold lists. */
  Field: ComponentType<SchemaFieldProps>;
}

export function sharedProps({ label, description, error, field }: KnownField) {
  return { label, description, error, required: !field.optional };
}

export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : typeof value === "string" && value !== "" ? [value] : [];
}
