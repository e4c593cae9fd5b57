/**
 * Texts live in `i18n/<language>/<area>.json`. A language exists when its folder has a `common.json`; adding one is adding files.
 * Each file is its own chunk, loaded when its area is opened.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

const files = import.meta.glob<{ default: Record<string, unknown> }>("./*/*.json");

export const LANGUAGES = [...new Set(Object.keys(files).map((path) => path.split("/")[1] as string))].sort();

const STORAGE_KEY = "parola.language";

export function preferredLanguage(): string {
  const wanted = [localStorage.getItem(STORAGE_KEY), ...navigator.languages].filter((tag) => tag !== null);
  for (const tag of wanted) {
    const language = tag.split("-")[0] as string;
    if (LANGUAGES.includes(language)) return language;
  }
  return "en";
}

export function setLanguage(language: string): void {
  localStorage.setItem(STORAGE_KEY, language);
  void i18next.changeLanguage(language);
}

const loader = {
  type: "backend" as const,
  init() {},
  async read(language: string, namespace: string) {
    const load = files[`./${language}/${namespace}.json`];
    // A file missing in one language falls back to English as a whole.
    return load ? (await load()).default : {};
  },
};

/** @throws where the file of an area's texts cannot be loaded: its page would show the names of its texts. */
export async function loadTexts(area: string): Promise<void> {
  await Promise.all([...new Set([i18next.language, "en"])].map(async (language) => await files[`./${language}/${area}.json`]?.()));
  await i18next.loadNamespaces(area);
}

export async function startI18n(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(loader)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      fallbackLng: "en",
      ns: ["common"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}
