import type { JsonObject } from "../../domain/json.ts";
import {
  isNamedTemplate,
  type TemplateButton,
  type TemplateCategory,
  type TemplateDefinition,
  type TemplateHeader,
  templateVariables,
  variablesIn,
} from "../../domain/template-definition.ts";
import { normaliseTemplateLanguage } from "../../domain/template-language.ts";
import { asArray, asNumber, asObject, asText, compact } from "./raw-json.ts";

/** The body of `POST /{waba-id}/message_templates`. Check it with `checkTemplate` first. */
export function templateToWire(definition: TemplateDefinition): JsonObject {
  return {
    name: definition.name,
    language: definition.language,
    category: definition.category.toUpperCase(),
    parameter_format: isNamedTemplate(definition) ? "named" : "positional",
    components: templateComponents(definition),
  };
}

/** The components alone: what an edit of an existing template sends. */
export function templateComponents(definition: TemplateDefinition): JsonObject[] {
  const components: JsonObject[] = [];
  const named = isNamedTemplate(definition);
  if (definition.header !== undefined) components.push(headerToWire(definition.header, named));
  components.push(bodyToWire(definition, named));
  const minutes = definition.authentication?.codeExpirationMinutes;
  // The footer of an authentication template is Meta's sentence about the code's life.
  if (definition.category === "authentication" && minutes !== undefined)
    components.push({ type: "FOOTER", code_expiration_minutes: minutes });
  else if (definition.footer) components.push({ type: "FOOTER", text: definition.footer });
  if (definition.buttons.length > 0) components.push({ type: "BUTTONS", buttons: definition.buttons.map(buttonToWire) });
  return [...components, ...(definition.otherComponents ?? [])];
}

function headerToWire(header: TemplateHeader, named: boolean): JsonObject {
  if (header.type === "location") return { type: "HEADER", format: "LOCATION" };
  if (header.type !== "text") {
    const component: JsonObject = { type: "HEADER", format: header.type.toUpperCase() };
    return header.exampleHandle ? { ...component, example: { header_handle: [header.exampleHandle] } } : component;
  }
  const component: JsonObject = { type: "HEADER", format: "TEXT", text: header.text };
  const [name] = variablesIn(header.text);
  if (name === undefined) return component;
  const example = header.example ?? "";
  return { ...component, example: named ? { header_text_named_params: [{ param_name: name, example }] } : { header_text: [example] } };
}

function bodyToWire(definition: TemplateDefinition, named: boolean): JsonObject {
  if (definition.category === "authentication") {
    return { type: "BODY", add_security_recommendation: definition.authentication?.securityRecommendation ?? false };
  }
  const names = templateVariables(definition).body;
  const component: JsonObject = { type: "BODY", text: definition.body };
  if (names.length === 0) return component;
  const examples = names.map((name) => definition.examples[name] ?? "");
  if (!named) return { ...component, example: { body_text: [examples] } };
  return {
    ...component,
    example: { body_text_named_params: names.map((name, index) => ({ param_name: name, example: examples[index] ?? "" })) },
  };
}

function buttonToWire(button: TemplateButton): JsonObject {
  switch (button.type) {
    case "quick_reply":
      return { type: "QUICK_REPLY", text: button.text };
    case "url":
      return compact({
        type: "URL",
        text: button.text,
        url: button.url.replace(/\{\{[^{}]*\}\}$/, "{{1}}"),
        example: button.example === undefined ? undefined : [button.example],
      }) as JsonObject;
    case "phone_number":
      return { type: "PHONE_NUMBER", text: button.text, phone_number: button.phoneNumber };
    case "copy_code":
      return { type: "COPY_CODE", example: button.example };
    case "flow": {
      const { flowId: flow_id, flowAction: flow_action, navigateScreen: navigate_screen } = button;
      return compact({ type: "FLOW", text: button.text, flow_id, flow_action, navigate_screen }) as JsonObject;
    }
    case "otp":
      return compact({ type: "OTP", otp_type: button.otpType.toUpperCase(), text: button.text }) as JsonObject;
    case "other":
      return button.raw;
  }
}

/** A template as Meta knows it. */
export interface RemoteTemplate {
  id: string;
  /** Lower case: approved, pending, rejected, paused, disabled … */
  status: string;
  /** green, yellow, red or unknown. */
  quality?: string;
  rejectedReason?: string;
  definition: TemplateDefinition;
}

const CATEGORIES: Record<string, TemplateCategory> = { MARKETING: "marketing", UTILITY: "utility", AUTHENTICATION: "authentication" };

