/** Languages as files of other systems name them: "Italiano", "english", "Deutsch". */
import { normalizeLanguage } from "./language.ts";

const READERS = ["en", "it", "es", "fr", "de", "pt"];
const CODES = [
  ..."ar bg bn bs ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv mk ms mt nb nl pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur vi zh".split(
    " ",
  ),
];

let names: Map<string, string> | undefined;

/** A code in any spelling, or a language's name in itself or in one of the large languages. Null for what is neither. */
export function languageFromText(text: string): string | null {
  const code = normalizeLanguage(text);
  if (code !== null) return code;
  names ??= new Map(
    CODES.flatMap((one) =>
      [...READERS, one].map((reader): [string, string] => [
        fold(new Intl.DisplayNames([reader], { type: "language" }).of(one) ?? one),
        one,
      ]),
    ),
  );
  return names.get(fold(text)) ?? null;
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
