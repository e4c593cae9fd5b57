/** Files that documents show by their id: no scenario file can hold them, so that stand-ins lie in their place. */
import { createHash } from "node:crypto";
import { documentFiles } from "../automation/parse-definition.ts";
import type { JsonObject } from "../domain/json.ts";
import { isUuid } from "../domain/uuid.ts";
import { findMedia, insertUpload } from "../store/media.ts";
import type { World } from "./world.ts";

const STAND_IN = "A file of the workspace";
const MIME_TYPE = "text/plain";

/** Before a document is published. */
export async function addMissingFiles({ db, registry, workspaceId, clock, setting }: World, document: JsonObject): Promise<void> {
  for (const { id } of documentFiles(registry, document)) {
    if (!isUuid(id) || (await findMedia(db, workspaceId, id))) continue;
    const storageKey = `${workspaceId}/${id}`;
    await setting.storage.put(storageKey, new Blob([STAND_IN], { type: MIME_TYPE }), MIME_TYPE);
    const sha256 = createHash("sha256").update(STAND_IN).digest("hex");
    await insertUpload(
      db,
      workspaceId,
      { mimeType: MIME_TYPE, filename: null, size: STAND_IN.length, sha256, storageKey, now: clock.now() },
      id,
    );
  }
}
