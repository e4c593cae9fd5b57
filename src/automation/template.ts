/** Texts with variables: `Hi {{ contact.first_name }}`, in Liquid, bounded, and fast where they are simple. */
import { type Liquid, type Template as LiquidNode, Output } from "liquidjs";
import { LRUCache } from "lru-cache";
import { storable } from "../domain/storable.ts";
import { jsonEngine, MAX_OUTPUT, MAX_SOURCE, protectJson, renderNodes, textEngine, valueToText } from "./template-engine.ts";
import { protectUrl, urlEngine } from "./template-url.ts";

/** A text could not be read or rendered; the message says why, in LiquidJS' words. */
export class TemplateError extends Error {
  readonly code = "template_error";
}

/** A path such as `contact.first_name` between two pieces of text. */
interface Interpolation {
  path: string;
  keys: readonly string[];
  textAfter: string;
}

/** A text made ready to render. Either plain text with simple paths, or Liquid's nodes. */
export interface Template {
  readonly source: string;
  readonly textBefore: string;
  readonly interpolations: readonly Interpolation[];
  readonly liquid: { engine: Liquid; nodes: LiquidNode[] } | null;
}

/** Sources come from published automations, so they repeat: twenty characters or a webhook body, 4 MB in all. */
const cache = new LRUCache<string, Template>({ max: 5000, maxSize: 4_000_000, sizeCalculation: (_, source) => source.length + 100 });
const jsonCache = new LRUCache<string, Template>({ max: 1000, maxSize: 4_000_000, sizeCalculation: (_, source) => source.length + 100 });
const urlCache = new LRUCache<string, Template>({ max: 1000, maxSize: 1_000_000, sizeCalculation: (_, source) => source.length + 100 });

/** Parses a text, or takes it from the cache. Throws a TemplateError when it is no Liquid, names an unknown filter or tag, or is too long. */
export function compileTemplate(source: string): Template {
  let template = cache.get(source);
  if (!template) {
    template = parse(source);
    cache.set(source, template);
  }
  return template;
}

/**
 * The text with its variables filled in from `context` (own properties only); missing ones are empty. Throws a TemplateError
 * when the text is wrong or its result would be longer than 64 KiB.
 */
export function renderTemplate(source: string, context: object): string {
  return render(compileTemplate(source), context);
}

export type Rendered = { ok: true; text: string } | { ok: false; code: "template_error"; message: string };

/** `renderTemplate` with its error as a value. */
export function tryRender(source: string, context: object): Rendered {
  return attempt(() => renderTemplate(source, context));
}

/**
 * A JSON body with its variables filled in. Inside a string literal a value is escaped; outside of one it becomes a JSON
 * value, so `{"name": {{ contact.first_name }}}` is JSON too. Throws as `renderTemplate` does.
 */
export function renderJsonTemplate(source: string, context: object): string {
  let template = jsonCache.get(source);
  if (!template) {
    template = hasVariables(source) ? parseLiquid(jsonEngine, source, protectJson) : plainText(source);
    jsonCache.set(source, template);
  }
  return render(template, context);
}

/** `renderJsonTemplate` with its error as a value. */
export function tryRenderJson(source: string, context: object): Rendered {
  return attempt(() => renderJsonTemplate(source, context));
}

/** An address with its variables filled in, each value encoded for its place; see `protectUrl`. Throws as `renderTemplate` does. */
export function renderUrlTemplate(source: string, context: object): string {
  let template = urlCache.get(source);
  if (!template) {
    template = hasVariables(source) ? parseLiquid(urlEngine, source, protectUrl) : plainText(source);
    urlCache.set(source, template);
  }
  return render(template, context);
}

/** What is wrong with a text, before anything is sent; null when nothing is. */
export function checkTemplate(source: string): { message: string } | null {
  const checked = attempt(() => compileTemplate(source).source);
  return checked.ok ? null : { message: checked.message };
}

/** Paths of the variables a text reads (`reply.text`, `vars.webhook_status`), without those it assigns itself. Empty for a text that is wrong. */
export function templateVariablesUsed(source: string): string[] {
  try {
    const { liquid, interpolations } = compileTemplate(source);
    if (liquid) return pathsOf(liquid.engine, liquid.nodes);
    return [...new Set(interpolations.map(({ path }) => path))];
  } catch {
    return [];
  }
}

/**
 * The first variable of a text that has no value and no `default`, or null when all have one: a contact's by its name or
 * CODE, anything else by its path. WhatsApp refuses blank values, so a text that comes out blank counts too (`(empty)` when it
 * reads no variable). Throws as `renderTemplate` does.
 */
