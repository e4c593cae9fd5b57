import type { ContentProblem } from "./check-content.ts";
import { isNamedTemplate, type TemplateButton, type TemplateDefinition, variablesIn } from "./template-definition.ts";
import { characterCount, WHATSAPP_LIMITS as LIMITS } from "./whatsapp-limits.ts";

/**
 * What Meta would refuse about a template at once, before it is submitted (100 submissions an hour are all one has); an
 * empty list if nothing. What its reviewers think is another matter.
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates, contracts README 1.8.
 */
export function checkTemplate(definition: TemplateDefinition): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const add = (code: string, path: string, message: string) => {
    problems.push({ code, path, message });
  };
  if (!/^[a-z0-9_]+$/.test(definition.name)) add("invalid", "name", "Only lower-case letters, digits and underscores.");
  if (definition.name.length > LIMITS.templateName) add("too_long", "name", `At most ${LIMITS.templateName} characters.`);
  if (!/^[a-z]{2,3}(_[A-Z]{2}|_[0-9]{3})?$/.test(definition.language)) add("invalid", "language", "A language code such as it or en_US.");
  checkHeader(definition, add);
  if (definition.category !== "authentication") checkBody(definition, add);
  checkFooter(definition, add);
  checkButtons(definition, add);
  return problems;
}

const EXAMPLE_NEEDED = "Meta's reviewers need an example for every variable.";

type Add = (code: string, path: string, message: string) => void;

function checkLength(add: Add, path: string, text: string, max: number): void {
  const length = characterCount(text);
  if (text.trim() === "") add("required", path, "This text is empty.");
  else if (length > max) add("too_long", path, `At most ${max} characters; this has ${length}.`);
}

function checkHeader(definition: TemplateDefinition, add: Add): void {
  const { header } = definition;
  if (header === undefined || header.type === "location") return;
  if (header.type !== "text") {
    if (!header.exampleHandle) add("required", "header.exampleHandle", "Meta's reviewers need an example file.");
    return;
  }
  checkLength(add, "header.text", header.text, LIMITS.templateHeaderText);
  if (/[\r\n*_~`]/.test(header.text.replace(/\{\{[^{}]*\}\}/g, ""))) {
    add("invalid", "header.text", "A header has no line breaks and no formatting (* _ ~ `).");
  }
  const variables = variablesIn(header.text);
  if (variables.length > 1) add("too_many", "header.text", "A header has at most one variable.");
  if (variables.length > 0 && !header.example?.trim()) add("example_missing", "header.example", EXAMPLE_NEEDED);
}

function checkBody(definition: TemplateDefinition, add: Add): void {
  const { body } = definition;
  checkLength(add, "body", body, LIMITS.templateBody);
  const variables = variablesIn(body);
  const trimmed = body.trim();
  if (trimmed.startsWith("{{") || trimmed.endsWith("}}")) {
    add("variable_at_edge", "body", "The body may not begin or end with a variable: put words around it.");
  }
  if (/\}\}[ \t]*\{\{/.test(body)) add("variables_adjacent", "body", "Two variables side by side need words or punctuation between them.");
  if (/\{\{(?![ \t]{0,4}[A-Za-z0-9_]{1,64}[ \t]{0,4}\}\})/.test(body)) {
    add("invalid_variable", "body", "A variable is written {{name}}, with lower-case letters, digits and underscores.");
  }
  const named = isNamedTemplate(definition);
  const wrong = variables.filter((name) => (named ? !/^[a-z][a-z0-9_]*$/.test(name) : false));
  for (const name of wrong) {
    const mixed = /^\d+$/.test(name) ? "Numbered and named variables cannot be mixed" : "Only lower-case letters, digits and underscores";
    add("invalid_variable", "body", `{{${name}}}: ${mixed}.`);
  }
  const numbers = variables.map(Number).toSorted((a, b) => a - b);
  if (!named && numbers.some((number, index) => number !== index + 1)) {
    add("variables_not_contiguous", "body", "Numbered variables run from {{1}} without gaps.");
  }
  // Meta refuses "too many variables for the length" (2388293). Its formula is not in the contract; two words for each
  // variable and one more is the least that senders report as accepted.
  const words = body
    .replace(/\{\{[^{}]*\}\}/g, " ")
    .split(/\s+/)
    .filter(Boolean).length;
  if (variables.length > 0 && words < 2 * variables.length + 1) {
    add("too_many_variables", "body", "Too few words for so many variables; Meta refuses such templates.");
  }
  if (/\n{3,}/.test(body.replace(/[ \t\r]+/g, ""))) add("invalid", "body", "At most one empty line in a row.");
  for (const name of variables) if (!definition.examples[name]?.trim()) add("example_missing", `examples.${name}`, EXAMPLE_NEEDED);
}

