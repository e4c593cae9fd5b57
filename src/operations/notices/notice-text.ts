/** What a notice says, in the language of who gets it: as an e-mail, and short, on a device. */

import type { PushMessage } from "../../connectors/push/send-push.ts";
import { readHandOverReason } from "../../domain/hand-over-reason.ts";
import type { DueHandOverNotice, DueNotice, DueQualityNotice, DueTemplateNotice, DueTicketNotice } from "../../store/notices.ts";
import { type NoticeWords, noticeWords } from "./notice-words.ts";

export function noticeMail(notice: DueNotice, publicUrl: string): { to: string; subject: string; text: string } {
  const words = noticeWords(notice.language);
  const { about, lines, way, path } = content(notice, words, `${publicUrl}/w/${notice.slug}`);
  return {
    to: notice.email,
    subject: `${words.subject[notice.kind]}: ${about}`,
    text: [...lines, "", `${way ?? ""}${publicUrl}/w/${notice.slug}/${path}`, "", `${notice.workspaceName} · ${words.why}`].join("\n"),
  };
}

/** No more than a locked screen may show. */
export function noticePush(notice: DueNotice): PushMessage {
  const words = noticeWords(notice.language);
  const { about, path } = content(notice, words, "");
  return {
    title: words.subject[notice.kind],
    text: `${about}\n${notice.workspaceName}`,
    path: `/w/${notice.slug}/${path}`,
    about: `${notice.kind} ${notice.slug} ${path}`,
    urgency: notice.kind === "handed_over" ? "high" : "normal",
  };
}

/** `about`: in one line; `path`: what it opens, below the workspace; `way`: what the link is called. */
interface Content {
  about: string;
  lines: string[];
  way?: string;
  path: string;
}

function content(notice: DueNotice, words: NoticeWords, area: string): Content {
  switch (notice.kind) {
    case "handed_over":
      return handOver(notice, words);
    case "template_stopped":
      return template(notice, words, area);
    case "quality_low":
      return quality(notice, words);
    default:
      return ticket(notice, words);
  }
}

function ticket({ reference, title, status, priority, contact, ticketId }: DueTicketNotice, words: NoticeWords): Content {
  return {
    about: `${oneLine(title)} (${reference})`,
    lines: [
      `${title} (${reference})`,
      "",
      `${words.status}: ${status}`,
      `${words.priority}: ${priority}`,
      ...(contact === "" ? [] : [`${words.contact}: ${contact}`]),
    ],
    path: `tickets?ticket=${ticketId}`,
  };
}

function handOver({ contact, reason, chatId }: DueHandOverNotice, words: NoticeWords): Content {
  const known = readHandOverReason(reason);
  const why = known ? words.handOver[known.reason].replace("{value}", known.value) : reason;
  return {
    about: oneLine(contact) || words.unknown,
    lines: [`${words.contact}: ${contact || words.unknown}`, ...(why === "" || why === "–" ? [] : [`${words.reason}: ${why}`])],
    path: `chat/${chatId}`,
  };
}

function template({ template: name, templateId, stopped, users }: DueTemplateNotice, words: NoticeWords, area: string): Content {
  const sentBy = (kind: "automation" | "campaign") => users.filter((user) => user.kind === kind).map((user) => `- ${oneLine(user.name)}`);
  const [automations, campaigns] = [sentBy("automation"), sentBy("campaign")];
  return {
    about: name,
    lines: [
      ...stopped.map(
        ({ language, status, reason }) => `${name} (${language}): ${words.templateState[status] ?? status}${reason ? ` — ${reason}` : ""}`,
      ),
      ...(automations.length === 0 ? [] : ["", `${words.automations}:`, ...automations, `${area}/automations`]),
      ...(campaigns.length === 0 ? [] : ["", `${words.campaigns}:`, ...campaigns, `${area}/campaigns`]),
    ],
    way: `${words.mend}: `,
    path: `templates/${templateId}`,
  };
}

function quality({ channel, channelId }: DueQualityNotice, words: NoticeWords): Content {
  return { about: oneLine(channel), lines: words.qualityLow, path: `settings/channels/${channelId}` };
}

/** A title or a name is a customer's text in a header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 150);
}
