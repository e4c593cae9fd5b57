import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchPhrase, normalizePhrase, type PhraseMatch } from "./phrase.ts";

describe("normalizePhrase", () => {
  it.each([
    ["white space of every kind", " vorrei \u00a0\n INFORMAZIONI\tsui\u202fcorsi ", "vorrei informazioni sui corsi"],
    ["combining accents", "perche\u0301", "perché"],
    ["variation selectors", "❤️ ok", "❤ ok"],
    ["sharp s", "STRASSE", normalizePhrase("Straße")],
    ["final sigma", "ΟΔΟΣ", normalizePhrase("οδος")],
    ["dotted capital i", "İSTANBUL", "istanbul"],
    ["dotted capital i, written apart", "I\u0307STANBUL", "istanbul"],
    ["ligatures", "ﬁne", "fine"],
    ["titlecase digraphs", "ǅ", "ǆ"],
    ["sharp s, capital", "ẞ", "ss"],
  ])("makes one of %s", (_, text, expected) => expect(normalizePhrase(text)).toBe(expected));

  it("keeps accents, punctuation, emoji and joiners", () => {
    expect(normalizePhrase("Sì!")).toBe("sì!");
    expect(normalizePhrase("si")).not.toBe(normalizePhrase("sì"));
    expect(normalizePhrase("info?")).not.toBe(normalizePhrase("info"));
    expect(normalizePhrase("👨‍👩‍👧 👍🏽")).toBe("👨‍👩‍👧 👍🏽");
  });

  it("is the same for upper and lower case, and for itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const normal = normalizePhrase(text);
        expect(normalizePhrase(normal)).toBe(normal);
        expect(normalizePhrase(text.toUpperCase())).toBe(normal);
        expect(normalizePhrase(text.toLowerCase())).toBe(normal);
        expect(normalizePhrase(text.normalize("NFD"))).toBe(normal);
        expect(normalizePhrase(`\u00a0${text} \n`)).toBe(normal);
      }),
      { numRuns: 500 },
    );
  });
});

describe("matchPhrase", () => {
  it.each<[PhraseMatch, string, string, boolean]>([
    ["exact", "Vorrei informazioni sui corsi", " vorrei  INFORMAZIONI sui corsi ", true],
    ["exact", "Vorrei informazioni sui corsi", "Vorrei informazioni", false],
    ["exact", "sì", "si", false],
    ["exact", "👍", "👍\ufe0f", true],
    ["contains", "cors", "i Corsi di oggi", true],
    ["contains", "corsi", "percorso", false],
    ["starts_with", "ordine", "Ordine 77", true],
    ["starts_with", "ordine", "il mio ordine", false],
    ["word", "corso", "il CORSO, grazie", true],
    ["word", "corso", "percorso", false],
    ["word", "corso", "percorso e corso", true],
    ["word", "corso", "corsoè", false],
    ["word", "è", "com’è?", true],
    ["word", "caffe", "caffe\u0301", false],
    ["word", "due parole", "ecco due  parole qui", true],
    ["word", "due parole", "due parolette", false],
    ["word", "c++", "uso c++ da anni", true],
    ["word", "👍", "ok👍ok", true],
    ["word", "1", "opzione 1", true],
    ["word", "1", "10", false],
    ["word", "𝒂", "𝒂𝒃", false],
    ["word", "улица", "Улица!", true],
    ["any", "", "whatever", true],
    ["any", "x", "", true],
    ["exact", "", "", false],
    ["contains", " ", "x", false],
  ])('%s "%s" on "%s": %s', (match, phrase, text, expected) => expect(matchPhrase(match, phrase, text)).toBe(expected));

  it("grows weaker from exact to word to contains", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), fc.string(), fc.string(), (phrase, before, after) => {
        const text = before + phrase + after;
        if (matchPhrase("exact", phrase, text)) expect(matchPhrase("word", phrase, text)).toBe(true);
        if (matchPhrase("word", phrase, text)) expect(matchPhrase("contains", phrase, text)).toBe(true);
        if (normalizePhrase(phrase) !== "") expect(matchPhrase("word", phrase, `… ${phrase} …`)).toBe(true);
      }),
    );
  });
});
