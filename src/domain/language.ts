/** Language codes as people, phones and Meta write them ("it", "IT", "it-IT", "it_IT"). */
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
