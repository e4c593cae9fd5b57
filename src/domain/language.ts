/** Language codes as people, phones and Meta write them ("it", "IT", "it-IT", "it_IT"), and the choice of a template's language. */
import { languageOfPhone } from "./phone.ts";

const LANGUAGE_CODE = /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?$/i;

/** Old codes that phones and shops still send. */
const RENAMED: Readonly<Record<string, string>> = { iw: "he", in: "id", ji: "yi", no: "nb" };

/** Meta's spelling: `it`, `it_IT`, `zh_Hant_TW`. Null for text that is no language code. */
export function normalizeLanguage(input: string): string | null {
  const match = LANGUAGE_CODE.exec(input.trim());
  if (!match) return null;
  const [, language, script, region] = match as unknown as [string, string, string | undefined, string | undefined];
  const base = language.toLowerCase();
  const parts = [RENAMED[base] ?? base];
  if (script) parts.push(script.charAt(0).toUpperCase() + script.slice(1).toLowerCase());
  if (region) parts.push(region.toUpperCase());
  return parts.join("_");
}

/** The language without country and script: `it` for `it-IT`. Null for text that is no language code. */
export function baseLanguage(input: string): string | null {
  return normalizeLanguage(input)?.split("_")[0] ?? null;
}

/** Same language and same country, whatever the spelling. */
export function sameLanguage(a: string, b: string): boolean {
  const normalized = normalizeLanguage(a);
  return normalized !== null && normalized === normalizeLanguage(b);
}

/** Same language, whatever the country. */
export function sameBaseLanguage(a: string, b: string): boolean {
  const base = baseLanguage(a);
  return base !== null && base === baseLanguage(b);
}

/**
 * The language in which a template is sent: the contact's, else one that shares its base (`it_IT` for `it`), else the
 * language of the phone's country, else the workspace's, else the only one there is. Gives the spelling of `available`;
 * undefined when several are left and none fits.
 */
export function pickTemplateLanguage(
  available: readonly string[],
  contactLanguage?: string | null,
  phone?: string | null,
  workspaceDefault?: string | null,
): string | undefined {
  const wishes = [contactLanguage, phone ? languageOfPhone(phone) : undefined, workspaceDefault];
  for (const wish of wishes) {
    const found = wish ? closest(available, wish) : undefined;
    if (found !== undefined) return found;
  }
  return available.length === 1 ? available[0] : undefined;
}

/** Exact match first; then the bare language, which suits every country; then the first of another country. */
function closest(available: readonly string[], wish: string): string | undefined {
  const related = available.filter((code) => sameBaseLanguage(code, wish));
  return (
    related.find((code) => sameLanguage(code, wish)) ?? related.find((code) => normalizeLanguage(code) === baseLanguage(wish)) ?? related[0]
  );
}
