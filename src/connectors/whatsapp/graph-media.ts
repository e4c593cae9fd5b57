import type { Readable } from "node:stream";
import { FormData } from "undici";
import type { JsonObject } from "../../domain/json.ts";
import { graphCall } from "./graph-call.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphChannel, GraphTransport } from "./graph-transport.ts";
import { asNumber, asText } from "./raw-json.ts";

export interface MediaUpload {
  /** `fs.openAsBlob` keeps a large file out of memory. */
  data: Blob;
  mimeType: string;
  filename: string;
}

export interface MediaDownload {
  stream: Readable;
  mimeType: string;
  /** Bytes as Meta announces them; absent where it does not. */
  size?: number;
  /** Hex, as Meta announces it. */
  sha256?: string;
}

/** Uploads a file to send; the id lives 30 days. Limits by type: `WHATSAPP_MEDIA_BYTES`. */
export async function uploadMedia(transport: GraphTransport, channel: GraphChannel, media: MediaUpload): Promise<string> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", media.mimeType);
  form.set("file", new Blob([media.data], { type: media.mimeType }), media.filename);
  const answer = await graphCall(transport, channel, { method: "POST", path: `${channel.phoneNumberId}/media`, form });
  return requireId(answer.id);
}

/** Frees an uploaded file before its 30 days. */
export async function deleteMedia(transport: GraphTransport, channel: GraphChannel, mediaId: string): Promise<void> {
  await graphCall(transport, channel, { method: "DELETE", path: encodeURIComponent(mediaId) });
}

/**
 * Opens a file a customer sent (its id lives 7 days) or we uploaded. The link Meta gives lives five minutes, so it is
 * asked for anew each time. The caller must consume or destroy the stream, and bound its size: Meta's figure is a promise.
 */
export async function downloadMedia(transport: GraphTransport, channel: GraphChannel, mediaId: string): Promise<MediaDownload> {
  const info = await graphCall(transport, channel, {
    path: encodeURIComponent(mediaId),
    query: { phone_number_id: channel.phoneNumberId },
  });
  const url = mediaUrl(info);
  // The token goes along: never in the clear, and over http only to the very server we already talk to (a fake on loopback).
  if (url.protocol !== "https:" && url.origin !== new URL(channel.graphUrl).origin) {
    throw new GraphError(0, { error: { message: `Media link with an unsafe address: ${url.origin}` } });
  }
  const { pool } = transport.target(url.origin);
  let answer: Awaited<ReturnType<typeof pool.request>>;
  try {
    answer = await pool.request({
      path: `${url.pathname}${url.search}`,
      method: "GET",
      // Meta's file host answers 4xx to requests without a User-Agent.
      headers: { authorization: `Bearer ${channel.accessToken}`, "user-agent": "Parola" },
    });
  } catch (cause) {
    throw new GraphError(0, undefined, cause);
  }
  if (answer.statusCode !== 200) {
    await answer.body.dump();
    throw new GraphError(answer.statusCode, undefined);
  }
  const mimeType = asText(info.mime_type) ?? String(answer.headers["content-type"] ?? "application/octet-stream");
  return { stream: answer.body, mimeType, size: asNumber(info.file_size), sha256: asText(info.sha256) };
}

/**
 * Uploads the example of a template's media header by Meta's Resumable Upload API.
 *
 * @param appId the app the token belongs to (`debugToken`).
 * @returns the handle for `example.header_handle`.
 */
export async function uploadTemplateExample(
  transport: GraphTransport,
  channel: GraphChannel,
  appId: string,
  media: MediaUpload,
): Promise<string> {
  const query = { file_length: String(media.data.size), file_type: media.mimeType, file_name: media.filename };
  const session = await graphCall(transport, channel, { method: "POST", path: `${appId}/uploads`, query });
  const answer = await graphCall(transport, channel, {
    method: "POST",
    path: requireId(session.id),
    // This one endpoint wants the scheme "OAuth" and the offset as a header.
    headers: { authorization: `OAuth ${channel.accessToken}`, file_offset: "0" },
    bytes: new Uint8Array(await media.data.arrayBuffer()),
  });
  return requireId(answer.h);
}

function mediaUrl(info: JsonObject): URL {
  const text = asText(info.url);
  if (text === undefined || !URL.canParse(text)) throw new GraphError(200, { error: { message: "WhatsApp gave no link to the file" } });
  return new URL(text);
}

function requireId(value: unknown): string {
  const id = asText(value);
  if (id === undefined) throw new GraphError(200, { error: { message: "WhatsApp gave no id" } });
  return id;
}
