/** The words of an e-mail about a ticket, in the language of who gets it. */
import type { DueNotice } from "../../store/ticket-notices.ts";

interface Words {
  subject: Record<DueNotice["kind"], string>;
  status: string;
  priority: string;
  contact: string;
  why: string;
}

const WORDS: Record<string, Words> = {
  en: {
    subject: { opened: "New ticket", assigned: "Ticket for you", updated: "Your ticket changed" },
    status: "Status",
    priority: "Priority",
    contact: "Contact",
    why: "You choose which e-mails you get under Settings → Profile.",
  },
  it: {
    subject: { opened: "Nuovo ticket", assigned: "Ticket per te", updated: "Il tuo ticket è cambiato" },
    status: "Stato",
    priority: "Priorità",
    contact: "Contatto",
    why: "Scegli quali e-mail ricevere in Impostazioni → Profilo.",
  },
};

export function noticeMail(notice: DueNotice, publicUrl: string): { to: string; subject: string; text: string } {
  const words = (WORDS[notice.language.split(/[-_]/)[0] ?? ""] ?? WORDS["en"]) as Words;
  const { kind, reference, title, status, priority, contact, email, slug, ticketId, workspaceName } = notice;
  // A title is a customer's text in a header: one line.
  const subject = `${words.subject[kind]}: ${title.replace(/\s+/g, " ").slice(0, 150)} (${reference})`;
  const text = [
    `${title} (${reference})`,
    "",
    `${words.status}: ${status}`,
    `${words.priority}: ${priority}`,
    ...(contact === "" ? [] : [`${words.contact}: ${contact}`]),
    "",
    `${publicUrl}/w/${slug}/tickets?ticket=${ticketId}`,
    "",
    `${workspaceName} · ${words.why}`,
  ].join("\n");
  return { to: email, subject, text };
}
