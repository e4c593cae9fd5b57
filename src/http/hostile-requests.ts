/** For tests: requests to any operation of the OpenAPI document, right in everything but one thing. */
import { kindOfKey, sampleText } from "./sample-input.ts";

export type Schema = { type?: string; format?: string } & Record<string, unknown>;

export interface Operation {
  /** `contacts.upsert`; absent for addresses that are no procedures. */
  name: string;
  method: string;
  path: string;
  parameters: { name: string; in: string; schema: Schema }[];
  /** Of the body, with its content type. */
  body?: { type: string; schema: Schema };
}

interface DocumentOperation {
  operationId?: string;
  parameters?: Operation["parameters"];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export function operationsOf(document: object): Operation[] {
  const { paths } = document as { paths: Record<string, Record<string, DocumentOperation>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody }]) => {
      const [content] = Object.entries(requestBody?.content ?? {});
      return {
        name: operationId ?? path,
        method: method.toUpperCase(),
        path,
        parameters,
        ...(content && { body: { type: content[0], schema: content[1].schema } }),
      };
    }),
  );
}

/** What no client should send and some do. */
export const HOSTILE: readonly unknown[] = [
  "\0",
  "a\0b",
  "\ud800",
  "x\udfff",
  "",
  " ",
  "x".repeat(70_000),
  "'; --",
  "{{",
  "../../etc/passwd",
  "2026-02-30",
  "2026-03-02T25:00:00Z",
  "+275760-09-13T00:00:00Z",
  "00000000-0000-0000-0000-000000000000",
  "\u202e😀",
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  [],
  [null],
  {},
  { a: { "\0": "\0" } },
  { __proto__x: 1, constructor: { prototype: 1 } },
];
/** These reach the database wherever a text is taken, so each text is tried with them. */
const EVERYWHERE: readonly unknown[] = ["\0", "a\0b", "\ud800"];

const cursorOf = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString("base64url");
/** Well-formed, and given out by no list. */
const CURSORS = [
  ...[[], ["x"], [1], [null], ["\0"], [1e308], ["2026-13-01T00:00:00Z"], ["x", "x"], [null, null], [1, 1], ["2026-03-02T00:00:00Z", "x"]],
  ...[["\0", "\0"], [2 ** 63, 2 ** 63], ["x", "x", "x"], {}, null, "x"],
].map(cursorOf);

export interface Built {
  path: string;
  query: Record<string, unknown>;
  body: unknown;
}

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** A value the schema takes, with the given ids wherever it names an object; of several shapes and optional keys, any. */
export function sampleOf(schema: Schema, key: string, context: { path: string[]; ids: Record<string, string>; random: Random }): unknown {
  const { path, ids, random } = context;
  const options = (schema["anyOf"] ?? schema["oneOf"]) as Schema[] | undefined;
  if (options) return sampleOf(pick(random, options), key, context);
  if (schema["const"] !== undefined) return schema["const"];
  if (Array.isArray(schema["enum"])) return pick(random, schema["enum"]);
  if (schema["contentMediaType"] !== undefined || schema.format === "binary")
    return new File(["phone\n+393331112222\n"], "x.csv", { type: "text/csv" });
  switch (schema.type) {
    case "object": {
      const required = new Set(schema["required"] as string[] | undefined);
      const properties = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>);
      if (properties.length === 0 && schema["additionalProperties"]) {
        return { A_FIELD: sampleOf(schema["additionalProperties"] as Schema, "A_FIELD", context) };
      }
      const chosen = properties.filter(([name]) => required.has(name) || random() < 0.7);
      return Object.fromEntries(chosen.map(([name, inner]) => [name, sampleOf(inner, name, context)]));
    }
    case "array":
      return [sampleOf((schema["items"] ?? {}) as Schema, key, context)];
    case "string": {
      const kind = kindOfKey(path, key, schema.format);
      return (kind && ids[kind]) || sampleText(key, { format: schema.format === "date-time" ? "datetime" : schema.format });
    }
    case "integer":
    case "number":
      return Math.max(1, Number(schema["minimum"] ?? 1));
    case "boolean":
      return random() < 0.5;
    case "null":
      return null;
    default:
      return "sample";
  }
}

/** Each place in a value: how to read and to replace it. */
function places(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== "object" || value instanceof File) return [at];
  const inner = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value);
  return [...(at.length > 0 ? [at] : []), ...inner.flatMap(([key, item]) => places(item, [...at, key]))];
}

function replaced(value: unknown, [key, ...rest]: (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? replaced(item, rest, by) : item));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

/** The value again and again, each time with something hostile in another place. */
export function spoilt(value: unknown, random: Random, perPlace: number): unknown[] {
  return places(value).flatMap((place) => {
    const chosen = [...EVERYWHERE, ...Array.from({ length: Math.max(0, perPlace - EVERYWHERE.length) }, () => pick(random, HOSTILE))];
    return chosen.map((hostile) => replaced(value, place, hostile));
  });
}

/** @param rounds how many differently built requests are spoilt, each in every place */
export function hostileRequests(operation: Operation, ids: Record<string, string>, random: Random, rounds: number): Built[] {
  const context = { path: operation.name.split("."), ids, random };
  const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
  const inQuery = operation.parameters.filter((parameter) => parameter.in === "query");
  const address = (values: Record<string, unknown>) =>
    operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(values[name]).toWellFormed()));
  const all: Built[] = [];
  for (let round = 0; round < rounds; round++) {
    const params = Object.fromEntries(inPath.map(({ name, schema }) => [name, sampleOf(schema, name, context)]));
    const query = Object.fromEntries(inQuery.map(({ name, schema }) => [name, sampleOf(schema, name, context)]));
    delete query["cursor"];
    const body = operation.body && sampleOf(operation.body.schema, "", context);
    const right = { path: address(params), query, body };
    for (const { name } of inPath) {
      for (const value of ["\0", "x", "", "00000000-0000-7000-8000-00000000000g", pick(random, HOSTILE)]) {
        all.push({ ...right, path: address({ ...params, [name]: value }) });
      }
    }
    for (const { name } of inQuery) {
      const values = name === "cursor" ? CURSORS : [...EVERYWHERE, "-1", String(2n ** 63n), pick(random, HOSTILE)];
      for (const value of values) all.push({ ...right, query: { ...query, [name]: value } });
    }
    if (!operation.body) continue;
    for (const value of spoilt(body, random, 5)) all.push({ ...right, body: value });
    for (const value of [null, [], "x", 1, {}, { unknown: 1 }, { ...(body as object), unknownKey: 1 }]) all.push({ ...right, body: value });
  }
  return all;
}
