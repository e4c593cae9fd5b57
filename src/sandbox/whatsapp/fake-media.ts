import { createHash } from "node:crypto";
import { type FakeAnswer, graphError, ok } from "./fake-answer.ts";
import { type FakeState, nextGraphId } from "./fake-state.ts";

/** Makes a file known, as if a customer had sent it; its id goes into the inbound message. */
export function addMedia(state: FakeState, bytes: Uint8Array, mimeType: string): string {
  const id = nextGraphId(state);
  state.media.set(id, { bytes, mimeType });
  return id;
}

/** POST /{phone-number-id}/media, multipart. */
export async function answerUpload(state: FakeState, raw: Buffer, contentType: string): Promise<FakeAnswer> {
  // The platform's own multipart parser; nothing is fetched.
  const form = await new Response(new Uint8Array(raw), { headers: { "content-type": contentType } }).formData().catch(() => undefined);
  const file = form?.get("file");
  if (form === undefined || !(file instanceof File)) return graphError(100, "Invalid parameter", "(#100) The parameter file is required.");
  if (form.get("messaging_product") !== "whatsapp") return graphError(100, "The parameter messaging_product is required.");
  const id = addMedia(state, new Uint8Array(await file.arrayBuffer()), file.type);
  return ok({ id });
}

/** GET and DELETE /{media-id}. Undefined if there is no such file. */
export function answerMedia(state: FakeState, method: string, id: string): FakeAnswer | undefined {
  const media = state.media.get(id);
  if (media === undefined) return undefined;
  if (method === "DELETE") {
    state.media.delete(id);
    return ok({ success: true });
  }
  return ok({
    messaging_product: "whatsapp",
    url: `${state.url}/media-files/${id}`,
    mime_type: media.mimeType,
    sha256: createHash("sha256").update(media.bytes).digest("hex"),
    file_size: media.bytes.length,
    id,
  });
}

/** The short-lived address of the bytes; like Meta's file host it wants the token and a User-Agent. */
export function answerMediaFile(state: FakeState, id: string, userAgent: string | undefined): FakeAnswer {
  const media = state.media.get(id);
  if (media === undefined || userAgent === undefined) return { status: 404, json: {} };
  return { status: 200, bytes: media.bytes, contentType: media.mimeType };
}

/** POST /{app-id}/uploads and POST /upload:{…}: the Resumable Upload API. */
export function answerResumable(state: FakeState, path: string, query: URLSearchParams, raw: Buffer): FakeAnswer {
  if (!path.startsWith("upload:")) {
    const id = `upload:${nextGraphId(state)}`;
    state.uploads.set(id, Number(query.get("file_length")));
    return ok({ id });
  }
  const expected = state.uploads.get(path);
  if (expected !== raw.length) return graphError(100, "Invalid parameter", `expected ${expected} bytes`);
  return ok({ h: `4::${Buffer.from(path).toString("base64url")}` });
}
