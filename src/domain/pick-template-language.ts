/** Apart from the languages' spelling: telling a country from a phone number takes tables that most who spell languages do without. */
import { baseLanguage, normalizeLanguage, sameBaseLanguage, sameLanguage } from "./language.ts";
import { languageOfPhone } from "./phone.ts";

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
