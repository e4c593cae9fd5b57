import type { JsonObject } from "../../domain/json.ts";
import { graphCall } from "./graph-call.ts";
import type { GraphChannel, GraphTransport } from "./graph-transport.ts";
import { asArray, asObject, asText } from "./raw-json.ts";

/** `rejected_reason` and `quality_score` are told only when asked for. */
const FIELDS = "id,name,status,category,language,parameter_format,components,quality_score,rejected_reason";
const PAGE_SIZE = "100";
/** An account may have 6,000 templates; a server that pages for ever must not hold us. */
const MAX_PAGES = 100;

/** All templates of the account as Meta describes them; read with `templateFromWire`. */
export async function listTemplates(transport: GraphTransport, channel: GraphChannel): Promise<JsonObject[]> {
  const templates: JsonObject[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query: Record<string, string> = { fields: FIELDS, limit: PAGE_SIZE };
    if (after !== undefined) query.after = after;
    const answer = await graphCall(transport, channel, { path: `${channel.wabaId}/message_templates`, query });
    for (const raw of asArray(answer.data)) {
      const template = asObject(raw);
      if (template !== undefined) templates.push(template);
    }
    const paging = asObject(answer.paging);
    after = paging?.next === undefined ? undefined : asText(asObject(paging.cursors)?.after);
    if (after === undefined) break;
  }
  return templates;
}

export interface CreatedTemplate {
  id: string;
  /** `PENDING` as a rule; `REJECTED` or `APPROVED` at once happens. */
  status: string;
  /** Meta may have chosen another category than asked for: re-price. */
  category?: string;
}

/** Submits a template for review. At most 100 an hour per account. */
export async function createTemplate(transport: GraphTransport, channel: GraphChannel, payload: JsonObject): Promise<CreatedTemplate> {
  const answer = await graphCall(transport, channel, { method: "POST", path: `${channel.wabaId}/message_templates`, json: payload });
  return { id: asText(answer.id) ?? "", status: asText(answer.status) ?? "PENDING", category: asText(answer.category) };
}

/** Changes a template; an approved one once a day and ten times in 30 days. Its category cannot change. */
export async function editTemplate(
  transport: GraphTransport,
  channel: GraphChannel,
  templateId: string,
  payload: JsonObject,
): Promise<void> {
  await graphCall(transport, channel, { method: "POST", path: encodeURIComponent(templateId), json: payload });
}

/**
 * Deletes one language of a template when its id is given, else **all languages** of the name. An approved name cannot be
 * used again for 30 days.
 */
export async function deleteTemplate(transport: GraphTransport, channel: GraphChannel, name: string, templateId?: string): Promise<void> {
  const query: Record<string, string> = templateId === undefined ? { name } : { name, hsm_id: templateId };
  await graphCall(transport, channel, { method: "DELETE", path: `${channel.wabaId}/message_templates`, query });
}
