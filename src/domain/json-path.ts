/**
 * Where a value lies in a JSON document, as people write it: `data.id`, `items[0].name`, `items.0.name`, `$.data.id`; `$` is the whole.
 * A key that holds points, brackets or quotes stands in brackets and quotes, as in JSON: `data["first.name"]`.
 */
import type { Json } from "./json.ts";

const INDEX = /^\[\s*(\d+)\s*\]/;
const DOUBLE_QUOTED = /^\[\s*("(?:[^"\\]|\\.)*")\s*\]/;
const SINGLE_QUOTED = /^\[\s*'((?:[^'\\]|\\.)*)'\s*\]/;

/** The keys on the way to a value. What is no bracket with a number or a quoted key in it is read as it stands. */
function keysOf(path: string): string[] {
  const keys: string[] = [];
  let rest = path.replace(/^\$(?=$|[.[])/, "");
  while (rest !== "") {
    const bracket = INDEX.exec(rest) ?? DOUBLE_QUOTED.exec(rest) ?? SINGLE_QUOTED.exec(rest);
    if (bracket) {
      keys.push(unquoted(bracket[1] as string, rest));
      rest = rest.slice(bracket[0].length);
      continue;
    }
    const plain = (/^\.?\[?[^.[]*/.exec(rest) as RegExpExecArray)[0];
    const key = plain.replace(/^\./, "");
    if (key !== "") keys.push(key);
    rest = rest.slice(plain.length);
  }
  return keys;
}

function unquoted(text: string, bracket: string): string {
  if (text.startsWith('"')) {
    try {
      return JSON.parse(text) as string;
    } catch {
      return text.slice(1, -1);
    }
  }
  return /^\[\s*'/.test(bracket) ? text.replace(/\\(.)/g, "$1") : text;
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

/** Letters of any language, digits, `_`, `-` and `$` inside: read alike with and without quotes. */
const PLAIN = /^(?!__proto__$)[\p{L}\p{N}_][\p{L}\p{M}\p{N}_$-]*$/u;

/** The path of a key below another path, such that `valueAt` finds it whatever the key is. */
export function pathBelow(path: string, key: string): string {
  if (!PLAIN.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** The last key that is no number, for naming what is found there; null where there is none. */
export function lastNameIn(path: string): string | null {
  return keysOf(path).findLast((key) => !/^\d+$/.test(key)) ?? null;
}
