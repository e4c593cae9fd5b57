/**
 * The Liquid engine behind texts and webhook bodies: no files, no chance, no clock, and bounds on time, memory and output,
 * because the texts come from users and the values from strangers.
 */
import { Context, Drop, type Emitter, Liquid, type Template as LiquidNode, Tokenizer, TokenKind, toValueSync } from "liquidjs";
import { formatDate } from "./template-date.ts";

/** Characters of the result: more than any message or webhook body may have. */
export const MAX_OUTPUT = 64 * 1024;
/** Characters of a source; the largest is a webhook body. */
export const MAX_SOURCE = 128 * 1024;
/** LiquidJS counts characters and array items made by filters and tags; this many are a few megabytes. */
const MEMORY_LIMIT = 2_000_000;
/** Milliseconds. The last resort against loops that make nothing; a usual text takes a hundredth of one. */
const RENDER_LIMIT = 250;

/** What a text needs. Left out: reading files (include, render, layout, block) and writing past `{{ }}` (echo, liquid, cycle, increment, tablerow). */
const TAGS = ["assign", "capture", "case", "comment", "for", "if", "unless", "break", "continue", "raw", "#"];

/** Left out: chance (sample, shuffle), the clock (date_to_*), turning escaping off (raw), filters that need a promise (sha256). */
const FILTERS = [
  ...["abs", "at_least", "at_most", "ceil", "divided_by", "floor", "minus", "modulo", "plus", "round", "times", "to_integer"],
  ...["append", "capitalize", "downcase", "lstrip", "normalize_whitespace", "number_of_words", "prepend", "remove", "remove_first"],
  ...["remove_last", "replace", "replace_first", "replace_last", "rstrip", "slice", "split", "squish", "strip", "strip_newlines"],
  ...["truncate", "truncatewords", "upcase", "array_to_sentence_string", "escape", "escape_once", "newline_to_br", "strip_html"],
  ...["compact", "concat", "find", "first", "has", "join", "last", "map", "pop", "push", "reject", "reverse", "shift", "size"],
  ...["sort", "sort_natural", "sum", "uniq", "unshift", "where", "default", "json", "jsonify"],
  ...["base64_decode", "base64_encode", "slugify", "url_decode", "url_encode"],
];

interface FilterThis {
  context: Context;
}

/** An engine within these bounds; whoever adds filters to it makes one of their own. */
export function createEngine(): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: MAX_SOURCE * 2,
    memoryLimit: MEMORY_LIMIT,
    renderLimit: RENDER_LIMIT,
    outputEscape: function (this: FilterThis, value: unknown) {
      const text = valueToText(value);
      // `capture` collects without counting; counted here, doubling a captured text ends at the limit.
      this.context.memoryLimit.use(text.length);
      return text;
    } as (value: unknown) => string,
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!FILTERS.includes(name)) delete engine.filters[name];
  engine.registerFilter("date", function (this: FilterThis, value: unknown, format?: unknown, timezone?: unknown) {
    return formatDate(value, format, timezone, this.context.environments);
  });
  return engine;
}

/** For texts that people read. */
export const textEngine = createEngine();

/** The text of a value: nothing for a missing one, lists with commas, objects as JSON, numbers without binary dust. */
export function valueToText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(15)));
  if (Array.isArray(value)) return value.map(valueToText).join(", ");
  if (typeof value !== "object") return typeof value === "boolean" ? String(value) : "";
  // LiquidJS' own objects, such as the one for `nil`.
  if (value instanceof Drop) return valueToText(value.valueOf());
  return jsonTexts.get(value) ?? JSON.stringify(value);
}

/** Values that the filter `json` already turned into JSON, so that it is not quoted a second time. */
const jsonTexts = new WeakMap<object, string>();

/** For webhook bodies: see `protectJson`. */
export const jsonEngine = createJsonEngine();

function createJsonEngine(): Liquid {
  const engine = createEngine();
  engine.registerFilter("json", (value: unknown) => {
    const json = JSON.stringify(value ?? null);
    const marked = { toString: () => json };
    jsonTexts.set(marked, json);
    return marked;
  });
  engine.registerFilter("in_json_text", (value: unknown) => JSON.stringify(valueToText(value)).slice(1, -1));
  engine.registerFilter("as_json_value", asJsonValue);
  return engine;
}

/** A text that is a JSON number, true, false or null stands for itself: `{"score": {{ contact.fields.SCORE }}}` works with text fields too. */
const JSON_SCALAR = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

function asJsonValue(value: unknown): string {
  if (typeof value === "string") return JSON_SCALAR.test(value) ? value : JSON.stringify(value);
  if (value instanceof Drop) return asJsonValue(value.valueOf());
  if (typeof value === "object" && value !== null) return jsonTexts.get(value) ?? JSON.stringify(value);
  return JSON.stringify(value ?? null);
}

/**
 * Rewrites a JSON body so that no value can break out of its place: `{{ x }}` inside a string literal is escaped, outside
 * of one it becomes a JSON value. Text of `capture` blocks is left alone, it is protected where it is put out.
 */
export function protectJson(source: string): string {
  let result = "";
  let inString = false;
  let captures = 0;
  for (const token of new Tokenizer(source).readTopLevelTokens()) {
    const text = source.slice(token.begin, token.end);
    if (token.kind === TokenKind.Output && captures === 0) {
      const [, open, content, close] = /^(\{\{-?)([\s\S]*?)(-?\}\})$/.exec(text) as unknown as [string, string, string, string];
      result += content.trim() === "" ? text : `${open}${content} | ${inString ? "in_json_text" : "as_json_value"} ${close}`;
      continue;
    }
    if (token.kind === TokenKind.Tag) captures += /^\{%-?\s*capture\b/.test(text) ? 1 : /^\{%-?\s*endcapture\b/.test(text) ? -1 : 0;
    else if (captures === 0) inString = endsInString(text, inString);
    result += text;
  }
  return result;
}

function endsInString(text: string, startsInString: boolean): boolean {
  let inString = startsInString;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') inString = !inString;
    else if (inString && text[i] === "\\") i++;
  }
  return inString;
}

/** Collects output and refuses more than a message or a body can hold. */
function boundedEmitter(): Emitter {
  return {
    buffer: "",
    write(text: string) {
      this.buffer += text;
      if (this.buffer.length > MAX_OUTPUT) throw new RangeError("the text is longer than 64 KiB");
    },
  };
}

/** Renders parsed nodes; `visit` sees each top-level node with what it put out. Throws what LiquidJS throws. */
export function renderNodes(
  engine: Liquid,
  nodes: LiquidNode[],
  values: object,
  visit?: (node: LiquidNode, output: string) => void,
): string {
  const context = new Context(values, engine.options, { sync: true }, { liquid: engine });
  const emitter = boundedEmitter();
  if (!visit) {
    toValueSync(engine.renderer.renderTemplates(nodes, context, emitter));
    return emitter.buffer;
  }
  for (const node of nodes) {
    const before = emitter.buffer.length;
    toValueSync(engine.renderer.renderTemplates([node], context, emitter));
    visit(node, emitter.buffer.slice(before));
  }
  return emitter.buffer;
}
