import type { ContactCard, ListContent, MessageHeader, OutboundContent, ReplyButton, TemplateContent } from "./message-content.ts";
import { characterCount, WHATSAPP_LIMITS as LIMITS } from "./whatsapp-limits.ts";

export interface ContentProblem {
  /** `required`, `too_long`, `too_many`, `duplicate`, `invalid_url`, `invalid` or `not_allowed`. */
  code: string;
  /** Into the content: `buttons.2.title`. */
  path: string;
  message: string;
}

/** Collects problems of one content object; the check functions below read like a table of the limits. */
interface Collector {
  problems: ContentProblem[];
}

/**
 * What WhatsApp would refuse about this message, before it is sent; an empty list if nothing. Texts are taken as they
 * are: at publish time, with `{{ variables }}` still in them, lengths are those of the template text.
 */
export function checkContent(content: OutboundContent): ContentProblem[] {
  const to: Collector = { problems: [] };
  switch (content.type) {
    case "text":
      text(to, "text", content.text, LIMITS.text);
      break;
    case "media":
      reference(to, "", content);
      optionalText(to, "caption", content.caption, LIMITS.caption);
      optionalText(to, "filename", content.filename, LIMITS.filename);
      if (content.caption && (content.mediaType === "audio" || content.mediaType === "sticker")) {
        add(to, "not_allowed", "caption", `WhatsApp shows no caption under ${content.mediaType === "audio" ? "audio" : "a sticker"}.`);
      }
      break;
    case "buttons":
      interactive(to, content, LIMITS.interactiveText);
      replyButtons(to, content.buttons);
      break;
    case "list":
      interactive(to, content, LIMITS.listText);
      list(to, content);
      break;
    case "cta_url":
      interactive(to, content, LIMITS.interactiveText);
      text(to, "label", content.label, LIMITS.ctaLabel);
      url(to, "url", content.url);
      break;
    case "location":
      coordinates(to, "", content);
      break;
    case "contacts":
      contacts(to, content.contacts);
      break;
    case "template":
      template(to, content);
      break;
    case "call_permission_request":
      text(to, "text", content.text, LIMITS.interactiveText);
      break;
  }
  return to.problems;
}

function add(to: Collector, code: string, path: string, message: string): void {
  to.problems.push({ code, path, message });
}

function optionalText(to: Collector, path: string, value: string | undefined, max: number): void {
  if (value === undefined || value.length <= max) return;
  const length = characterCount(value);
  if (length > max) add(to, "too_long", path, `At most ${max} characters; this has ${length}.`);
}

function text(to: Collector, path: string, value: string, max: number): void {
  if (value.trim() === "") add(to, "required", path, "This text is empty; WhatsApp refuses empty texts.");
  else optionalText(to, path, value, max);
}

function count(to: Collector, path: string, length: number, max: number, what: string): void {
  if (length === 0) add(to, "required", path, `At least one ${what} is needed.`);
  else if (length > max) add(to, "too_many", path, `At most ${max} ${what}s; there are ${length}.`);
}

function unique(to: Collector, path: (index: number) => string, values: string[], what: string): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) < index) add(to, "duplicate", path(index), `Another ${what} is called “${value}”.`);
  });
}

