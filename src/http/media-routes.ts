/** Files of messages, to members of the workspace only. A page's `<img>` names its workspace in the address. */
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { notFound, Refusal } from "../domain/refusal.ts";
import { isUuid } from "../domain/uuid.ts";
import { findMedia } from "../store/media.ts";
import { findMessage } from "../store/messages.ts";
import { authenticate } from "./authenticate.ts";
import { byteRange } from "./byte-range.ts";
import type { AppContext } from "./context.ts";
import { errorBody, toApiError } from "./problem.ts";
import { webHeaders } from "./request-headers.ts";

/** Shown in the page; everything else is downloaded, so that no file of a stranger runs under our name. */
const INLINE = /^(image\/(jpeg|png|webp|gif)|video\/|audio\/|application\/pdf)/;

type MediaRequest = FastifyRequest<{ Params: { id: string }; Querystring: { workspace?: string } }>;

export async function mediaRoutes(app: FastifyInstance, context: AppContext): Promise<void> {
  app.get("/api/v1/media/:id", async (request: MediaRequest, reply: FastifyReply) => {
    try {
      return await send(context, request, reply);
    } catch (error) {
      const known = toApiError(error);
      if (known.code === "internal") context.logger.error({ err: error }, "a file could not be sent");
      return reply
        .code(known.status)
        .type("application/problem+json")
        .send(JSON.stringify(errorBody(known)));
    }
  });
}

async function send(app: AppContext, request: MediaRequest, reply: FastifyReply) {
  const headers = webHeaders(request);
  if (request.query.workspace && !headers.has("x-workspace")) headers.set("x-workspace", request.query.workspace);
  const caller = await authenticate({ app, headers, method: "GET", ip: request.ip });
  const readsChats = caller.permissions.has("chats:read");
  if (!readsChats && !caller.permissions.has("templates:read")) throw new Refusal("forbidden", "Your role sees no files.");
  if (!isUuid(request.params.id)) throw notFound("file");
  const file = await findMedia(app.db, caller.workspaceId, request.params.id);
  const visible =
    file &&
    (file.message_id === null || (readsChats && (await findMessage(app.db, caller.workspaceId, file.message_id, caller.onlyAssignedTo))));
  if (!file || !visible) throw notFound("file");
  const blob = file.storage_key === null ? null : await app.storage.get(file.storage_key);
  if (!blob)
    throw new Refusal(
      "not_available",
      file.status === "failed" ? "The file could not be fetched from WhatsApp." : "The file is not here yet.",
    );
  const type = file.mime_type ?? "application/octet-stream";
  const inline = INLINE.test(type);
  const name = encodeURIComponent(file.filename ?? file.id);
  reply
    .type(inline ? type : "application/octet-stream")
    .header("content-disposition", `${inline ? "inline" : "attachment"}; filename*=UTF-8''${name}`)
    .header("content-security-policy", "default-src 'none'; sandbox")
    .header("cache-control", "private, max-age=86400, immutable")
    .header("accept-ranges", "bytes");
  // Safari plays nothing that it cannot read in pieces.
  const range = byteRange(request.headers.range, blob.size);
  if (range === "unsatisfiable") return reply.code(416).header("content-range", `bytes */${blob.size}`).send();
  const part = range ? blob.slice(range.start, range.end) : blob;
  if (range) reply.code(206).header("content-range", `bytes ${range.start}-${range.end - 1}/${blob.size}`);
  return reply.header("content-length", part.size).send(Readable.fromWeb(part.stream()));
}
