/** An address of the owner's that an agent may call: it fills in the parameters, and reads what comes back as data. */
import { z } from "zod";
import type { ModelTool } from "../../connectors/ai/ask-model.ts";
import { sendWebhook } from "../../connectors/webhook/send-webhook.ts";
import type { AiWebhookTool } from "../../domain/ai-agent.ts";
import type { Connection } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { newId } from "../../store/id.ts";

export interface WebhookToolContext {
  http: OutgoingHttp;
  now: number;
  /** Sign the call, as every webhook of the workspace is. */
  signingSecrets(): Promise<string[]>;
  connectionOf(id: string): Promise<Connection | null>;
  /** Whom it is about, put in by us: no model can name another. Null in the playground. */
  contact: { id: string; phone: string | null } | null;
  /** In the playground nothing outside happens. */
  simulate: boolean;
}

/** Longest answer that a model is given. */
const MAX_RESULT = 6000;
const TIMEOUT_MS = 10_000;

export function webhookTool(hook: AiWebhookTool, context: WebhookToolContext): ModelTool {
  return {
    name: hook.name,
    description: hook.description,
    input: z.object(Object.fromEntries(hook.parameters.map((parameter) => [parameter.name, schemaOf(parameter)]))) as z.ZodType<JsonObject>,
    run: (given) => call(hook, given, context),
  };
}

function schemaOf({ type, description, required }: AiWebhookTool["parameters"][number]): z.ZodType {
  const value = type === "number" ? z.number() : type === "boolean" ? z.boolean() : z.string().max(2000);
  const described = description === "" ? value : value.describe(description);
  return required ? described : described.optional();
}

async function call(hook: AiWebhookTool, given: JsonObject, context: WebhookToolContext): Promise<Json> {
  if (context.simulate) return { simulated: true, note: "Nothing was called: this is the playground." };
  const connection = hook.connectionId === null ? null : await context.connectionOf(hook.connectionId);
  if (hook.connectionId !== null && (connection === null || connection.kind !== "http"))
    return { error: "the connection of this tool is missing" };
  const { contact } = context;
  const result = await sendWebhook(
    hook.method === "GET"
      ? { method: "GET", url: withQuery(hook.url, { ...given, ...(contact && { contact_id: contact.id }) }), timeoutMs: TIMEOUT_MS }
      : { method: "POST", url: hook.url, body: JSON.stringify({ tool: hook.name, arguments: given, contact }), timeoutMs: TIMEOUT_MS },
    { http: context.http, id: newId(), now: context.now, secrets: await context.signingSecrets(), connection },
  );
  if (result.kind !== "done") return { error: `the call failed: ${result.code}` };
  const text = JSON.stringify(result.body ?? null);
  return text.length > MAX_RESULT ? { truncated: text.slice(0, MAX_RESULT) } : (result.body ?? null);
}

function withQuery(address: string, values: JsonObject): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  return url.href;
}