export function missingVariable(source: string, context: object): string | null {
  const template = compileTemplate(source);
  const missing = template.liquid
    ? missingInLiquid(template.liquid, context)
    : template.interpolations.find((i) => isBlank(lookup(context, i)))?.path;
  if (missing !== undefined) return shortName(missing);
  return isBlank(render(template, context)) ? shortName(templateVariablesUsed(source)[0] ?? "(empty)") : null;
}

/** What belongs to the contact goes by its own name: `CITY`, `first_name`. */
function shortName(path: string): string {
  return path.replace(/^contact\.(fields\.)?/, "");
}

function render(template: Template, context: object): string {
  if (template.liquid) {
    const { engine, nodes } = template.liquid;
    // Filters may cut an emoji in half, or decode what is no text.
    return storable(guarded(() => renderNodes(engine, nodes, context)));
  }
  let text = template.textBefore;
  for (const interpolation of template.interpolations) text += valueToText(lookup(context, interpolation)) + interpolation.textAfter;
  if (text.length > MAX_OUTPUT) throw new TemplateError("the text is longer than 64 KiB");
  return text;
}

function lookup(context: object, { keys }: Interpolation): unknown {
  let value: unknown = context;
  for (const key of keys) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function isBlank(value: unknown): boolean {
  return valueToText(value).trim() === "";
}

function missingInLiquid({ engine, nodes }: { engine: Liquid; nodes: LiquidNode[] }, context: object): string | undefined {
  let missing: string | undefined;
  const visit = (node: LiquidNode, output: string) => {
    if (missing !== undefined || !(node instanceof Output) || output.trim() !== "") return;
    if (!node.value.filters.some((filter) => filter.name === "default")) missing = pathsOf(engine, [node])[0];
  };
  guarded(() => renderNodes(engine, nodes, context, visit));
  return missing;
}

function pathsOf(engine: Liquid, nodes: LiquidNode[]): string[] {
  return engine.globalFullVariablesSync(nodes, { partials: false });
}

function hasVariables(source: string): boolean {
  return source.includes("{{") || source.includes("{%") || source.includes("%%");
}

function plainText(source: string): Template {
  return { source, textBefore: source, interpolations: [], liquid: null };
}

const SIMPLE_PATH = /\{\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}\}/g;
/** Words that mean something else in Liquid than the property of that name. */
const SPECIAL_WORD = /(?:^|\.)(?:size|first|last)(?:\.|$)|^(?:true|false|nil|null|empty|blank)$/;

function parse(source: string): Template {
  if (source.length > MAX_SOURCE) throw new TemplateError(`the text is longer than ${MAX_SOURCE / 1024} KiB`);
  if (!hasVariables(source)) return plainText(source);
  return parseSimple(source, expandFieldShorthand(source)) ?? parseLiquid(textEngine, source, (liquid) => liquid);
}

/** Texts that only insert paths, nearly all of them, skip Liquid: measured, 0.6 µs instead of 13. */
function parseSimple(source: string, text: string): Template | null {
  if (text.includes("{%")) return null;
  const parts = text.split(SIMPLE_PATH);
  const interpolations: Interpolation[] = [];
  for (let i = 1; i < parts.length; i += 2) {
    const path = parts[i] as string;
    if (SPECIAL_WORD.test(path)) return null;
    interpolations.push({ path, keys: path.split("."), textAfter: parts[i + 1] as string });
  }
  const isSimple = parts.every((part, i) => i % 2 === 1 || !part.includes("{{"));
  return isSimple ? { source, textBefore: parts[0] as string, interpolations, liquid: null } : null;
}

function parseLiquid(engine: Liquid, source: string, prepare: (liquid: string) => string): Template {
  if (source.length > MAX_SOURCE) throw new TemplateError(`the text is longer than ${MAX_SOURCE / 1024} KiB`);
  const nodes = guarded(() => engine.parse(prepare(expandFieldShorthand(source))));
  return { source, textBefore: "", interpolations: [], liquid: { engine, nodes } };
}

/** `%%CITY%%` is another spelling of `{{ contact.fields.CITY }}`, and inside a tag or output of the bare path. */
function expandFieldShorthand(source: string): string {
  if (!source.includes("%%")) return source;
  return source.replace(/(\{\{[\s\S]*?\}\}|\{%(?!%)[\s\S]*?%\})|%%(\w{1,64})%%/g, (_, tag: string | undefined, code: string) =>
    tag === undefined ? `{{ contact.fields.${code} }}` : tag.replace(/%%(\w{1,64})%%/g, "contact.fields.$1"),
  );
}

/** LiquidJS throws its own errors, and recursion or huge strings throw the runtime's: all of them are the text's fault. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof TemplateError) throw cause;
    throw new TemplateError(cause instanceof Error ? cause.message.split("\n")[0] : String(cause), { cause });
  }
}

function attempt(work: () => string): Rendered {
  try {
    return { ok: true, text: work() };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { ok: false, code: error.code, message: error.message };
  }
}
