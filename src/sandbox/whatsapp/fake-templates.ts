import type { JsonObject } from "../../domain/json.ts";
import { WHATSAPP_LIMITS as LIMITS } from "../../domain/whatsapp-limits.ts";
import { buildChannelEvent } from "./build-inbound.ts";
import { deliverWebhook } from "./deliver-webhook.ts";
import { type FakeAnswer, graphError, ok } from "./fake-answer.ts";
import { type FakeState, type FakeTemplate, nextGraphId, nowOf } from "./fake-state.ts";
import { textOf } from "./text-of.ts";

const VARIABLE = /\{\{\s*([a-z0-9_]+)\s*\}\}/gi;

/** Why a template send is refused: missing, paused, or other variables than the template has. Undefined if it is fine. */
export async function checkTemplateSend(state: FakeState, phoneNumberId: string, request: JsonObject): Promise<FakeAnswer | undefined> {
  const sent = request.template as JsonObject;
  const [name, language] = [textOf(sent.name), textOf((sent.language as JsonObject).code)];
  const wabaId = await state.options.wabaOf?.(phoneNumberId);
  const templates = wabaId === undefined ? [...state.templates.values()].flat() : (state.templates.get(wabaId) ?? []);
  const known = templates.find((one) => one.name === name && one.language === language);
  if (known === undefined) {
    const details = `template name (${name}) does not exist in ${language}`;
    return state.options.strict ? graphError(132001, "Template name does not exist in the translation", details) : undefined;
  }
  if (known.status === "PAUSED") return graphError(132015, "Template is Paused");
  if (known.status === "DISABLED") return graphError(132016, "Template is Disabled");
  if (known.status !== "APPROVED") return graphError(132001, "Template name does not exist in the translation", `status ${known.status}`);
  return checkVariables(known, sent);
}

/** Number and names of the texts, in the header as in the body. */
function checkVariables(known: FakeTemplate, sent: JsonObject): FakeAnswer | undefined {
  const components = (sent.components ?? []) as JsonObject[];
  for (const type of ["header", "body"]) {
    const expected = variablesOf(textOfComponent(known, type));
    const parameters = (components.find((one) => one.type === type)?.parameters ?? []) as JsonObject[];
    const given = parameters.filter((parameter) => parameter.type === "text");
    if (given.length !== expected.length) {
      const details = `${type}: number of localizable_params (${given.length}) does not match the expected number of params (${expected.length})`;
      return graphError(132000, "Number of parameters does not match the expected number of params", details);
    }
    const named = expected.some((name) => !/^\d+$/.test(name));
    if (named && expected.some((name) => !given.some((parameter) => parameter.parameter_name === name))) {
      const details = `${type}: expected ${expected.join(", ")}`;
      return graphError(132012, "Parameter format does not match format in the created template", details);
    }
  }
  return undefined;
}

/** Empty for a header that is a file or a place. */
function textOfComponent(template: FakeTemplate, type: string): string {
  const components = (template.components ?? []) as JsonObject[];
  return textOf(components.find((one) => textOf(one.type).toLowerCase() === type)?.text);
}

function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ""))];
}

/** GET, POST and DELETE /{waba-id}/message_templates. */
export function answerTemplates(state: FakeState, method: string, wabaId: string, query: URLSearchParams, body: JsonObject): FakeAnswer {
  const templates = state.templates.get(wabaId) ?? [];
  if (method === "POST") return create(state, wabaId, templates, body);
  if (method === "DELETE") {
    const [name, id] = [query.get("name"), query.get("hsm_id")];
    const kept = templates.filter((one) => one.name !== name || (id !== null && one.id !== id));
    if (kept.length === templates.length)
      return graphError(100, "Invalid parameter", undefined, { error_subcode: 2593002, error_user_title: "Message Template Not Found" });
    state.templates.set(wabaId, kept);
    return ok({ success: true });
  }
  const limit = Number(query.get("limit") ?? 25);
  const from = Number(query.get("after") ?? 0);
  const page = templates.slice(from, from + limit);
  const paging: JsonObject = { cursors: { before: String(from), after: String(from + page.length) } };
  if (from + page.length < templates.length) paging.next = `${state.url}/next`;
  return ok({ data: page, paging });
}

function create(state: FakeState, wabaId: string, templates: FakeTemplate[], body: JsonObject): FakeAnswer {
  const [name, language, category] = [textOf(body.name), textOf(body.language), textOf(body.category).toUpperCase()];
  if (!/^[a-z0-9_]{1,512}$/.test(name)) return invalid("The template name may have lower-case letters, digits and underscores.");
  if (!["MARKETING", "UTILITY", "AUTHENTICATION"].includes(category)) return invalid("Unknown category.");
  if (templates.some((one) => one.name === name && one.language === language)) {
    return invalid("There is already content in this language for this template.", 2388024);
  }
  const refusal = category === "AUTHENTICATION" ? undefined : checkBody(body);
  if (refusal !== undefined) return refusal;
  const status = state.options.templateReview === "by_hand" ? "PENDING" : "APPROVED";
  const id = nextGraphId(state);
  const template: FakeTemplate = { ...body, id, name, language, category, status, quality_score: { score: "UNKNOWN" } };
  state.templates.set(wabaId, [...templates, template]);
  return ok({ id, status, category });
}

function invalid(message: string, subcode = 2388023): FakeAnswer {
  return graphError(100, "Invalid parameter", undefined, {
    error_subcode: subcode,
    error_user_title: "Template refused",
    error_user_msg: message,
  });
}

function checkBody(body: JsonObject): FakeAnswer | undefined {
  const component = ((body.components ?? []) as JsonObject[]).find((one) => one.type === "BODY");
  const text = textOf(component?.text);
  if (text.trim() === "" || text.length > LIMITS.templateBody) return invalid("The body is empty or too long.", 2388072);
  if (/^\s*\{\{|\}\}\s*$/.test(text)) return invalid("Variables can't be at the start or end of the template.", 2388299);
  if (variablesOf(text).length > 0 && component?.example === undefined) return invalid("Examples are missing for the variables.", 2388043);
  return undefined;
}

/** GET and POST /{template-id}. Undefined if there is no such template. */
export function answerTemplate(state: FakeState, method: string, id: string, body: JsonObject): FakeAnswer | undefined {
  const template = [...state.templates.values()].flat().find((one) => one.id === id);
  if (template === undefined) return undefined;
  if (method !== "POST") return ok(template);
  if (template.status === "PENDING") return graphError(100, "Invalid parameter", undefined, { error_subcode: 2388039 });
  Object.assign(template, body, { status: state.options.templateReview === "by_hand" ? "PENDING" : "APPROVED" });
  return ok({ success: true });
}

/** What Meta's reviewers and quality system do: a new status, told by webhook. */
export async function reviewTemplate(state: FakeState, name: string, status: string, extra: JsonObject = {}): Promise<void> {
  for (const [wabaId, templates] of state.templates) {
    for (const template of templates.filter((one) => one.name === name)) {
      template.status = status;
      // Meta writes the id as a bare integer here, unlike everywhere else.
      const value = {
        event: status,
        message_template_id: Number(template.id),
        message_template_name: name,
        message_template_language: template.language,
        message_template_category: template.category,
        reason: "NONE",
        ...extra,
      };
      await deliverWebhook(state, buildChannelEvent(wabaId, "message_template_status_update", value, nowOf(state)));
    }
  }
}
