/** Whatever the API refuses a person, it is told in words of every language: what its code means, and the sentence itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ERRORS } from "../../contract/errors.ts";
import { type ProblemTexts, problemTranslator } from "./problem-text.ts";

const SOURCES = join(import.meta.dirname, "../..");
const texts = (language: string, area: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../i18n/${language}/${area}.json`), "utf8"));
const toItalian = problemTranslator(texts("en", "problems") as ProblemTexts, texts("it", "problems") as ProblemTexts);

/** What only programs are told. */
const OF_PROGRAMS = [/^http\/(authenticate|idempotency|api)\.ts/, /^http\/mcp\//, /^store\/scenario\//, /^(scenario|sandbox|cli|web)\//];
const REFUSAL = /(?:new Refusal\(\s*"\w+",|\bwrong\()\s*(`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*")/g;

/** The sentences as they stand in the code, with `X` for what differs. */
function sentences(): { file: string; sentence: string }[] {
  const files = (readdirSync(SOURCES, { recursive: true }) as string[]).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !OF_PROGRAMS.some((programs) => programs.test(file)),
  );
  return files.flatMap((file) =>
    [...readFileSync(join(SOURCES, file), "utf8").matchAll(REFUSAL)].map(([, literal = ""]) => ({
      file,
      sentence: literal
        .slice(1, -1)
        .replace(/\$\{[^}]*\}/g, "X")
        .replaceAll('\\"', '"'),
    })),
  );
}

/** A place and a sentence of the validation, which has its own words. */
const composed = (sentence: string) => /^(X[ :.]*)+$/.test(sentence) || sentence.includes("${");

test("each sentence of a refusal has Italian words", () => {
  const found = sentences();
  expect(found.length).toBeGreaterThan(90);
  const silent = found.filter(({ sentence }) => !composed(sentence) && toItalian(sentence) === sentence);
  expect(silent.map(({ file, sentence }) => `${file}: ${sentence}`)).toEqual([]);
});

test.each(["en", "it"])("each code has a meaning in %s", (language) => {
  const { refusal } = texts(language, "common") as { refusal: Record<string, string> };
  expect(Object.keys(ERRORS).filter((code) => !refusal[code])).toEqual([]);
});

test("words within a sentence are translated, names are not", () => {
  expect(toItalian("The campaign is running.")).toBe("La campagna è in corso.");
  expect(toItalian("The campaign is paused, not a draft.")).toBe("La campagna è in pausa, non una bozza.");
  expect(toItalian("There is no such campaign.")).toBe("Non c'è più: campagna.");
  expect(toItalian('"Running", "B" and others still use "tag".')).toBe('"Running", "B" e altri usano ancora «tag».');
});
