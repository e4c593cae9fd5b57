/** Whatever is put wrong in a document: the problem says where, what and how to mend it, in words for people and in both languages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseDefinition } from "../../automation/parse-definition.ts";
import type { Problem } from "../../automation/problems.ts";
import { replaceAt } from "../../automation/respell.ts";
import type { Path } from "../../automation/walk-schema.ts";
import { loadRegistry } from "../../registry.ts";
import { type ProblemTexts, problemTranslator } from "./problem-text.ts";

const registry = await loadRegistry();
const texts = (language: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../i18n/${language}/problems.json`), "utf8")) as ProblemTexts;
const toItalian = problemTranslator(texts("en"), texts("it"));

const WRONG = [
  42,
  -1,
  1.5,
  "x",
  "",
  "x".repeat(70_000),
  null,
  [],
  {},
  true,
  ["x"],
  { x: 1 },
  [null],
  Array.from({ length: 3000 }, () => 7),
];

function* pathsOf(value: unknown, at: Path = []): Generator<Path> {
  if (at.length > 0) yield at;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* pathsOf(inner, [...at, Array.isArray(value) ? Number(key) : key]);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

/** The document with one thing wrong at a time, and the place of it. */
function* damaged(document: object, within: Path): Generator<{ path: Path; document: unknown }> {
  for (const below of pathsOf(valueAt(document, within))) {
    const path = [...within, ...below];
    for (const wrong of WRONG) yield { path, document: replaceAt(document, path, wrong) };
    const parent = path.slice(0, -1);
    const siblings = valueAt(document, parent) as Record<string, unknown>;
    if (Array.isArray(siblings)) continue;
    const { [String(path.at(-1))]: _, ...left } = siblings;
    yield { path, document: replaceAt(document, parent, left) };
    yield { path: [...parent, "zzz"], document: replaceAt(document, parent, { ...siblings, zzz: 1 }) };
  }
}

function complaints({ code, path, message, fix }: Problem, within: Path, at: Path): string[] {
  const place = at.join(".");
  // Or beside it: what one setting asks of another.
  const related = place.startsWith(path) || path.startsWith(place) || at.slice(0, -1).join(".") === path.split(".").slice(0, -1).join(".");
  const wrong = [
    ...(path.startsWith(within.join(".")) ? [] : ["lies elsewhere"]),
    ...(related ? [] : ["has nothing to do with it"]),
    ...(/\b(invalid|expected|received|undefined|NaN|discriminator|pattern)\b|\/\^/i.test(message) ? ["is not in words"] : []),
    ...(/^[A-Z"{\d].*[.!?]$|^onError/s.test(message) ? [] : ["is no sentence"]),
    ...([message, fix].some((text) => toItalian(text) === text) ? ["has no Italian words"] : []),
    ...(fix === "" ? ["names no way out"] : []),
  ];
  return wrong.map((what) => `${code} at ${path}: ${what}: ${message} ${fix} (${place})`.replace(/(x{20})x+/g, "$1…"));
}

function look(document: object, within: Path): { tried: number; refused: number; found: Set<string> } {
  const result = { tried: 0, refused: 0, found: new Set<string>() };
  for (const { path, document: broken } of damaged(document, within)) {
    result.tried++;
    const { definition, problems } = parseDefinition(registry, broken);
    expect(definition === null, path.join(".")).toBe(problems.length > 0);
    if (definition === null) result.refused++;
    for (const problem of problems) for (const complaint of complaints(problem, within, path)) result.found.add(complaint);
  }
  return result;
}

const START = { id: "t", type: "customer_message", config: { match: "any" }, next: "s" };

test.each(Object.values(registry.steps).map((type) => [type.type, type] as const))("in the step %s", (_, { type, examples }) => {
  for (const { config } of examples) {
    const { found } = look({ name: "A", triggers: [START], steps: [{ id: "s", type, config }] }, ["steps", 0, "config"]);
    expect([...found]).toEqual([]);
  }
});

test.each(Object.values(registry.triggers).map((type) => [type.type, type] as const))("in the start step %s", (_, { type, examples }) => {
  for (const { config } of examples) {
    const document = { name: "A", triggers: [{ ...START, type, config }], steps: [{ id: "s", type: "mark_unread" }] };
    expect([...look(document, ["triggers", 0, "config"]).found]).toEqual([]);
  }
});

test("around them", () => {
  const place = { label: "L", note: "N", position: { x: 1, y: 2 } };
  const document = {
    name: "A",
    description: "D",
    settings: { reentry: "skip", stopOnReplyToHuman: true },
    triggers: [{ ...START, ...place }],
    steps: [{ id: "s", type: "add_note", config: { text: "x" }, exits: { next: "e" }, onError: "stop", ...place }],
    canvas: {
      notes: [{ id: "n", text: "T", position: { x: 1, y: 2 }, size: { width: 1, height: 2 } }],
      groups: [{ id: "g", title: "G", nodes: ["s"] }],
    },
  };
  const { tried, refused, found } = look(document, []);
  expect(refused).toBeGreaterThan(tried / 2);
  expect([...found].filter((complaint) => !complaint.includes("lies elsewhere"))).toEqual([]);
});
