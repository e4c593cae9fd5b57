import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readRequestSchema, sendRequestSchema } from "./request-schema.ts";

const FILE = new URL("../../../../shared/contracts/whatsapp/openapi/business-messaging-api_v23.0.yaml", import.meta.url);
const present = existsSync(FILE);
if (!present) console.warn("skipped: ../shared/contracts/whatsapp/openapi is not here");

/** Mistakes of the examples themselves: a missing `type`, and YAML reading an unquoted Yes as a boolean. */
const DEFECTS: Record<string, (value: Record<string, unknown>) => void> = {
  "Send Reply to List Message": (value) => Object.assign(value, { type: "interactive" }),
  "Send Text Message with Preview URL": (value) => Object.assign(value, { type: "text" }),
  "Send Sample Issue Resolution Template": (value) => {
    const { components } = value.template as { components: { parameters: { text: unknown }[] }[] };
    for (const { parameters } of components.slice(1)) Object.assign(parameters[0] ?? {}, { text: "Yes" });
  },
};

/** Placeholders of the specification that stand where a number, a link or a name belongs. */
function fill(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((inner) => fill(inner, key));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner, name)]));
  if (key === "to") return "+16505551234";
  if (key === "link" || key === "url") return "https://example.com/file";
  if (key === "latitude" || key === "longitude") return Number(value) || 1;
  if (key === "name" && /^[<a-z-]/.test(String(value)) && /[<-]/.test(String(value))) return "a_name";
  if (key === "type" && String(value) === "<HEADER_TYPE>") return "text";
  if (key === "title" || key === "button")
    return String(value)
      .replace(/^<.*_(\w+)>$/, "$1")
      .slice(-20);
  return value;
}

describe.skipIf(!present)("Meta's own examples of POST /{phone-number-id}/messages", () => {
  const spec = present ? parse(readFileSync(FILE, "utf8")) : { paths: {} };
  const examples = Object.entries<{ value: Record<string, unknown> }>(
    spec.paths["/{Version}/{Phone-Number-ID}/messages"]?.post.requestBody.content["application/json"].examples ?? {},
  );

  test("are all here", () => {
    expect(examples.length).toBeGreaterThanOrEqual(50);
  });

  test.each(examples)("%s", (name, { value }) => {
    DEFECTS[name]?.(value);
    const schema = "status" in value ? readRequestSchema : sendRequestSchema;
    expect(schema.safeParse(fill(value)).error?.issues ?? []).toEqual([]);
  });
});
