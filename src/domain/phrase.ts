/** How a message is compared with the phrases of an automation. The same normal form is stored to keep exact phrases unique. */

/** How a phrase can match; `any` matches every text and needs no phrase. */
export const PHRASE_MATCHES = ["exact", "contains", "starts_with", "word", "any"] as const;
export type PhraseMatch = (typeof PHRASE_MATCHES)[number];

const NEEDS_NORMALIZING = /[^\x21-\x40\x5b-\x7e ]|^ | $| {2}/;

/**
 * The form in which two texts a person would call the same are equal: Unicode NFC, variation selectors dropped, trimmed,
 * every run of white space one space, case-folded. Accents, punctuation and emoji stay.
 */
export function normalizePhrase(text: string): string {
  // Most button texts and lower-case words are already in that form; the check is ten times cheaper than the work.
  if (!NEEDS_NORMALIZING.test(text)) return text;
  return foldCase(text.normalize("NFC").replace(/[\uFE00-\uFE0F]/g, ""))
    .replace(/[\s\u0085\u180E]+/gu, " ")
    .trim();
}

/**
 * Full case folding. JavaScript has none; upper-casing expands what folds to several letters (ß → SS, ﬁ → FI), lower-casing
 * then gives one form. The capital ẞ only expands when it is made small first, and a final sigma is a sigma. The dot that
 * small letters keep of a Turkish İ goes, so that it equals i. NFC comes again because expansions leave letters and accents apart.
 */
function foldCase(text: string): string {
  return text
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(/(i\p{M}*?)\u0307/gu, "$1")
    .normalize("NFC");
}

/** Whether a message's text matches a phrase; both as written. An empty phrase or an empty text matches only `any`. */
export function matchPhrase(match: PhraseMatch, phrase: string, text: string): boolean {
  return match === "any" || matchNormalized(match, normalizePhrase(phrase), normalizePhrase(text));
}

/** `matchPhrase` for texts already in the form of `normalizePhrase`. */
export function matchNormalized(match: PhraseMatch, phrase: string, text: string): boolean {
  if (match === "any") return true;
  if (phrase === "" || text === "") return false;
  if (match === "exact") return text === phrase;
  if (match === "starts_with") return text.startsWith(phrase);
  if (match === "contains") return text.includes(phrase);
  return containsWord(text, phrase);
}

/** Letters, digits, marks (accents written apart, vowel signs) and joiners belong to a word. */
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}\p{Pc}]/u;

/** The phrase stands in the text with no word running on at either side. A side of the phrase that is no word character has no such side. */
function containsWord(text: string, phrase: string): boolean {
  const guardStart = WORD_CHARACTER.test(firstCharacter(phrase));
  const guardEnd = WORD_CHARACTER.test(lastCharacter(phrase));
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const before = lastCharacter(text.slice(Math.max(0, at - 2), at));
    const after = firstCharacter(text.slice(at + phrase.length, at + phrase.length + 2));
    if (!(guardStart && WORD_CHARACTER.test(before)) && !(guardEnd && WORD_CHARACTER.test(after))) return true;
  }
  return false;
}

function firstCharacter(text: string): string {
  const point = text.codePointAt(0);
  return point === undefined ? "" : String.fromCodePoint(point);
}

function lastCharacter(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? "";
}
