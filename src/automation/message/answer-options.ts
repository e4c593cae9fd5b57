/** The buttons of a message as exits of its step, and which of them a customer pressed. */
import { normalizePhrase } from "../../domain/phrase.ts";
import type { MessageEvent } from "../event.ts";
import type { TemplateSnapshot, WorkspaceSnapshot } from "../state.ts";
import type { Exit } from "../step.ts";
import { type MessageConfig, OWN_EXITS } from "./message-config.ts";

/** A button or row of a message that was sent. Kept with the wait as JSON. */
export type AnswerOption = {
  exit: string;
  /** Of an interactive button or row; a template's quick replies have none of ours. */
  id: string | null;
  title: string;
};

/** The exits that this message's buttons give: id and title of each button or row; a template's quick replies by their title. */
export function answerExits(config: MessageConfig, workspace?: Pick<WorkspaceSnapshot, "templates" | "defaultLanguage">): Exit[] {
  switch (config.kind) {
    case "buttons":
      return config.buttons.map(({ id, title }) => ({ name: id, label: title }));
    case "list":
      return config.sections.flatMap(({ rows }) => rows.map(({ id, title }) => ({ name: id, label: title })));
    case "template": {
      const template = workspace?.templates[config.template];
      return template ? templateExits(template, config.language ?? workspace?.defaultLanguage) : [];
    }
    default:
      return [];
  }
}

/** One exit per quick reply, named in `language` where the template has it; the titles in other languages are its other names. */
function templateExits(template: TemplateSnapshot, language: string | undefined): Exit[] {
  const languages = Object.keys(template.languages).sort();
  const first =
    languages.find((code) => code === language) ?? languages.find((code) => code.split("_")[0] === language?.split("_")[0]) ?? languages[0];
  if (first === undefined) return [];
  return quickReplies(template, first).map(({ index, title }) => {
    const titles = languages.map((code) => quickReplies(template, code).find((other) => other.index === index)?.title);
    const aliases = [
      ...new Set(titles.filter((other) => other !== undefined && other !== title).map((other) => exitOfTitle(other as string))),
    ];
    return { name: exitOfTitle(title), label: title, ...(aliases.length > 0 && { aliases }) };
  });
}

/** A button called "Next" in small letters would be taken for the step's own exit. */
function exitOfTitle(title: string): string {
  return (OWN_EXITS as readonly string[]).includes(title) ? `button ${title}` : title;
}

function quickReplies(template: TemplateSnapshot, language: string): { index: number; title: string }[] {
  const buttons = template.languages[language]?.definition.buttons ?? [];
  return buttons.flatMap((button, index) => (button.type === "quick_reply" ? [{ index, title: button.text }] : []));
}

/** What can be pressed on a template sent in `language`, each under whichever of its names is connected. */
export function templateOptions(template: TemplateSnapshot, language: string, connected: (exit: string) => boolean): AnswerOption[] {
  const exits = templateExits(template, language);
  return quickReplies(template, language).map(({ title }, i) => {
    const names = [exits[i]?.name ?? title, ...(exits[i]?.aliases ?? [])];
    return { exit: names.find(connected) ?? (names[0] as string), id: null, title };
  });
}

/** What can be pressed on a free message with buttons or a list. */
export function freeOptions(config: MessageConfig): AnswerOption[] {
  return answerExits(config).map(({ name, label }) => ({ exit: name, id: name, title: label ?? name }));
}

/** A fallback template's quick replies stand for the buttons of the same title. */
export function fallbackOptions(config: MessageConfig, ofTemplate: AnswerOption[]): AnswerOption[] {
  const free = freeOptions(config);
  return ofTemplate.map((option) => ({ ...option, exit: free.find(({ title }) => samePhrase(title, option.title))?.exit ?? option.exit }));
}

/** The option of this very message that was pressed; undefined for presses on other messages and for everything else. */
export function pressedOption(options: readonly AnswerOption[], messageId: string, event: MessageEvent): AnswerOption | undefined {
  const { content } = event;
  if (content.type !== "button_reply") return undefined;
  if (event.context) {
    if (event.context.messageId !== messageId) return undefined;
    return options.find(({ id }) => id !== null && id === content.id) ?? options.find(({ title }) => samePhrase(title, content.text));
  }
  // WhatsApp says which message was answered; where it did not, only an id of ours is proof.
  return options.find(({ id }) => id !== null && id === content.id);
}

function samePhrase(a: string, b: string): boolean {
  return normalizePhrase(a) === normalizePhrase(b);
}
