import { createHash } from "node:crypto";
import { Refusal } from "../../domain/refusal.ts";
import { newId } from "../../store/id.ts";
import { insertUpload } from "../../store/media.ts";
import { api } from "../procedures.ts";

/** What WhatsApp takes, and what browsers show without running anything in it. */
const TYPES =
  /^(image\/(jpeg|png|webp|gif)|video\/(mp4|3gpp)|audio\/(aac|amr|mpeg|mp4|ogg|opus|webm)|application\/(pdf|zip|json|msword|vnd\.[\w.+-]+)|text\/(plain|csv))/;

export const media = {
  upload: api.media.upload.handler(async ({ context: { app, caller }, input }) => {
    const { file } = input;
    if (!TYPES.test(file.type)) throw new Refusal("unsupported_media_type", `Files of type ${file.type || "unknown"} are not accepted.`);
    const bytes = Buffer.from(await file.arrayBuffer());
    const storageKey = `${caller.workspaceId}/${newId()}`;
    await app.storage.put(storageKey, file, file.type);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const filename = file.name ? file.name.slice(0, 240) : null;
    const id = await insertUpload(app.db, caller.workspaceId, {
      mimeType: file.type,
      filename,
      size: bytes.length,
      sha256,
      storageKey,
      now: app.clock.now(),
    });
    return { id, mimeType: file.type, filename, size: bytes.length, url: `${app.config.publicUrl}/api/v1/media/${id}` };
  }),
};
