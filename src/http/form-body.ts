/** Form bodies (`application/x-www-form-urlencoded`) as objects: `contact[fields][city]=Roma` is `{contact: {fields: {city: "Roma"}}}`. */
import type { Json, JsonObject } from "../domain/json.ts";

/** Deeper brackets stay part of the last key. */
const MAX_DEPTH = 8;

/** Every value is a text; `tags[]=a&tags[]=b` and a key that is repeated become lists, `orders[0]` a key "0". */
export function parseForm(text: string): JsonObject {
  const result: JsonObject = Object.create(null) as JsonObject;
  for (const [name, value] of new URLSearchParams(text)) put(result, keysOf(name), value);
  return result;
}

function keysOf(name: string): string[] {
  const first = /^[^[]+/.exec(name)?.[0];
  if (first === undefined || !/^(\[[^[\]]*\])+$/.test(name.slice(first.length))) return [name];
  const keys = [first, ...[...name.slice(first.length).matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] as string)];
  return keys.length <= MAX_DEPTH ? keys : [...keys.slice(0, MAX_DEPTH - 1), keys.slice(MAX_DEPTH - 1).join(".")];
}

function put(target: JsonObject, [key = "", ...rest]: string[], value: string): void {
  const before = target[key];
  const list = rest.length === 1 && rest[0] === "";
  // Lists are ours, and grow in place: copied for each value, a body of the same key would take minutes.
  if (Array.isArray(before) && (rest.length === 0 || list)) before.push(value);
  else if (rest.length === 0) target[key] = before === undefined ? value : [before, value];
  else if (list) target[key] = [value];
  else {
    // Objects without a prototype: a key `__proto__` is a key like any other.
    const inner = isObject(before) ? before : (Object.create(null) as JsonObject);
    target[key] = inner;
    put(inner, rest, value);
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
