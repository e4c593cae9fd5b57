/** Every language there is a two-letter code for, and the regional ones in which WhatsApp takes templates. */
import { normalizeLanguage } from "../../domain/language.ts";
import { TEMPLATE_LANGUAGES } from "../templates/template-languages.ts";

export interface LanguageOption {
  /** As contacts keep it: `it`, `pt_BR`. */
  value: string;
  label: string;
  /** What its speakers call it. */
  ownName: string;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz".split("");

/** Asked of the browser, which knows them all. Old codes ("iw") are other names of ones that are there. */
function twoLetterCodes(): string[] {
  const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(
    (code) => Intl.getCanonicalLocales(code)[0] === code && names.of(code) !== undefined,
  );
}

const cache = new Map<string, LanguageOption[]>();

/** By name. `more`: codes that must be among them. */
export function languageOptions(reader: string, more: readonly string[] = []): LanguageOption[] {
  let known = cache.get(reader);
  if (!known) {
    known = sorted([...new Set([...twoLetterCodes(), ...TEMPLATE_LANGUAGES])], reader);
    cache.set(reader, known);
  }
  const missing = more.filter((code) => !known.some(({ value }) => value === code));
  return missing.length === 0 ? known : [...sorted(missing, reader), ...known];
}

/** A stored code in the spelling of the options; what is no code stays as it is. */
export function storedLanguage(value: string): string {
  return normalizeLanguage(value) ?? value;
}

export function languageLabel(code: string, reader: string): string {
  return capital(nameIn(reader, code) ?? code, reader);
}

function sorted(codes: readonly string[], reader: string): LanguageOption[] {
  return codes
    .map((value) => {
      const tag = value.replaceAll("_", "-");
      return { value, label: languageLabel(value, reader), ownName: nameIn(tag, value) ?? "" };
    })
    .sort((a, b) => a.label.localeCompare(b.label, reader));
}

/** Undefined for what is no language's code: free text of earlier days, say. */
function nameIn(reader: string, code: string): string | undefined {
  if (normalizeLanguage(code) === null) return undefined;
  return new Intl.DisplayNames([reader], { type: "language", fallback: "code" }).of(code.replaceAll("_", "-"));
}

function capital(name: string, reader: string): string {
  return name.charAt(0).toLocaleUpperCase(reader) + name.slice(1);
}
