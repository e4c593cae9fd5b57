import type { Json } from "../../domain/json.ts";
import type { SendResult } from "../../domain/send-failure.ts";
import { classifyError, classifyNetworkError } from "./errors.ts";
import type { GraphChannel, GraphTransport } from "./graph-transport.ts";
import { postJson } from "./post-json.ts";
import { asArray, asObject, asText, compact } from "./raw-json.ts";

/**
 * Posts one message. Never rejects: every outcome is a `SendResult`, and class `unknown` means it may have been accepted.
 * `ok` means accepted by Meta, not delivered.
 *
 * @param body `buildSend`, serialised.
 * @param attempt how often this message has been tried, this time included; lengthens the wait of the retry classes.
 */
export async function sendMessage(transport: GraphTransport, channel: GraphChannel, body: string, attempt = 1): Promise<SendResult> {
  const { pool, prefix } = transport.target(channel.graphUrl);
  const path = `${prefix}/${channel.version}/${channel.phoneNumberId}/messages`;
  const headers = { authorization: `Bearer ${channel.accessToken}`, "content-type": "application/json" };
  const outcome = await postJson(pool, path, headers, body);
  if (!outcome.answered) return { ok: false, failure: classifyNetworkError(outcome.error, outcome.requestLeft, attempt) };
  const answer = parse(outcome.text);
  const accepted = outcome.status < 300 ? acceptedMessage(answer) : undefined;
  return accepted ?? { ok: false, failure: classifyError(outcome.status, answer, attempt, outcome.retryAfterSeconds) };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function acceptedMessage(answer: Json | undefined): SendResult | undefined {
  const root = asObject(answer);
  const message = asObject(asArray(root?.messages)[0]);
  const providerMessageId = asText(message?.id);
  if (providerMessageId === undefined) return undefined;
  const contact = asObject(asArray(root?.contacts)[0]);
  // Meta accepted it but keeps it back until the template's quality is known, or because it paused the template.
  const held = message?.message_status !== undefined && message.message_status !== "accepted" ? true : undefined;
  const [waId, userId] = [asText(contact?.wa_id), asText(contact?.user_id)];
  return compact({ ok: true as const, providerMessageId, waId, userId, held });
}
