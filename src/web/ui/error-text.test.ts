import { readFileSync } from "node:fs";
import { join } from "node:path";
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { errorText } from "./error-text.ts";

const texts = (language: string, area: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../i18n/${language}/${area}.json`), "utf8")) as Record<string, unknown>;
const refused = (code: string, message: string) => Object.assign(new Error(message), { code });

beforeAll(async () => {
  const resources = Object.fromEntries(
    ["en", "it"].map((language) => [language, { common: texts(language, "common"), problems: texts(language, "problems") }]),
  );
  await i18next.init({ lng: "it", fallbackLng: "en", resources, interpolation: { escapeValue: false } });
});

test("a refusal that has words in the reader's language is told with them", () => {
  expect(errorText(refused("invalid_phone", '"12" is not a phone number.'), "?")).toBe("«12» non è un numero di telefono.");
});

test("one that has none stands behind what its code means", () => {
  expect(errorText(refused("provider_refused", "(#100) Param pin must be six digits"), "?")).toBe(
    "WhatsApp ha rifiutato ((#100) Param pin must be six digits)",
  );
});

test("what the network says, and an English reader's sentence, stay", async () => {
  expect(errorText(new TypeError("Failed to fetch"), "?")).toBe("Failed to fetch");
  await i18next.changeLanguage("en");
  expect(errorText(refused("forbidden", "Your role sees no files."), "?")).toBe("Your role sees no files.");
});
