/** The script a new voice agent begins with. */
import { type VoiceScript, voiceAgentSchema } from "./voice-agent.ts";

const TEXTS = {
  en: {
    language: "en-US",
    greeting: "Hello! This is an automatic call from {{ workspace.name }}.",
    question: "Press 1 to confirm, 2 if you do not know yet, 3 to be called back by one of us.",
    labels: ["Confirmed", "Does not know yet", "Wants to be called back"],
    words: [["yes", "confirm"], ["not yet"], ["call me back", "call back"]],
    message: "If you like, tell us more after the tone.",
    goodbye: "Thank you, goodbye!",
    machine: "Hello! We tried to reach you. We will write to you on WhatsApp.",
    incoming: "Thank you for calling {{ workspace.name }}. We are writing to you on WhatsApp.",
  },
  it: {
    language: "it-IT",
    greeting: "Buongiorno! Questa è una chiamata automatica di {{ workspace.name }}.",
    question: "Prema 1 per confermare, 2 se non lo sa ancora, 3 per essere richiamato da noi.",
    labels: ["Confermato", "Non lo sa ancora", "Vuole essere richiamato"],
    words: [["sì", "si", "confermo"], ["non ancora"], ["richiamatemi", "richiamare"]],
    message: "Se vuole, ci dica di più dopo il segnale.",
    goodbye: "Grazie, arrivederci!",
    machine: "Buongiorno! Abbiamo provato a chiamarla. Le scriveremo su WhatsApp.",
    incoming: "Grazie per aver chiamato {{ workspace.name }}. Le stiamo scrivendo su WhatsApp.",
  },
};

/** @param language any spelling; Italian for Italian, else English */
export function defaultVoiceScript(language: string): VoiceScript {
  const texts = /^it\b/i.test(language) ? TEXTS.it : TEXTS.en;
  const outcomes = ["success", "neutral", "call_back"] as const;
  return voiceAgentSchema.parse({
    language: texts.language,
    greeting: texts.greeting,
    question: {
      text: texts.question,
      input: "both",
      choices: outcomes.map((outcome, i) => ({ label: texts.labels[i], digit: String(i + 1), words: texts.words[i], outcome })),
    },
    message: texts.message,
    goodbye: texts.goodbye,
    machine: { action: "hang_up", text: texts.machine },
    incoming: { action: "none", text: texts.incoming },
  });
}
