/** The words of an e-mail to an operator, in the language of who gets it. */

import { readHandOverReason } from "../../domain/hand-over-reason.ts";
import type { DueHandOverNotice, DueNotice, DueTicketNotice } from "../../store/notices.ts";
import { type NoticeWords, noticeWords } from "./notice-words.ts";

export function noticeMail(notice: DueNotice, publicUrl: string): { to: string; subject: string; text: string } {
  const words = noticeWords(notice.language);
  const area = `${publicUrl}/w/${notice.slug}`;
  const { subject, lines } = notice.kind === "handed_over" ? handOver(notice, words, area) : ticket(notice, words, area);
  return { to: notice.email, subject, text: [...lines, "", `${notice.workspaceName} · ${words.why}`].join("\n") };
}

function ticket({ kind, reference, title, status, priority, contact, ticketId }: DueTicketNotice, words: NoticeWords, area: string) {
  return {
    subject: `${words.subject[kind]}: ${oneLine(title)} (${reference})`,
    lines: [
      `${title} (${reference})`,
      "",
      `${words.status}: ${status}`,
      `${words.priority}: ${priority}`,
      ...(contact === "" ? [] : [`${words.contact}: ${contact}`]),
      "",
      `${area}/tickets?ticket=${ticketId}`,
    ],
  };
}

function handOver({ contact, reason, chatId }: DueHandOverNotice, words: NoticeWords, area: string) {
  const known = readHandOverReason(reason);
  const why = known ? words.handOver[known.reason].replace("{value}", known.value) : reason;
  return {
    subject: `${words.subject.handed_over}: ${oneLine(contact) || words.unknown}`,
    lines: [
      `${words.contact}: ${contact || words.unknown}`,
      ...(why === "" || why === "–" ? [] : [`${words.reason}: ${why}`]),
      "",
      `${area}/chat/${chatId}`,
    ],
  };
}

/** A title or a name is a customer's text in a header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 150);
}
