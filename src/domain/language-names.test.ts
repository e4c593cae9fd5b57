import { describe, expect, it } from "vitest";
import { languageFromText } from "./language-names.ts";

describe("a language in a file", () => {
  it.each([
    ["it", "it"],
    ["IT-it", "it_IT"],
    ["Italiano", "it"],
    ["english", "en"],
    ["Français", "fr"],
    ["FRANCAIS", "fr"],
    [" tedesco ", "de"],
    ["Deutsch", "de"],
    ["Klingon", null],
    ["", null],
  ])("%s is %s", (text, code) => {
    expect(languageFromText(text)).toBe(code);
  });
});
