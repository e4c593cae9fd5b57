/** Turns a template's config into its content in the right language, or says why it cannot be sent. */

import { sameLanguage } from "../../domain/language.ts";
import type { TemplateContent } from "../../domain/message-content.ts";
import { pickTemplateLanguage } from "../../domain/pick-template-language.ts";
import {
  renderTemplateBody,
  type TemplateDefinition,
  type TemplateVariables,
  templateButtonText,
  templateVariables,
} from "../../domain/template-definition.ts";
import { templateLook } from "../../domain/template-look.ts";
import { sanitiseTemplateValue } from "../../domain/template-value.ts";
import { WHATSAPP_LIMITS } from "../../domain/whatsapp-limits.ts";
import { isAttribute } from "../contact-change.ts";
import type { TemplateSnapshot, WorkspaceSnapshot } from "../state.ts";
import type { StepError } from "../step.ts";
import { missingVariable } from "../template.ts";
import { renderedFile } from "./free-content.ts";
import type { TemplateConfig } from "./message-config.ts";
import type { MessageContext } from "./message-context.ts";

type TemplateResult = { content: TemplateContent; error?: StepError };

/** The content is as complete as can be even with an error, for the chat to show what was not sent. */
export function templateContent(config: TemplateConfig, template: TemplateSnapshot | undefined, context: MessageContext): TemplateResult {
  const bare: TemplateContent = { type: "template", template: config.template, language: config.language ?? "", variables: {} };
  if (!template) return { content: bare, error: { code: "template_not_found", detail: config.template } };
  const chosen = chooseLanguage(config, template, context);
  if ("error" in chosen) return { content: bare, error: chosen.error };
  const { definition } = chosen;
  return fill({ ...bare, language: chosen.language, buttons: definition.buttons.map(templateButtonText) }, definition, config, context);
}

function chooseLanguage(
  config: TemplateConfig,
  template: TemplateSnapshot,
  { scope, workspace }: MessageContext,
): { language: string; definition: TemplateDefinition } | { error: StepError } {
  const all = Object.keys(template.languages);
  const approved = all.filter((code) => template.languages[code]?.status === "approved");
  const wanted = config.language;
  const language =
    wanted !== undefined
      ? all.find((code) => sameLanguage(code, wanted))
      : // A language that is not approved must not keep the contact from one that is.
        pickTemplateLanguage(approved.length > 0 ? approved : all, scope.contact.language, scope.contact.phone, workspace.defaultLanguage);
  const found = language === undefined ? undefined : template.languages[language];
  if (!found || language === undefined)
    return { error: { code: "template_language_missing", detail: wanted ?? scope.contact.language ?? workspace.defaultLanguage } };
  if (found.status !== "approved") return { error: { code: "template_not_approved", detail: `${language}: ${found.status}` } };
  return { language, definition: found.definition };
}

function fill(content: TemplateContent, definition: TemplateDefinition, config: TemplateConfig, context: MessageContext): TemplateResult {
  const needed = templateVariables(definition);
  const values = valueReader(context);
  for (const name of needed.body) {
    const value = values.read(config.variables[name] ?? boundTo(name, context.workspace), name);
    if (value !== "") content.variables[name] = value;
  }
  const body = renderTemplateBody(definition, content.variables);
  content.renderedText = body;
  fillHeader(content, needed, config, context, values);
  fillButtons(content, definition, needed, config, values);
  content.look = templateLook(definition, content);
  if (values.missing !== null) return { content, error: { code: "missing_variable", detail: values.missing } };
  if (body.length > WHATSAPP_LIMITS.templateBody) return { content, error: { code: "text_too_long" } };
  return { content };
}

/** A variable that the step gives no value takes the contact's attribute or field of its name; WhatsApp allows small letters only. */
function boundTo(name: string, workspace: WorkspaceSnapshot): string | undefined {
  if (isAttribute(name)) return `{{ contact.${name} }}`;
  const code = [name, name.toUpperCase()].find((candidate) => workspace.fields[candidate] !== undefined);
  return code === undefined ? undefined : `{{ contact.fields.${code} }}`;
}

interface ValueReader {
  /** The first that has no value: a field's CODE, a path, or the template's own name for it. */
  missing: string | null;
  read(source: string | undefined, name: string): string;
}

function valueReader(context: MessageContext): ValueReader {
  const variables = context.variables();
  const isLiteral = (source: string) => context.literal?.has(source) === true;
  const isBlankLiteral = (source: string) => isLiteral(source) && source.trim() === "";
  const reader: ValueReader = {
    missing: null,
    read(source, name) {
      const missing = source === undefined || isBlankLiteral(source) ? name : isLiteral(source) ? null : missingVariable(source, variables);
      if (missing === null) return sanitiseTemplateValue(context.render(source as string));
      reader.missing ??= missing;
      return "";
    },
  };
  return reader;
}

function fillHeader(
  content: TemplateContent,
  needed: TemplateVariables,
  config: TemplateConfig,
  { render }: MessageContext,
  values: ValueReader,
): void {
  if (needed.header !== undefined) {
    content.headerText = values.read(config.headerText ?? config.variables[needed.header], needed.header);
    content.headerVariable = needed.header;
  }
  if (needed.headerMedia !== undefined) {
    const file = config.headerMedia && renderedFile(config.headerMedia, render);
    if (!file || (file.url === "" && file.mediaId === undefined)) values.missing ??= "headerMedia";
    else
      content.headerMedia = {
        mediaType: needed.headerMedia,
        ...file,
        ...(config.headerMedia?.filename && { filename: render(config.headerMedia.filename) }),
      };
  }
  if (needed.headerLocation) {
    const place = config.headerLocation;
    if (!place) values.missing ??= "headerLocation";
    else {
      const { latitude, longitude, name, address } = place;
      content.headerLocation = { latitude, longitude, ...(name && { name: render(name) }), ...(address && { address: render(address) }) };
    }
  }
}

function fillButtons(
  content: TemplateContent,
  definition: TemplateDefinition,
  needed: TemplateVariables,
  config: TemplateConfig,
  values: ValueReader,
): void {
  const parameters = needed.buttons.map(({ index, subType }) => {
    const given = config.buttonParameters.find((parameter) => parameter.index === index)?.text;
    if (given === undefined && subType === "flow") return { index, subType };
    // The code of an authentication template is the body's one variable, and its button copies it.
    const code = definition.buttons[index]?.type === "otp" ? content.variables[needed.body[0] ?? "1"] : undefined;
    return { index, subType, text: given === undefined && code !== undefined ? code : values.read(given, `button ${index + 1}`) };
  });
  if (parameters.length > 0) content.buttonParameters = parameters;
}
