/** Marketing consent: its states, the words that change it without any automation, and what it permits. */
import { normalizePhrase } from "./phrase.ts";

export const CONSENT_STATES = ["not_declared", "subscribed", "unsubscribed"] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

export const CONSENT_MODES = ["block_unsubscribed", "require_subscribed"] as const;
/** `block_unsubscribed`: everyone who has not objected may get marketing. `require_subscribed`: only those who agreed. */
export type ConsentMode = (typeof CONSENT_MODES)[number];

/**
 * Whole messages that withdraw consent, in any language for anyone. Only texts that can mean nothing else: "cancel", "end",
 * "fine" or "sair" answer menus and cancel orders, so they are left to automations. "Stop promotions" is the text
 * WhatsApp puts on its own opt-out button of marketing templates.
 */
const STOP_WORDS = [
  ...["stop", "stop all", "stopall", "stop promotions", "unsubscribe", "unsubscribe me", "opt out", "opt-out", "optout"],
  ...["annulla iscrizione", "cancella iscrizione", "disiscrivimi", "disiscriviti", "stop promozioni", "interrompi promozioni"],
  ...["baja", "darme de baja", "dar de baja", "cancelar suscripción", "detener promociones", "parar promociones"],
  ...["arrêt", "arret", "désabonner", "me désabonner", "se désabonner", "désinscription", "arrêter les promotions"],
  ...["stopp", "abmelden", "abbestellen", "newsletter abbestellen", "werbung stoppen"],
  ...["descadastrar", "cancelar inscrição", "cancelar subscrição", "parar promoções", "interromper promoções"],
  ...["afmelden", "uitschrijven", "stop promoties"],
  ...["wypisz mnie", "dezabonare", "dezabonează-mă", "odhlásit odběr", "leiratkozás", "avregistrera", "afmeld", "отписаться", "стоп"],
];

/**
 * Whole messages that give consent. Shorter on purpose: consent nobody meant to give is none, so "start", "sì" and "ok"
 * are not here, nor words that businesses print as the phrase of their own sign-up automation ("iscrivimi").
 */
const START_WORDS = [
  ...["subscribe", "subscribe me", "unstop", "resume promotions"],
  ...["attiva iscrizione", "riattiva iscrizione", "riprendi promozioni"],
  ...["alta", "darme de alta", "reanudar promociones", "réabonner", "me réabonner", "wieder anmelden", "retomar promoções"],
];

const WORDS: ReadonlyMap<string, "subscribed" | "unsubscribed"> = new Map([
  ...STOP_WORDS.map((word) => [normalizePhrase(word), "unsubscribed"] as const),
  ...START_WORDS.map((word) => [normalizePhrase(word), "subscribed"] as const),
]);

/** Longer than every word of the table, with room for quotes and dots: longer messages need no look. */
const MAX_WORD_LENGTH = 40;

/**
 * What a message says about consent by itself, or null. The whole message must be one of the words; quotes around it and
 * dots or exclamation marks after it do not count. Automations on the same phrase start all the same.
 */
export function consentWord(text: string): "unsubscribed" | "subscribed" | null {
  if (text.length > MAX_WORD_LENGTH) return null;
  const bare = normalizePhrase(text).replace(/^["'“”«»‘’]+|["'“”«»‘’.!]+$/gu, "");
  return WORDS.get(bare.trim()) ?? null;
}

/** Null when marketing may be sent, else why not. Utility and service messages never ask. */
export function mayReceiveMarketing(consent: ConsentState, mode: ConsentMode): null | "unsubscribed" | "no_consent" {
  if (consent === "unsubscribed") return "unsubscribed";
  return mode === "require_subscribed" && consent !== "subscribed" ? "no_consent" : null;
}
