/** Fetches the files that customers send before the provider forgets them (7 days), a few at a time. */
import { createHash } from "node:crypto";
import { createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import type { GraphClient } from "../connectors/whatsapp/graph-client.ts";
import { GraphError } from "../connectors/whatsapp/graph-error.ts";
import type { GraphChannel } from "../connectors/whatsapp/graph-transport.ts";
import { WHATSAPP_MEDIA_BYTES } from "../domain/whatsapp-limits.ts";
import {
  claimMedia,
  type DownloadedFile,
  nextMediaDue,
  type PendingMedia,
  writeFailed,
  writeLater,
  writeStored,
} from "../store/media-downloads.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";

/** Files of one claim, fetched side by side. */
const BATCH_SIZE = 8;
/** Longer than any download may take: the transport gives up on a silent connection after 30 s. */
const LEASE_MS = 10 * 60_000;
/** Waits after the first, second, … failure: three days in all, within the week that Meta keeps a file. */
const RETRY_MS = [5_000, 30_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 6 * 3_600_000, 24 * 3_600_000, 40 * 3_600_000];
/** Meta takes no larger file of any kind; what claims to be one is not read to its end. */
const MAX_BYTES = WHATSAPP_MEDIA_BYTES.document;

export interface MediaContext extends WorkerContext {
  graph: Pick<GraphClient, "downloadMedia">;
  storage: FileStorage;
  /** Null where the channel is gone or has no credentials. */
  graphChannel(workspaceId: string, channelId: string): Promise<GraphChannel | null>;
}

/** Will be no different next time. */
class HopelessError extends Error {}

export function createMediaLoop(context: MediaContext): Loop {
  const { pool, clock } = context;

  async function handle(media: PendingMedia): Promise<void> {
    try {
      await writeStored(pool, media, await download(context, media));
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300);
      const wait = isHopeless(error) ? undefined : RETRY_MS[media.attempts - 1];
      context.logger.warn({ err: error, mediaId: media.id, attempts: media.attempts }, "a customer's file could not be fetched");
      if (wait === undefined) await writeFailed(pool, media, reason);
      else await writeLater(pool, media, reason, clock.now() + wait);
    }
  }

  return {
    name: "media",
    async runOnce() {
      const claimed = await claimMedia(pool, clock.now(), BATCH_SIZE, LEASE_MS);
      await Promise.all(claimed.map(handle));
      return claimed.length;
    },
    nextDueAt: () => nextMediaDue(pool),
  };
}

function isHopeless(error: unknown): boolean {
  if (error instanceof HopelessError) return true;
  // 100 and 404: Meta has no such file (any more). Everything else may be put right, a token too.
  return error instanceof GraphError && (error.httpStatus === 404 || (error.httpStatus === 400 && error.code === 100));
}

async function download(
  context: MediaContext,
  { workspaceId, id, channelId, providerMediaId, mimeType }: PendingMedia,
): Promise<DownloadedFile> {
  if (providerMediaId === null || channelId === null) throw new HopelessError("nothing to fetch");
  const channel = await context.graphChannel(workspaceId, channelId);
  if (!channel) throw new Error("the number has no access token");
  const answer = await context.graph.downloadMedia(channel, providerMediaId);
  const folder = await mkdtemp(join(tmpdir(), "parola-media-"));
  try {
    const path = join(folder, "file");
    const meter = createMeter();
    await pipeline(answer.stream, meter.stream, createWriteStream(path));
    const { size, sha256 } = meter.result();
    if (answer.size !== undefined && answer.size !== size) throw new Error(`got ${size} of ${answer.size} bytes`);
    if (answer.sha256 !== undefined && /^[0-9a-f]{64}$/.test(answer.sha256) && answer.sha256 !== sha256)
      throw new Error("the file arrived damaged");
    const type = mediaTypeOf(answer.mimeType) ?? mediaTypeOf(mimeType) ?? "application/octet-stream";
    const storageKey = `${workspaceId}/${id}`;
    await context.storage.put(storageKey, await openAsBlob(path, { type }), type);
    return { storageKey, mimeType: type, size, sha256 };
  } finally {
    answer.stream.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Counts and hashes what passes, and ends it where it grows too large. */
function createMeter() {
  const hash = createHash("sha256");
  let size = 0;
  const stream = new Transform({
    transform(part: Buffer, _encoding, done) {
      size += part.length;
      hash.update(part);
      if (size > MAX_BYTES) done(new HopelessError(`the file is larger than ${MAX_BYTES} bytes`));
      else done(null, part);
    },
  });
  return { stream, result: () => ({ size, sha256: hash.digest("hex") }) };
}

/** `image/jpeg` of `image/jpeg; charset=…`; undefined for what is no media type. */
function mediaTypeOf(text: string | null): string | undefined {
  return /^[\w.+-]+\/[\w.+-]+/.exec(text ?? "")?.[0].toLowerCase();
}
