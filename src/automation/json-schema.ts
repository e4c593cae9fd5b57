/** The published JSON Schema of documents, made from the same schemas that validate them. */
import { z } from "zod";
import { definitionSchema, ON_ERROR } from "./definition.ts";
import type { Registry } from "./trigger.ts";

type JsonSchema = Record<string, unknown>;

/** The schema of one config as people write it: before defaults and transforms. */
export function configJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-2020-12",
    unrepresentable: "any",
  }) as JsonSchema;
  return converted;
}

/** The whole format. Every step and trigger type is a definition of its own, chosen by `type`. */
export function documentJsonSchema(registry: Registry): JsonSchema {
  const document = configJsonSchema(definitionSchema);
  const properties = document["properties"] as Record<string, JsonSchema>;
  const definitions: Record<string, JsonSchema> = {};
  const nodes = (key: "triggers" | "steps", types: Registry[typeof key], extra: (config: JsonSchema) => JsonSchema): JsonSchema => {
    const array = properties[key] as JsonSchema;
    const node = array["items"] as JsonSchema & { properties: JsonSchema; required?: string[] };
    const names = Object.keys(types).sort();
    for (const name of names) {
      const type = types[name] as Registry["steps"][string] | Registry["triggers"][string];
      const config = extra(lift(configJsonSchema(type.config), definitions));
      definitions[`${key}.${name}`] = {
        ...node,
        title: type.title,
        description: type.summary,
        properties: { ...node.properties, type: { const: name }, config },
        required: [...new Set([...(node.required ?? []), ...(hasRequired(config) ? ["config"] : [])])],
      };
    }
    return {
      ...array,
      items: { oneOf: names.map((name) => ({ $ref: `#/$defs/${key}.${name}` })), discriminator: { propertyName: "type" } },
    };
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Parola automation",
    ...document,
    properties: {
      ...properties,
      triggers: nodes("triggers", registry.triggers, (config) => config),
      steps: nodes("steps", registry.steps, withOnError),
    },
    $defs: definitions,
  };
}

/** Definitions inside a config's schema (a condition refers to itself) move to the document's, where `#/$defs/…` finds them. */
function lift(config: JsonSchema, definitions: Record<string, JsonSchema>): JsonSchema {
  const { $defs, ...rest } = config;
  Object.assign(definitions, $defs);
  return rest;
}

/** Every step's config may also say what an error does. */
function withOnError(config: JsonSchema): JsonSchema {
  const onError = { enum: [...ON_ERROR], description: "What an error does when no failed exit is connected", default: "continue" };
  const add = (schema: JsonSchema): JsonSchema =>
    "properties" in schema ? { ...schema, properties: { ...(schema["properties"] as JsonSchema), onError } } : schema;
  for (const key of ["oneOf", "anyOf"]) {
    if (Array.isArray(config[key])) return { ...config, [key]: (config[key] as JsonSchema[]).map(add) };
  }
  return add(config);
}

function hasRequired(config: JsonSchema): boolean {
  return Array.isArray(config["required"]) || Array.isArray(config["oneOf"]) || Array.isArray(config["anyOf"]);
}