/** One entry of `GET /{waba-id}/message_templates`. Undefined if it lacks what makes a template; parts of unknown kinds are kept. */
export function templateFromWire(raw: JsonObject): RemoteTemplate | undefined {
  const [id, name, language] = [asText(raw.id), asText(raw.name), asText(raw.language)];
  if (id === undefined || name === undefined || language === undefined) return undefined;
  const definition: TemplateDefinition = {
    name,
    // Categories of years ago (TRANSACTIONAL, …) are billed as utility.
    category: CATEGORIES[asText(raw.category)?.toUpperCase() ?? ""] ?? "utility",
    language: normaliseTemplateLanguage(language),
    body: "",
    buttons: [],
    examples: {},
  };
  for (const entry of asArray(raw.components)) readComponent(definition, asObject(entry) ?? {});
  const rejectedReason = asText(raw.rejected_reason);
  return compact({
    id,
    status: (asText(raw.status) ?? "unknown").toLowerCase(),
    quality: asText(asObject(raw.quality_score)?.score)?.toLowerCase(),
    rejectedReason: rejectedReason === undefined || rejectedReason === "NONE" ? undefined : rejectedReason.toLowerCase(),
    definition,
  });
}

function readComponent(definition: TemplateDefinition, component: JsonObject): void {
  switch (asText(component.type)?.toUpperCase()) {
    case "HEADER":
      readHeader(definition, component);
      break;
    case "BODY":
      definition.body = asText(component.text) ?? "";
      readExamples(definition, asObject(component.example));
      if (component.add_security_recommendation !== undefined) {
        definition.authentication = {
          ...definition.authentication,
          securityRecommendation: component.add_security_recommendation === true,
        };
      }
      break;
    case "FOOTER": {
      const minutes = asNumber(component.code_expiration_minutes);
      if (minutes !== undefined) definition.authentication = { ...definition.authentication, codeExpirationMinutes: minutes };
      const text = asText(component.text);
      if (text !== undefined) definition.footer = text;
      break;
    }
    case "BUTTONS":
      definition.buttons = asArray(component.buttons).map((button) => readButton(asObject(button) ?? {}));
      break;
    default:
      definition.otherComponents = [...(definition.otherComponents ?? []), component];
  }
}

function readHeader(definition: TemplateDefinition, component: JsonObject): void {
  const format = asText(component.format)?.toLowerCase();
  const example = asObject(component.example);
  if (format === "text") {
    const named = asText(asObject(asArray(example?.header_text_named_params)[0])?.example);
    const headerExample = named ?? asText(asArray(example?.header_text)[0]);
    definition.header = compact<TemplateHeader>({ type: "text", text: asText(component.text) ?? "", example: headerExample });
  } else if (format === "image" || format === "video" || format === "document") {
    definition.header = compact<TemplateHeader>({ type: format, exampleHandle: asText(asArray(example?.header_handle)[0]) });
  } else if (format === "location") definition.header = { type: "location" };
  else definition.otherComponents = [...(definition.otherComponents ?? []), component];
}

/** Named examples come with their names, positional ones as a list in a list. */
function readExamples(definition: TemplateDefinition, example: JsonObject | undefined): void {
  for (const entry of asArray(example?.body_text_named_params)) {
    const name = asText(asObject(entry)?.param_name);
    if (name !== undefined) definition.examples[name] = asText(asObject(entry)?.example) ?? "";
  }
  const list = asArray(example?.body_text);
  const values = Array.isArray(list[0]) ? list[0] : list;
  const positions = variablesIn(definition.body)
    .filter((name) => /^\d+$/.test(name))
    .toSorted((a, b) => Number(a) - Number(b));
  positions.forEach((name, index) => {
    const value = asText(values[index]);
    if (value !== undefined) definition.examples[name] = value;
  });
}

function readButton(raw: JsonObject): TemplateButton {
  const text = asText(raw.text) ?? "";
  const example = asText(Array.isArray(raw.example) ? raw.example[0] : raw.example);
  switch (asText(raw.type)?.toUpperCase()) {
    case "QUICK_REPLY":
      return { type: "quick_reply", text };
    case "URL":
      return readUrlButton(raw, text, example);
    case "PHONE_NUMBER":
      return { type: "phone_number", text, phoneNumber: asText(raw.phone_number) ?? "" };
    case "COPY_CODE":
      return { type: "copy_code", example: example ?? "" };
    case "FLOW":
      return compact({
        type: "flow",
        text,
        flowId: asText(raw.flow_id),
        flowAction: asText(raw.flow_action),
        navigateScreen: asText(raw.navigate_screen),
      });
    case "OTP":
      return { type: "otp", text, otpType: otpType(asText(raw.otp_type)) };
    default:
      return { type: "other", text, raw };
  }
}

/** Meta gives the code button of an authentication template back as a link to its own "otp" page. */
function readUrlButton(raw: JsonObject, text: string, example: string | undefined): TemplateButton {
  const url = asText(raw.url) ?? "";
  if (url.startsWith("https://www.whatsapp.com/otp/")) {
    return { type: "otp", text, otpType: otpType(/[?&]otp_type=([A-Z_]+)/.exec(url)?.[1]) };
  }
  return compact({ type: "url" as const, text, url, example });
}

function otpType(value: string | undefined): "copy_code" | "one_tap" | "zero_tap" {
  const lower = value?.toLowerCase().replaceAll("_", "");
  if (lower === "onetap") return "one_tap";
  return lower === "zerotap" ? "zero_tap" : "copy_code";
}
