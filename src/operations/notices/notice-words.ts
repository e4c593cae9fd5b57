import type { HandOverReason } from "../../domain/hand-over-reason.ts";
import type { DueNotice } from "../../store/notices.ts";

export interface NoticeWords {
  subject: Record<DueNotice["kind"], string>;
  status: string;
  priority: string;
  contact: string;
  reason: string;
  /** Somebody of whom neither name nor number is known. */
  unknown: string;
  why: string;
  handOver: Record<HandOverReason, string>;
  templateState: Record<string, string>;
  automations: string;
  campaigns: string;
  mend: string;
  /** Of a notice that a person sends their own device. */
  test: { title: string; text: string };
  qualityLow: string[];
}

const WORDS: Record<string, NoticeWords> = {
  en: {
    subject: {
      opened: "New ticket",
      assigned: "Ticket for you",
      updated: "Your ticket changed",
      handed_over: "A customer waits for a person",
      template_stopped: "Meta stopped a template that is in use",
      quality_low: "Marketing is paused: the quality of a number is low",
    },
    status: "Status",
    priority: "Priority",
    contact: "Contact",
    reason: "Reason",
    unknown: "a customer",
    why: "You choose which notices you get under Settings → Profile.",
    handOver: {
      agent_deleted: "The AI operator was deleted",
      no_connection: "The AI operator has no connection to a model",
      answers_of_conversation: "The AI operator has given {value} answers in this conversation",
      answers_of_day: "The AI operator has given its {value} answers of today",
      cost_of_day: "The AI operator has spent what it may spend today",
      model_failed: "The model did not answer ({value})",
      model_silent: "The model answered nothing",
      provider_refused: "The model's provider refused to answer",
      only_tools: "The AI operator found no answer with its tools",
      recited: "The answer gave away the AI operator's instructions",
    },
    templateState: { rejected: "rejected", paused: "paused", disabled: "disabled" },
    automations: "These active automations send it, and cannot now",
    campaigns: "These campaigns send it, and cannot now",
    mend: "See what Meta says, and write another text",
    test: { title: "Parola reaches this device", text: "This is what notices look like." },
    qualityLow: [
      "Many people have blocked or reported this number: WhatsApp rates its quality low and may limit it.",
      "Campaigns and marketing templates over it wait. Answers and other templates go on.",
      "They go on by themselves once the quality is better; you can also let them go on now, on the number's page.",
    ],
  },
  it: {
    subject: {
      opened: "Nuovo ticket",
      assigned: "Ticket per te",
      updated: "Il tuo ticket è cambiato",
      handed_over: "Un cliente aspetta una persona",
      template_stopped: "Meta ha fermato un template in uso",
      quality_low: "Il marketing è in pausa: la qualità di un numero è bassa",
    },
    status: "Stato",
    priority: "Priorità",
    contact: "Contatto",
    reason: "Motivo",
    unknown: "un cliente",
    why: "Scegli quali avvisi ricevere in Impostazioni → Profilo.",
    handOver: {
      agent_deleted: "L'operatore IA è stato eliminato",
      no_connection: "L'operatore IA non è collegato a un modello",
      answers_of_conversation: "L'operatore IA ha dato {value} risposte in questa conversazione",
      answers_of_day: "L'operatore IA ha dato le sue {value} risposte di oggi",
      cost_of_day: "L'operatore IA ha speso quanto può spendere oggi",
      model_failed: "Il modello non ha risposto ({value})",
      model_silent: "Il modello ha risposto con niente",
      provider_refused: "Il fornitore del modello si è rifiutato di rispondere",
      only_tools: "L'operatore IA non ha trovato una risposta con i suoi strumenti",
      recited: "La risposta rivelava le istruzioni dell'operatore IA",
    },
    templateState: { rejected: "rifiutato", paused: "in pausa", disabled: "disattivato" },
    automations: "Queste automazioni attive lo inviano, e ora non possono",
    campaigns: "Queste campagne lo inviano, e ora non possono",
    mend: "Leggi che cosa dice Meta, e scrivi un altro testo",
    test: { title: "Parola raggiunge questo dispositivo", text: "Gli avvisi si presentano così." },
    qualityLow: [
      "Molte persone hanno bloccato o segnalato questo numero: WhatsApp ne giudica bassa la qualità e può limitarlo.",
      "Le campagne e i template di marketing su questo numero aspettano. Le risposte e gli altri template continuano.",
      "Ripartono da soli quando la qualità migliora; puoi anche farli ripartire subito, dalla pagina del numero.",
    ],
  },
};

export function noticeWords(language: string): NoticeWords {
  return (WORDS[language.split(/[-_]/)[0] ?? ""] ?? WORDS["en"]) as NoticeWords;
}
