/** A config's JSON Schema as rows of a table that people read. */

export type JsonSchema = Record<string, unknown>;

interface Row {
  key: string;
  value: string;
  fallback: string;
  meaning: string;
}

/** Numbers of JSON Schema that only say "any whole number". */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
/** Longer limits guard the server; nobody plans a text around them. */
const WORTH_SAYING = 1024;

/** Markdown table of an object's keys, those inside it as `cases[].id`. Keys in `known` are said elsewhere on the page: their parts are left out. */
export function schemaTable(schema: JsonSchema, known = new Set<string>()): string {
  const rows = rowsOf(schema, "", known);
  if (rows.length === 0) return "No settings.\n";
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  const body = rows.map(({ key, value, fallback, meaning }) => line([`\`${key}\``, value, fallback, meaning]));
  return `${[line(["Key", "Value", "Default", "Meaning"]), line(["---", "---", "---", "---"]), ...body].join("\n")}\n`;
}

/** The same definition under the same key is explained once. */
export function fingerprint(key: string, schema: unknown): string {
  return `${key} ${JSON.stringify(schema)}`;
}

function rowsOf(schema: JsonSchema, prefix: string, known: ReadonlySet<string>): Row[] {
  const properties = (schema["properties"] ?? {}) as Record<string, JsonSchema>;
  const required = (schema["required"] ?? []) as string[];
  return Object.entries(properties).flatMap(([name, property]) => {
    const key = `${prefix}${name}`;
    const row = {
      key,
      value: valueOf(property),
      fallback: required.includes(name) ? "required" : "default" in property ? code(property["default"]) : "",
      meaning: String(property["description"] ?? ""),
    };
    const inner = innerRows(property, key, known);
    if (inner.length > 0 && known.has(fingerprint(key, property))) return [{ ...row, meaning: `${row.meaning} (keys as above)`.trim() }];
    return [row, ...inner];
  });
}

/** Keys inside an object, a list of objects, or whichever of several objects it may be. */
function innerRows(schema: JsonSchema, key: string, known: ReadonlySet<string>): Row[] {
  if (isDuration(schema)) return [];
  if (schema["type"] === "array") return innerRows(schema["items"] as JsonSchema, `${key}[]`, known);
  const forms = alternatives(schema).map((form) => innerRows(form, key, known));
  const objects = alternatives(schema).filter((form) => form["type"] === "object").length;
  // What one form requires the others may not even have.
  const ofForms = forms.flat().map((row) => {
    if (row.fallback !== "required" || objects < 2 || !isDirect(row.key, key)) return row;
    const same = forms.flat().filter((other) => other.key === row.key);
    if (same.length === objects && same.every(({ fallback }) => fallback === "required")) return row;
    return { ...row, fallback: same.length === 1 ? "required in its form" : "required in one form" };
  });
  // Two forms may share a key: it is said once.
  return [...new Map([...rowsOf(schema, `${key}.`, known), ...ofForms].map((row) => [row.key, row])).values()];
}

function isDirect(key: string, parent: string): boolean {
  return !key.slice(parent.length + 1).includes(".");
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return (schema["anyOf"] ?? schema["oneOf"] ?? []) as JsonSchema[];
}

/** What may be written, in words. */
function valueOf(schema: JsonSchema): string {
  if ("const" in schema) return code(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map(code).join(", ");
  if (schema["$ref"] === "#/$defs/Condition") return "[condition](#conditions)";
  if (isDuration(schema)) return "[duration](#durations)";
  const forms = alternatives(schema);
  if (forms.length > 0) return [...new Set(forms.map(valueOf))].join(" or ");
  if (typeof schema["reference"] === "string") return `${schema["reference"].replaceAll("_", " ")} name`;
  if (schema["liquid"]) return `text ✎${limits(schema, "minLength", "maxLength", " characters")}`;
  if (schema["target"]) return "field or variable";
  if (schema["lookup"]) return "name of a value";
  if (schema["step"]) return "id of a step";
  switch (schema["type"]) {
    case "array":
      return `list: ${valueOf(schema["items"] as JsonSchema)}${limits(schema, "minItems", "maxItems", "")}`;
    case "object":
      return schema["properties"] ? "object" : `map of names to ${valueOf((schema["additionalProperties"] ?? {}) as JsonSchema)}`;
    case "string":
      return `text${limits(schema, "minLength", "maxLength", " characters")}`;
    case "integer":
      return `whole number${limits(schema, "minimum", "maximum", "")}`;
    case "number":
      return `number${limits(schema, "minimum", "maximum", "")}`;
    case "boolean":
      return "`true` or `false`";
    case undefined:
      return "anything";
    default:
      return Array.isArray(schema["type"]) ? schema["type"].map((type) => valueOf({ type })).join(" or ") : String(schema["type"]);
  }
}

function limits(schema: JsonSchema, low: string, high: string, unit: string): string {
  const min = Number(schema[low] ?? 0);
  const max = Number(schema[high] ?? NO_LIMIT);
  const ofLength = unit !== "";
  if (max >= NO_LIMIT || (ofLength && max > WORTH_SAYING)) return !ofLength && min > 0 ? ` (from ${min})` : "";
  return min > 1 || (!ofLength && low in schema) ? ` (${min} to ${max}${unit})` : ` (up to ${max}${unit})`;
}

function isDuration(schema: JsonSchema): boolean {
  return alternatives(schema).some((form) => {
    const properties = Object.keys(form["properties"] ?? {});
    return properties.join() === "days,hours,minutes,seconds";
  });
}

function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
