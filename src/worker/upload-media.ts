/** Before a message leaves: files of ours that it shows are uploaded to the provider, once per number, and named by its id. */
import type pg from "pg";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import type { GraphClient } from "../connectors/whatsapp/graph-client.ts";
import { GraphError } from "../connectors/whatsapp/graph-error.ts";
import type { GraphChannel } from "../connectors/whatsapp/graph-transport.ts";
import type { Clock } from "../domain/clock.ts";
import type { MediaReference, MediaType, OutboundContent } from "../domain/message-content.ts";
import type { SendFailure } from "../domain/send-failure.ts";
import { isUuid } from "../domain/uuid.ts";
import { WHATSAPP_MEDIA_BYTES } from "../domain/whatsapp-limits.ts";
import { findFile, saveUpload } from "../store/media-uploads.ts";
import type { ClaimedMessage } from "../store/sending.ts";

/** Meta keeps an upload for 30 days; a message may wait in the queue for hours. */
const LIFETIME_MS = 29 * 24 * 3_600_000;
const RETRY_MS = 30_000;

export interface UploadContext {
  pool: pg.Pool;
  clock: Clock;
  storage: FileStorage;
  graph: Pick<GraphClient, "uploadMedia">;
}

export type Prepared = { content: OutboundContent } | { failure: SendFailure };

/** Nothing has left yet, so every failure here may be repeated without sending twice. */
class UploadError extends Error {
  readonly failure: SendFailure;
  constructor(failure: SendFailure, options?: ErrorOptions) {
    super(failure.code, options);
    this.failure = failure;
  }
}

type File = { mediaType: MediaType; filename?: string } & MediaReference;

/** Content without files of ours is given back as it is, at no cost. */
export function createMediaUploader({
  pool,
  clock,
  storage,
  graph,
}: UploadContext): (message: ClaimedMessage, channel: GraphChannel) => Promise<Prepared> {
  /** Uploads under way in this process: a campaign's thousand messages wait for one. */
  const underWay = new Map<string, Promise<string>>();

  async function upload(message: ClaimedMessage, channel: GraphChannel, file: File): Promise<string> {
    const { workspaceId, channelId } = message;
    const mediaId = file.mediaId as string;
    if (!isUuid(mediaId)) throw new UploadError({ class: "fail", code: "media_not_found" });
    const found = await findFile(pool, workspaceId, mediaId, channelId, clock.now());
    if (found?.providerMediaId) return found.providerMediaId;
    const data = found && (await storage.get(found.storageKey));
    if (!found || !data) throw new UploadError({ class: "fail", code: "media_not_found" });
    if (data.size > WHATSAPP_MEDIA_BYTES[file.mediaType]) throw new UploadError({ class: "fail", code: "media_too_large" });
    const filename = file.filename ?? found.filename ?? `file.${found.mimeType.split("/")[1] ?? "bin"}`;
    const id = await graph.uploadMedia(channel, { data, mimeType: found.mimeType, filename }).catch((cause: unknown) => {
      throw new UploadError(failureOf(cause), { cause });
    });
    await saveUpload(pool, { workspaceId, mediaId, channelId }, id, clock.now() + LIFETIME_MS);
    return id;
  }

  async function providerIdOf(message: ClaimedMessage, channel: GraphChannel, file: File): Promise<string> {
    const key = `${message.channelId}\n${file.mediaId}\n${file.mediaType}`;
    let work = underWay.get(key);
    if (!work) {
      work = upload(message, channel, file).finally(() => underWay.delete(key));
      underWay.set(key, work);
    }
    return await work;
  }

  return async (message, channel) => {
    const { content } = message;
    const file = fileOf(content);
    if (!file || file.mediaId === undefined || file.providerMediaId !== undefined) return { content };
    try {
      return { content: withFile(content, { ...file, providerMediaId: await providerIdOf(message, channel, file) }) };
    } catch (error) {
      if (error instanceof UploadError) return { failure: error.failure };
      // Our disk or database: the message waits, as it does for the provider's troubles.
      return { failure: { class: "retry", code: "media_unavailable", providerMessage: String(error), retryAfterMs: RETRY_MS } };
    }
  };
}

function failureOf(error: unknown): SendFailure {
  const providerMessage = String(error instanceof Error ? error.message : error);
  if (!(error instanceof GraphError)) return { class: "retry", code: "media_unavailable", providerMessage, retryAfterMs: RETRY_MS };
  const coded = { providerMessage, ...(error.code !== undefined && { providerCode: error.code }) };
  if (error.code === 190 || error.httpStatus === 401) return { class: "stop_workspace", code: "token_invalid", ...coded };
  const refused = error.httpStatus >= 400 && error.httpStatus < 500 && error.httpStatus !== 429;
  return refused
    ? { class: "fail", code: "media_refused", ...coded }
    : { class: "retry", code: "media_unavailable", retryAfterMs: RETRY_MS, ...coded };
}

/** The one file that a message can show. */
function fileOf(content: OutboundContent): File | null {
  switch (content.type) {
    case "media":
      return content;
    case "buttons":
    case "cta_url":
      return content.header && "mediaType" in content.header ? content.header : null;
    case "template":
      return content.headerMedia ?? null;
    default:
      return null;
  }
}

function withFile(content: OutboundContent, file: File): OutboundContent {
  const { providerMediaId } = file;
  switch (content.type) {
    case "media":
      return { ...content, providerMediaId };
    case "buttons":
    case "cta_url":
      return content.header && "mediaType" in content.header ? { ...content, header: { ...content.header, providerMediaId } } : content;
    case "template":
      return content.headerMedia ? { ...content, headerMedia: { ...content.headerMedia, providerMediaId } } : content;
    default:
      return content;
  }
}
