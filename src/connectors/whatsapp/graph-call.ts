import type { FormData } from "undici";
import type { Json, JsonObject } from "../../domain/json.ts";
import { parseWebhookJson } from "../../domain/parse-webhook-json.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphChannel, GraphTransport } from "./graph-transport.ts";
import { asObject } from "./raw-json.ts";

export interface GraphCall {
  method?: "GET" | "POST" | "DELETE";
  /** After the version, without a slash in front: `{id}/message_templates`. */
  path: string;
  query?: Record<string, string>;
  json?: JsonObject;
  form?: FormData;
  bytes?: Uint8Array;
  headers?: Record<string, string>;
  /** Instead of the channel's own token. */
  token?: string;
}

/** What Graph calls other than sends look like: rare, so clear rather than quick. Ids beyond 2^53 come back as text. */
export async function graphCall(transport: GraphTransport, channel: GraphChannel, call: GraphCall): Promise<JsonObject> {
  const { pool, prefix } = transport.target(channel.graphUrl);
  const query = call.query === undefined ? "" : `?${new URLSearchParams(call.query).toString()}`;
  const headers: Record<string, string> = { authorization: `Bearer ${call.token ?? channel.accessToken}`, ...call.headers };
  if (call.json !== undefined) headers["content-type"] = "application/json";
  let status = 0;
  let text: string;
  try {
    const answer = await pool.request({
      path: `${prefix}/${channel.version}/${call.path}${query}`,
      method: call.method ?? "GET",
      headers,
      body: call.json === undefined ? (call.form ?? call.bytes ?? null) : JSON.stringify(call.json),
    });
    status = answer.statusCode;
    text = await answer.body.text();
  } catch (cause) {
    throw new GraphError(0, undefined, cause);
  }
  const body = parse(text);
  const result = asObject(body);
  if (status >= 300 || result === undefined || result.error !== undefined) throw new GraphError(status, body);
  return result;
}

function parse(text: string): Json | undefined {
  try {
    return parseWebhookJson(text);
  } catch {
    return undefined;
  }
}