function checkFooter(definition: TemplateDefinition, add: Add): void {
  if (definition.footer === undefined) return;
  checkLength(add, "footer", definition.footer, LIMITS.templateFooter);
  if (variablesIn(definition.footer).length > 0) add("not_allowed", "footer", "A footer has no variables.");
}

function checkButtons(definition: TemplateDefinition, add: Add): void {
  const { buttons } = definition;
  if (buttons.length > LIMITS.templateButtons)
    add("too_many", "buttons", `At most ${LIMITS.templateButtons} buttons; there are ${buttons.length}.`);
  const countOf = (type: TemplateButton["type"]) => buttons.filter((button) => button.type === type).length;
  const most = (type: TemplateButton["type"], max: number, what: string) => {
    if (countOf(type) > max) add("too_many", "buttons", `At most ${max} ${what}${max === 1 ? "" : "s"}; there are ${countOf(type)}.`);
  };
  most("url", LIMITS.templateUrlButtons, "link button");
  most("phone_number", LIMITS.templatePhoneButtons, "call button");
  most("copy_code", LIMITS.templateCopyCodeButtons, "coupon button");
  // Quick replies and the others must be two groups: A B Q Q or Q Q A B, never Q A Q.
  const groups = buttons.filter(
    (button, index) => index === 0 || (button.type === "quick_reply") !== (buttons[index - 1]?.type === "quick_reply"),
  ).length;
  if (groups > 2) add("mixed_order", "buttons", "Quick replies must stand together, before or after the other buttons.");
  buttons.forEach((button, index) => checkButton(button, `buttons.${index}`, add));
  const labels = buttons.map((button) => ("text" in button ? (button.text ?? "") : "")).filter(Boolean);
  if (new Set(labels).size < labels.length) add("duplicate", "buttons", "Two buttons have the same label.");
}

function checkButton(button: TemplateButton, path: string, add: Add): void {
  if (button.type === "copy_code") return checkLength(add, `${path}.example`, button.example, LIMITS.couponCode);
  if (button.type === "otp" || button.type === "other") return;
  checkLength(add, `${path}.text`, button.text, LIMITS.templateButtonLabel);
  if (variablesIn(button.text).length > 0) add("not_allowed", `${path}.text`, "A button's label has no variables.");
  if (button.type === "url") checkUrlButton(button, path, add);
  if (button.type === "phone_number" && !/^\+?[0-9]{5,20}$/.test(button.phoneNumber)) {
    add("invalid", `${path}.phoneNumber`, "A telephone number with its country code, digits only.");
  }
}

function checkUrlButton(button: TemplateButton & { type: "url" }, path: string, add: Add): void {
  checkLength(add, `${path}.url`, button.url, LIMITS.url);
  if (!/^https?:\/\/[^\s/?#{]+/i.test(button.url)) add("invalid_url", `${path}.url`, "A link begins with https:// or http:// and a host.");
  const variables = variablesIn(button.url);
  if (variables.length > 1) add("too_many", `${path}.url`, "A link has at most one variable.");
  if (variables.length > 0 && !button.url.endsWith("}}")) add("invalid", `${path}.url`, "The variable of a link stands at its end.");
  if (variables.length > 0 && !button.example?.trim())
    add("example_missing", `${path}.example`, "Meta's reviewers need the whole link as an example.");
}
