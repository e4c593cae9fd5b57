/** What a model wrote, before anybody sees it: cleaned, cut, its citations taken out, and refused where it gives something away. */
import { handOverReason } from "../../domain/hand-over-reason.ts";
import { redactText } from "../../domain/redact.ts";
import { WHATSAPP_LIMITS } from "../../domain/whatsapp-limits.ts";
import { asData, RULES, withoutMarks } from "./prompt.ts";

export type GuardedAnswer = { ok: true; text: string; cited: number[] } | { ok: false; reason: string };

/** Room for the disclosure before it. */
const MAX_ANSWER = WHATSAPP_LIMITS.text - 600;
/** So much of a rule or of the instructions, word for word, is no coincidence. */
const LEAK = 60;

const CITATION = /\s*\[\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]\]/g;

/** @param secrets keys of the connections that were used: they never leave, whoever got a model to say them */
export function guardAnswer(text: string, { instructions, secrets }: { instructions: string; secrets: string[] }): GuardedAnswer {
  const cited = [...text.matchAll(CITATION)].flatMap(([, numbers]) => (numbers as string).split(/[,;]/).map(Number));
  const clean = asData(withoutMarks(text.replace(CITATION, ""))).trim();
  const known = flat([...RULES, instructions].join("\n"));
  if (repeats(flat(clean), known)) return { ok: false, reason: handOverReason("recited") };
  const redacted = secrets.reduce((all, secret) => (secret.length >= 8 ? all.replaceAll(secret, "•••") : all), clean);
  return { ok: true, text: cut(redacted), cited: [...new Set(cited)] };
}

/** For what only operators see. */
export function guardNote(text: string, secrets: string[]): string {
  return redactText(asData(withoutMarks(text)).trim(), secrets);
}

function flat(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ");
}

/** Long sentences that a business has put into its instructions to be said are shorter than what is looked for, or are fine to say in parts. */
function repeats(answer: string, known: string): boolean {
  const windows = Math.floor(answer.length / LEAK);
  let hits = 0;
  for (let i = 0; i < windows; i++) {
    hits = known.includes(answer.slice(i * LEAK, (i + 1) * LEAK)) ? hits + 1 : 0;
    // Two windows in a row: 120 characters of the very same text.
    if (hits === 2) return true;
  }
  return false;
}

function cut(text: string): string {
  if (text.length <= MAX_ANSWER) return text;
  const head = text.slice(0, MAX_ANSWER);
  const end = Math.max(head.lastIndexOf(". "), head.lastIndexOf("\n"));
  return end > MAX_ANSWER / 2 ? head.slice(0, end + 1).trim() : `${head.slice(0, -1)}…`;
}
