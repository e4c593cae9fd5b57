/** Runs one scenario: sets the world up, does the script, compares. */
import { z } from "zod";
import { Refusal } from "../domain/refusal.ts";
import { addAutomations } from "./automations.ts";
import type { Check, Mismatch } from "./check.ts";
import { doVerb } from "./do-verb.ts";
import { type WithGallery, withGallery } from "./from-gallery.ts";
import { loadFolder } from "./load-folder.ts";
import { type ParsedScenario, parseScenario, ScenarioSyntaxError, type ScriptItem } from "./parse-scenario.ts";
import { setUpWorld } from "./set-up-scenario.ts";
import { endTypingPauses } from "./typing-pause.ts";
import type { ScriptContext } from "./verb.ts";

export interface Failure {
  /** In the file; null where it is about the whole. */
  line: number | null;
  /** What the line is about: `expect.sent`, `message`. */
  what: string;
  expected: string;
  found: string;
  /** What the product itself complained about meanwhile. */
  troubles: string[];
}

export interface ScenarioResult {
  name: string;
  failure: Failure | null;
  durationMs: number;
}

const checks = await loadFolder<Check>(new URL("./expect/", import.meta.url), "check", ({ key }) => key);

export interface PlayOptions {
  /** Changes what the file says before it is played: the automation's draft instead of the one in the file, say. */
  adapt?(scenario: WithGallery<ParsedScenario>): WithGallery<ParsedScenario>;
  /** Called before each line and at every stop of the clock: throws where the script has taken long enough. */
  patience?(): void;
}

/** @param databaseUrl a migrated, empty database of the scenario's own */
export async function runScenario(text: string, databaseUrl: string, options: PlayOptions = {}): Promise<ScenarioResult> {
  const start = performance.now();
  let name = "?";
  let failure: Failure | null;
  try {
    const scenario = parseScenario(text);
    name = scenario.scenario;
    const whole = await withGallery(scenario);
    failure = await play(options.adapt?.(whole) ?? whole, databaseUrl, options.patience);
  } catch (error) {
    const line = error instanceof ScenarioSyntaxError ? error.line : null;
    failure = { line, what: "scenario", expected: "a scenario that can be set up", found: explain(error), troubles: [] };
  }
  return { name, failure, durationMs: performance.now() - start };
}

async function play(scenario: WithGallery<ParsedScenario>, databaseUrl: string, patience?: () => void): Promise<Failure | null> {
  const world = await setUpWorld(scenario, databaseUrl, patience);
  const context: ScriptContext = { world, script: { answer: null, seen: new Map() } };
  try {
    await addAutomations(world, scenario.automations);
    await world.settle();
    return await playItems(scenario.items, context, patience);
  } finally {
    await world.close();
  }
}

async function playItems(items: ScriptItem[], context: ScriptContext, patience?: () => void): Promise<Failure | null> {
  let refusal: Refusal | null = null;
  for (const [index, item] of items.entries()) {
    const failure = item.verb === "expect" ? await expectAll(item, refusal, context) : null;
    if (failure) return { ...failure, troubles: context.world.troubles };
    if (item.verb === "expect") continue;
    refusal = null;
    context.script.answer = null;
    try {
      patience?.();
      await doVerb(item.verb, item.input, context);
    } catch (error) {
      if (!(error instanceof Refusal) || !expectsRefusal(items[index + 1])) return itemFailed(item, error, context);
      refusal = error;
    }
    const { answer } = context.script;
    if (answer && (answer as { status: number }).status >= 400 && !expectsRefusal(items[index + 1])) {
      return itemFailed(item, new Error(`answered ${JSON.stringify(answer)}`), context);
    }
  }
  return null;
}

/** A refusal is fine where the very next line looks at it. */
function expectsRefusal(next: ScriptItem | undefined): boolean {
  return (
    next?.verb === "expect" && typeof next.input === "object" && next.input !== null && ("error" in next.input || "answer" in next.input)
  );
}

async function expectAll(item: ScriptItem, refusal: Refusal | null, context: ScriptContext): Promise<Failure | null> {
  // Looked at again as if for the first time, should a customer only have to stop typing for it to hold.
  const seen = new Map(context.script.seen);
  const failure = await expectNow(item, refusal, context);
  if (!failure || !(await endTypingPauses(context.world))) return failure;
  context.script.seen = seen;
  return await expectNow(item, refusal, context);
}

async function expectNow(item: ScriptItem, refusal: Refusal | null, context: ScriptContext): Promise<Failure | null> {
  const expectations = Object.entries((item.input ?? {}) as Record<string, unknown>);
  for (const [key, wanted] of expectations) {
    const mismatch = key === "error" ? compareRefusal(wanted, refusal) : await checkOne(key, wanted, context);
    if (!mismatch) continue;
    const found = `${show(mismatch.found)}${mismatch.hint === undefined ? "" : `\n(${mismatch.hint})`}`;
    return { line: item.lines[key] ?? item.line, what: `expect.${key}`, expected: show(mismatch.expected), found, troubles: [] };
  }
  return null;
}

async function checkOne(key: string, wanted: unknown, context: ScriptContext): Promise<Mismatch | null> {
  const check = checks.get(key);
  if (!check) return { expected: `one of ${[...checks.keys(), "error"].join(", ")}`, found: key };
  const input = check.input.safeParse(wanted);
  if (!input.success) return { expected: "an expectation of the documented form", found: z.prettifyError(input.error) };
  try {
    return await check.check(input.data, context);
  } catch (error) {
    return { expected: wanted, found: explain(error) };
  }
}

const expectedRefusal = z.strictObject({ code: z.string(), path: z.string().optional() });

/** The refusal's own code, or that of one of the document's problems it lists. */
function compareRefusal(wanted: unknown, refusal: Refusal | null): Mismatch | null {
  const parsed = expectedRefusal.safeParse(wanted);
  if (!parsed.success) return { expected: "{ code, path? }", found: wanted };
  if (!refusal) return { expected: wanted, found: "it was not refused" };
  const problems = (refusal.data?.["problems"] ?? []) as { code: string; path?: string }[];
  const { code, path } = parsed.data;
  const all = [{ code: refusal.code, path: refusal.data?.["path"] as string | undefined }, ...problems];
  const fits = all.some((one) => one.code === code && (path === undefined || samePath(path, one.path)));
  return fits
    ? null
    : { expected: wanted, found: { code: refusal.code, message: refusal.message, ...(problems.length > 0 && { problems }) } };
}

/** `steps[3].config` and `/steps/3/config` are other spellings of `steps.3.config`. */
function samePath(a: string, b: string | undefined): boolean {
  const normal = (path: string) =>
    path
      .replace(/\[(\w+)\]/g, ".$1")
      .replaceAll("/", ".")
      .replace(/^\./, "");
  return b !== undefined && normal(a) === normal(b);
}

function itemFailed(item: ScriptItem, error: unknown, { world }: ScriptContext): Failure {
  return { line: item.line, what: item.verb, expected: "that it can be done", found: explain(error), troubles: world.troubles };
}

function explain(error: unknown): string {
  if (error instanceof Refusal) return `refused: ${error.code}: ${error.message}${error.data ? `\n${show(error.data)}` : ""}`;
  if (error instanceof ScenarioSyntaxError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function show(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.length > 0) return `[\n${value.map((item) => `  ${JSON.stringify(item)}`).join("\n")}\n]`;
  return JSON.stringify(value);
}
