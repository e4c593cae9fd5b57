import i18next from "i18next";
import { isMissingFile } from "./missing-files.ts";
import { translateProblem } from "./problem-text.ts";

/** The sentence of an error that came from the API (problem+json) or from the network, in the reader's language. */
export function errorText(error: unknown, fallback: string): string {
  if (isMissingFile(error)) return i18next.t("common:missing.text");
  if (error instanceof Error) {
    const { code, data } = error as { code?: string; data?: { detail?: string; message?: string } };
    const sentence = data?.detail ?? data?.message ?? error.message;
    return sentence ? inReadersWords(sentence, code) : fallback;
  }
  return typeof error === "string" && error !== "" ? error : fallback;
}

/** The API speaks English. A sentence that nobody has translated stands behind what its code means. */
function inReadersWords(sentence: string, code: string | undefined): string {
  if (i18next.language === "en") return sentence;
  const translated = translateProblem(sentence, i18next.language);
  if (translated !== sentence) return translated;
  const meaning = code === undefined ? "" : i18next.t(`common:refusal.${code}`, { defaultValue: "" });
  return meaning === "" ? sentence : `${meaning} (${sentence})`;
}