/** Pure code has no URL class: the scheme and a host are what WhatsApp insists on. Variables may stand after the host. */
function url(to: Collector, path: string, value: string): void {
  if (!/^https?:\/\/[^\s/?#]+/i.test(value)) add(to, "invalid_url", path, "A link begins with https:// or http:// and a host.");
  optionalText(to, path, value, LIMITS.url);
}

function reference(to: Collector, prefix: string, media: { url?: string; mediaId?: string; providerMediaId?: string }): void {
  if (media.url !== undefined && media.url !== "") url(to, `${prefix}url`, media.url);
  else if (!media.mediaId && !media.providerMediaId) add(to, "required", `${prefix}url`, "A link or an uploaded file is needed.");
}

function interactive(to: Collector, content: { text: string; header?: MessageHeader; footer?: string }, max: number): void {
  text(to, "text", content.text, max);
  optionalText(to, "footer", content.footer, LIMITS.footer);
  if (content.header === undefined) return;
  if ("text" in content.header) text(to, "header.text", content.header.text, LIMITS.headerText);
  else reference(to, "header.", content.header);
}

function replyButtons(to: Collector, buttons: ReplyButton[]): void {
  count(to, "buttons", buttons.length, LIMITS.buttons, "button");
  buttons.forEach((button, index) => {
    text(to, `buttons.${index}.title`, button.title, LIMITS.buttonTitle);
    text(to, `buttons.${index}.id`, button.id, LIMITS.buttonId);
  });
  const titles = buttons.map((button) => button.title.trim());
  unique(to, (index) => `buttons.${index}.title`, titles, "button");
  unique(
    to,
    (index) => `buttons.${index}.id`,
    buttons.map((button) => button.id),
    "button id",
  );
}

function list(to: Collector, content: ListContent): void {
  text(to, "button", content.button, LIMITS.listButton);
  count(to, "sections", content.sections.length, LIMITS.listSections, "section");
  const rows = content.sections.flatMap((section, at) => section.rows.map((row, index) => ({ row, path: `sections.${at}.rows.${index}` })));
  if (content.sections.length > 0) count(to, "sections", rows.length, LIMITS.listRows, "row");
  content.sections.forEach((section, index) => {
    if (content.sections.length > 1) text(to, `sections.${index}.title`, section.title ?? "", LIMITS.sectionTitle);
    else optionalText(to, `sections.${index}.title`, section.title, LIMITS.sectionTitle);
    if (section.rows.length === 0 && rows.length > 0) add(to, "required", `sections.${index}.rows`, "A section needs at least one row.");
  });
  for (const { row, path } of rows) {
    text(to, `${path}.title`, row.title, LIMITS.rowTitle);
    text(to, `${path}.id`, row.id, LIMITS.rowId);
    optionalText(to, `${path}.description`, row.description, LIMITS.rowDescription);
  }
  unique(
    to,
    (index) => `${rows[index]?.path}.id`,
    rows.map(({ row }) => row.id),
    "row id",
  );
}

function coordinates(to: Collector, prefix: string, place: { latitude: number; longitude: number }): void {
  if (!(Math.abs(place.latitude) <= 90)) add(to, "invalid", `${prefix}latitude`, "Latitude is between -90 and 90.");
  if (!(Math.abs(place.longitude) <= 180)) add(to, "invalid", `${prefix}longitude`, "Longitude is between -180 and 180.");
}

function contacts(to: Collector, cards: ContactCard[]): void {
  count(to, "contacts", cards.length, LIMITS.contacts, "contact");
  cards.forEach((card, index) => {
    if (card.name.trim() === "") add(to, "required", `contacts.${index}.name`, "A contact needs a name.");
  });
}

function template(to: Collector, content: TemplateContent): void {
  text(to, "template", content.template, LIMITS.templateName);
  text(to, "language", content.language, 16);
  for (const [name, value] of Object.entries(content.variables)) {
    if (value.trim() === "") add(to, "required", `variables.${name}`, `The variable ${name} has no value.`);
  }
  if (content.headerText !== undefined) text(to, "headerText", content.headerText, LIMITS.headerText);
  if (content.headerMedia !== undefined) reference(to, "headerMedia.", content.headerMedia);
  if (content.headerLocation !== undefined) coordinates(to, "headerLocation.", content.headerLocation);
  content.buttonParameters?.forEach((parameter, index) => {
    const path = `buttonParameters.${index}`;
    if (parameter.subType === "copy_code") text(to, `${path}.text`, parameter.text ?? "", LIMITS.couponCode);
    if (parameter.subType === "url") text(to, `${path}.text`, parameter.text ?? "", LIMITS.url);
    optionalText(to, `${path}.payload`, parameter.payload, LIMITS.buttonId);
  });
}
