/**
 * A WhatsApp template in one language, as the product keeps, edits and previews it. The connector translates it to and from
 * Meta's components. Variables are written `{{first_name}}` (named) or `{{1}}` (positional); one template has one kind.
 */
import type { JsonObject } from "./json.ts";
import type { MediaReference } from "./message-content.ts";

export const TEMPLATE_CATEGORIES = ["marketing", "utility", "authentication"] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/**
 * A text header may have one variable, counted apart from those of the body ({{1}} in both are two). A media header shows
 * the file given at sending, or its own as the default. `exampleHandle` is that file as uploaded for Meta's reviewers.
 */
export type TemplateHeader =
  | { type: "text"; text: string; example?: string }
  | ({ type: "image" | "video" | "document"; exampleHandle?: string; filename?: string } & MediaReference)
  | { type: "location" };

export type TemplateButton =
  | { type: "quick_reply"; text: string }
  /** `url` may end in one variable, filled at sending; Meta calls it `{{1}}` whatever its name. */
  | { type: "url"; text: string; url: string; example?: string }
  | { type: "phone_number"; text: string; phoneNumber: string }
  /** Copies a coupon code given at sending. WhatsApp sets the label. */
  | { type: "copy_code"; example: string }
  | { type: "flow"; text: string; flowId?: string; flowAction?: string; navigateScreen?: string }
  /** Only in authentication templates: copies the code in the body's one variable. */
  | { type: "otp"; text?: string; otpType: "copy_code" | "one_tap" | "zero_tap" }
  /** Made elsewhere and of a kind we do not edit: kept as Meta describes it, so that saving the template loses nothing. */
  | { type: "other"; text: string; raw: JsonObject };

export interface TemplateDefinition {
  /** Lower-case letters, digits and underscores, ≤ 512. */
  name: string;
  category: TemplateCategory;
  /** As the send API spells it: `it`, `en_US`. */
  language: string;
  header?: TemplateHeader;
  /** For authentication templates WhatsApp's own fixed text; then it is empty until read back from Meta. */
  body: string;
  footer?: string;
  buttons: TemplateButton[];
  /** Of the body, by variable name ("1", "2" … for positional ones): what the reviewers see. Mandatory for every variable. */
  examples: Record<string, string>;
  /** Authentication templates only. */
  authentication?: { securityRecommendation?: boolean; codeExpirationMinutes?: number };
  /** Components of kinds we do not edit (carousel, limited-time offer): kept whole. */
  otherComponents?: JsonObject[];
}

// One pass, no nesting: the text comes from people and a longer pattern could be made to backtrack.
const VARIABLE = /\{\{[ \t]{0,4}([A-Za-z0-9_]{1,64})[ \t]{0,4}\}\}/g;

/** Names of the variables in a text, each once, in order of appearance. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ""))];
}

/** Whether its variables have names rather than numbers. Without variables it is positional, Meta's default. */
export function isNamedTemplate(definition: Pick<TemplateDefinition, "body" | "header">): boolean {
  const header = definition.header?.type === "text" ? definition.header.text : "";
  return variablesIn(`${header}\n${definition.body}`).some((name) => !/^\d+$/.test(name));
}

/** What a sender must fill in. */
export interface TemplateVariables {
  /** Of the body; positional ones in the order of their numbers. */
  body: string[];
  /** Name of the variable of a text header. */
  header?: string;
  headerMedia?: "image" | "video" | "document";
  headerLocation?: boolean;
  /** Buttons that take a value, by position. Quick replies need none: their payload is optional. */
  buttons: { index: number; subType: "url" | "copy_code" | "flow"; text: string }[];
}

export function templateVariables(definition: TemplateDefinition): TemplateVariables {
  const body = variablesIn(definition.body);
  if (body.every((name) => /^\d+$/.test(name))) body.sort((a, b) => Number(a) - Number(b));
  const variables: TemplateVariables = { body, buttons: [] };
  const { header } = definition;
  if (header?.type === "location") variables.headerLocation = true;
  else if (header?.type === "text") {
    const [name] = variablesIn(header.text);
    if (name !== undefined) variables.header = name;
  } else if (header !== undefined) variables.headerMedia = header.type;
  definition.buttons.forEach((button, index) => {
    if (button.type === "url" && variablesIn(button.url).length > 0) variables.buttons.push({ index, subType: "url", text: button.text });
    // The code of an authentication template is repeated as the parameter of its button, which the API calls a URL.
    else if (button.type === "otp") variables.buttons.push({ index, subType: "url", text: button.text ?? "" });
    else if (button.type === "copy_code") variables.buttons.push({ index, subType: "copy_code", text: "" });
    else if (button.type === "flow") variables.buttons.push({ index, subType: "flow", text: button.text });
  });
  return variables;
}

/** A text with its variables filled in; those without a value stay as they are written, so that a gap is seen. */
export function fillVariables(text: string, values: Record<string, string>): string {
  return text.replace(VARIABLE, (written, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? written) : written));
}

/** The body as the person will read it. */
export function renderTemplateBody(definition: Pick<TemplateDefinition, "body">, values: Record<string, string>): string {
  return fillVariables(definition.body, values);
}

/** The label under which a button appears. */
export function templateButtonText(button: TemplateButton): string {
  if (button.type === "copy_code") return "Copy code";
  return button.text ?? (button.type === "otp" ? "Copy code" : "");
}
