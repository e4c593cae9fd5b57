/**
 * The engine says what is wrong in English, as the API and the command line print it. Here its sentences are in the reader's language:
 * `problems.json` has each of them under one key, in English as the engine says it, with `{{name}}` for what differs. A sentence that no
 * key has stays as it is.
 */
import i18next from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

export interface ProblemTexts {
  /** Whole sentences. */
  said: Record<string, string>;
  /** Words that stand for a value within a sentence: kinds of objects. */
  word: Record<string, string>;
}

/** Values that are words of the product; any other is somebody's own and stays. */
const WORDS = new Set(["word", "what", "type", "media", "part", "parts", "status", "op", "unfit"]);
const VALUE = /\{\{(\w+)\}\}/g;

/** Sentence of the engine → sentence of the reader. */
export function problemTranslator(english: ProblemTexts, reader: ProblemTexts): (sentence: string) => string {
  const patterns = Object.entries(english.said).map(([key, text]) => ({
    key,
    names: [...text.matchAll(VALUE)].map(([, name]) => name),
    matches: patternOf(text),
  }));
  const translate = (sentence: string): string => {
    for (const { key, names, matches } of patterns) {
      const found = matches.exec(sentence);
      const text = reader.said[key];
      if (!found || text === undefined) continue;
      const values = new Map(names.map((name, index) => [name, found[index + 1] ?? ""]));
      return text.replace(VALUE, (_, name: string) => {
        const value = values.get(name) ?? "";
        if (name === "known") return translate(value);
        return WORDS.has(name) ? (reader.word[value] ?? value) : value;
      });
    }
    return sentence;
  };
  return translate;
}

/** Whether it begins with a capital and ends with a point is a matter of where the engine says it. */
function patternOf(text: string): RegExp {
  const plain = text.replace(/\.$/, "").split(VALUE);
  const source = plain.map((part, index) => (index % 2 === 1 ? "(.*?)" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))).join("");
  return new RegExp(`^${source}\\.?$`, "is");
}

interface Said {
  message: string;
  fix?: string;
}

const translators = new Map<string, (sentence: string) => string>();

/** As it is while the area `problems` has not been loaded. */
export function translateProblem(sentence: string, language: string): string {
  const texts = (of: string) => i18next.getResourceBundle(of, "problems") as ProblemTexts | undefined;
  const english = texts("en");
  const reader = texts(language);
  if (!english || !reader || english === reader) return sentence;
  let translator = translators.get(language);
  if (!translator) {
    translator = problemTranslator(english, reader);
    translators.set(language, translator);
  }
  return translator(sentence);
}

/** `say(problem)`: the same problem, in the reader's words. */
export function useProblemText(): <P extends Said>(problem: P) => P {
  const { i18n } = useTranslation("problems");
  const { language } = i18n;
  return useCallback(
    (problem) => ({
      ...problem,
      message: translateProblem(problem.message, language),
      ...(problem.fix !== undefined && { fix: translateProblem(problem.fix, language) }),
    }),
    [language],
  );
}
