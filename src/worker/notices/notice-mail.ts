/** The words of an e-mail to an operator, in the language of who gets it. */

import { readHandOverReason } from "../../domain/hand-over-reason.ts";
import type { DueHandOverNotice, DueNotice, DueQualityNotice, DueTemplateNotice, DueTicketNotice } from "../../store/notices.ts";
import { type NoticeWords, noticeWords } from "./notice-words.ts";

export function noticeMail(notice: DueNotice, publicUrl: string): { to: string; subject: string; text: string } {
  const words = noticeWords(notice.language);
  const area = `${publicUrl}/w/${notice.slug}`;
  const { subject, lines } = content(notice, words, area);
  return { to: notice.email, subject, text: [...lines, "", `${notice.workspaceName} · ${words.why}`].join("\n") };
}

function content(notice: DueNotice, words: NoticeWords, area: string): { subject: string; lines: string[] } {
  switch (notice.kind) {
    case "handed_over":
      return handOver(notice, words, area);
    case "template_stopped":
      return template(notice, words, area);
    case "quality_low":
      return quality(notice, words, area);
    default:
      return ticket(notice, words, area);
  }
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

function template({ template: name, templateId, stopped, users }: DueTemplateNotice, words: NoticeWords, area: string) {
  const sentBy = (kind: "automation" | "campaign") => users.filter((user) => user.kind === kind).map((user) => `- ${oneLine(user.name)}`);
  const [automations, campaigns] = [sentBy("automation"), sentBy("campaign")];
  return {
    subject: `${words.subject.template_stopped}: ${name}`,
    lines: [
      ...stopped.map(
        ({ language, status, reason }) => `${name} (${language}): ${words.templateState[status] ?? status}${reason ? ` — ${reason}` : ""}`,
      ),
      ...(automations.length === 0 ? [] : ["", `${words.automations}:`, ...automations, `${area}/automations`]),
      ...(campaigns.length === 0 ? [] : ["", `${words.campaigns}:`, ...campaigns, `${area}/campaigns`]),
      "",
      `${words.mend}: ${area}/templates/${templateId}`,
    ],
  };
}

function quality({ channel, channelId }: DueQualityNotice, words: NoticeWords, area: string) {
  return {
    subject: `${words.subject.quality_low}: ${oneLine(channel)}`,
    lines: [...words.qualityLow, "", `${area}/settings/channels/${channelId}`],
  };
}

/** A title or a name is a customer's text in a header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 150);
}
