/** Where a value lies in a JSON document, as people write it: `data.id`, `items[0].name`, `items.0.name`, `$.data.id`; `$` is the whole. */
import type { Json } from "./json.ts";

/** The keys on the way to a value. */
function keysOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, "")
    .replace(/\[\s*(?:(\d+)|"([^"]*)"|'([^']*)')\s*\]/g, (_, index, double, single) => `.${index ?? double ?? single}`)
    .split(".")
    .filter((key) => key !== "");
}

/** Undefined where there is no such value; own keys only, so that `constructor` finds nothing. */
export function valueAt(document: Json, path: string): Json | undefined {
  let value: Json | undefined = document;
  for (const key of keysOf(path)) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as { [key: string]: Json })[key];
  }
  return value;
}
