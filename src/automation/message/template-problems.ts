/** What a template in a document would run into, as far as it is known before anything is sent. */
import { consentWord } from "../../domain/consent.ts";
import { sameLanguage } from "../../domain/language.ts";
import { type TemplateDefinition, templateVariables } from "../../domain/template-definition.ts";
import { isAttribute } from "../contact-change.ts";
import { type Problem, problem, warning } from "../problems.ts";
import type { TemplateSnapshot, WorkspaceSnapshot } from "../state.ts";
import type { Path } from "../walk-schema.ts";
import type { TemplateConfig } from "./message-config.ts";

/** An unknown template is reported with the other unknown objects. */
export function templateProblems(config: TemplateConfig, path: Path, workspace: WorkspaceSnapshot): Problem[] {
  const template = workspace.templates[config.template];
  if (!template) return [];
  const { language } = config;
  const codes = Object.keys(template.languages).filter((code) => language === undefined || sameLanguage(code, language));
  if (language !== undefined && codes.length === 0) {
    return [
      problem(
        "template_language_missing",
        [...path, "language"],
        `The template "${template.name}" has no version in "${language}".`,
        "Add that language to the template, or choose another.",
      ),
    ];
  }
  return [
    ...approvalProblems(template, codes, path),
    ...codes
      .slice(0, 1)
      .flatMap((code) => valueProblems(template.languages[code]?.definition as TemplateDefinition, config, path, workspace)),
    ...(template.category === "marketing" ? unsubscribeProblems(template, path) : []),
  ];
}

function approvalProblems(template: TemplateSnapshot, codes: string[], path: Path): Problem[] {
  if (codes.some((code) => template.languages[code]?.status === "approved")) return [];
  const status = template.languages[codes[0] ?? ""]?.status ?? "draft";
  return [
    {
      ...problem(
        "template_not_approved",
        [...path, "template"],
        `WhatsApp has not approved the template "${template.name}" (${status}).`,
        "Submit it and wait for its approval, or choose another template.",
      ),
      severity: "activation",
    },
  ];
}

function valueProblems(definition: TemplateDefinition, config: TemplateConfig, path: Path, workspace: WorkspaceSnapshot): Problem[] {
  const needed = templateVariables(definition);
  const bound = (name: string) => isAttribute(name) || [name, name.toUpperCase()].some((code) => Object.hasOwn(workspace.fields, code));
  const problems = needed.body
    .filter((name) => config.variables[name] === undefined && !bound(name))
    .map((name) =>
      problem(
        "missing_value",
        [...path, "variables", name],
        `The variable "${name}" of the template "${definition.name}" has no value.`,
        "Give it a text or a field of the contact.",
      ),
    );
  if (needed.headerMedia !== undefined && !config.headerMedia) {
    problems.push(
      problem(
        "missing_value",
        [...path, "headerMedia"],
        `The template "${definition.name}" shows a ${needed.headerMedia} on top, and none is given.`,
        "Give a link or an uploaded file.",
      ),
    );
  }
  if (needed.headerLocation && !config.headerLocation) {
    problems.push(
      problem(
        "missing_value",
        [...path, "headerLocation"],
        `The template "${definition.name}" shows a place on top, and none is given.`,
        "Give latitude and longitude.",
      ),
    );
  }
  const unknown = Object.keys(config.variables).filter((name) => !needed.body.includes(name) && name !== needed.header);
  return [
    ...problems,
    ...unknown.map((name) =>
      warning(
        "unknown_variable",
        [...path, "variables", name],
        `The template "${definition.name}" has no variable "${name}".`,
        "Remove it, or correct its name.",
      ),
    ),
  ];
}

/** A button or a line that lets people out keeps them from blocking the number, which costs its quality. */
function unsubscribeProblems(template: TemplateSnapshot, path: Path): Problem[] {
  const offersIt = Object.values(template.languages).some(({ definition }) => {
    const texts = [...definition.buttons.map((button) => ("text" in button ? (button.text ?? "") : "")), definition.footer ?? ""];
    return texts.some((text) => consentWord(text) === "unsubscribed" || WAY_OUT.test(text)) || WAY_OUT.test(definition.body);
  });
  if (offersIt) return [];
  return [
    warning(
      "no_unsubscribe",
      [...path, "template"],
      `The marketing template "${template.name}" offers no way to unsubscribe.`,
      'Add a quick reply such as "Stop promotions", or a line in the footer.',
    ),
  ];
}

/** Stems of the words by which texts in many languages offer it. */
const WAY_OUT =
  /\bstop\b|unsubscri|opt[\s-]?out|disiscri|annulla(re)? l['’ ]?iscrizione|\bbaja\b|désabonn|désinscri|abmeld|abbestell|descadastr|cancelar (a )?(inscri|subscri|suscri)|uitschrij|afmeld/i;
