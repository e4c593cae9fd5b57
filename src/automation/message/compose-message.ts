/** What a Send message step sends now, or why it does not: the format's checks in their order. */

import { checkContent } from "../../domain/check-content.ts";
import { mayReceiveMarketing } from "../../domain/consent.ts";
import type { OutboundContent } from "../../domain/message-content.ts";
import type { StepError } from "../step.ts";
import { type AnswerOption, fallbackOptions, freeOptions, templateOptions } from "./answer-options.ts";
import { freeContent } from "./free-content.ts";
import type { MessageConfig, TemplateConfig } from "./message-config.ts";
import type { MessageContext } from "./message-context.ts";
import { templateContent } from "./template-content.ts";

export interface ComposedMessage {
  content: OutboundContent;
  marketing: boolean;
  /** What the customer may press on it. */
  options: AnswerOption[];
  /** Why it must not leave. */
  error?: StepError;
}

export function composeMessage(config: MessageConfig, context: MessageContext): ComposedMessage {
  const recipient = recipientError(context);
  if (config.kind === "template") return composeTemplate(config, recipient, context);
  if (recipient === null && context.lookup("chat.window_open") !== true) {
    if (config.fallbackTemplate) {
      const fallback = composeTemplate(config.fallbackTemplate, null, context);
      return { ...fallback, options: fallbackOptions(config, fallback.options) };
    }
    return composeFree(config, { code: "window_closed" }, context);
  }
  return composeFree(config, recipient, context);
}

function recipientError({ scope }: MessageContext): StepError | null {
  const { contact } = scope;
  if (contact.blocked) return { code: "blocked" };
  const addressed = contact.waId !== null || contact.userId !== null || contact.phone !== null;
  return contact.reachable && addressed ? null : { code: "invalid_number" };
}

function composeFree(
  config: Exclude<MessageConfig, { kind: "template" }>,
  refused: StepError | null,
  { render }: MessageContext,
): ComposedMessage {
  const content = freeContent(config, render);
  const error = refused ?? contentError(content);
  return { content, marketing: false, options: freeOptions(config), ...(error && { error }) };
}

/** Limits that only the rendered message can break. */
function contentError(content: OutboundContent): StepError | null {
  const [found] = checkContent(content);
  if (!found) return null;
  if (found.code === "too_long") return { code: "text_too_long", ...(found.path !== "text" && { detail: found.path }) };
  if (found.code === "required" && found.path === "text") return { code: "empty_text" };
  return { code: "invalid_message", detail: found.path };
}

function composeTemplate(config: TemplateConfig, refused: StepError | null, context: MessageContext): ComposedMessage {
  const { scope, workspace, connected } = context;
  const template = workspace.templates[config.template];
  const marketing = template?.category === "marketing";
  const objection = marketing ? mayReceiveMarketing(scope.contact.consent, workspace.consentMode) : null;
  const { content, error } = templateContent(config, template, context);
  const first = refused ?? (objection ? { code: objection } : (error ?? contentError(content)));
  return {
    content,
    marketing,
    options: template ? templateOptions(template, content.language, connected) : [],
    ...(first && { error: first }),
  };
}
