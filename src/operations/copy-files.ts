/** Uploaded files that a document shows, copied with it into another workspace. */
import { documentFiles, replaceFiles } from "../automation/parse-definition.ts";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import type { JsonObject } from "../domain/json.ts";
import { isUuid } from "../domain/uuid.ts";
import type { Db } from "../store/db.ts";
import { newId } from "../store/id.ts";
import { findMedia, insertUpload } from "../store/media.ts";
import type { AutomationContext } from "./automation-context.ts";

interface Copy {
  document: JsonObject;
  fromWorkspaceId: string;
  toWorkspaceId: string;
}

/** Returns the document with the copies in place of the files. Of a file that is gone the id stays, which validation tells. */
export async function copyFiles(
  { db, registry, clock, storage }: AutomationContext & { storage: FileStorage },
  { document, fromWorkspaceId, toWorkspaceId }: Copy,
): Promise<JsonObject> {
  const copies = new Map<string, string>();
  for (const id of new Set(documentFiles(registry, document).map((file) => file.id))) {
    const copy = await copyFile(db, storage, { id, fromWorkspaceId, toWorkspaceId, now: clock.now() });
    if (copy !== null) copies.set(id, copy);
  }
  return replaceFiles(registry, document, copies) as JsonObject;
}

async function copyFile(
  db: Db,
  storage: FileStorage,
  { id, fromWorkspaceId, toWorkspaceId, now }: Omit<Copy, "document"> & { id: string; now: number },
): Promise<string | null> {
  const file = isUuid(id) ? await findMedia(db, fromWorkspaceId, id) : undefined;
  // What customers sent goes with them when they are erased; only uploads are the workspace's own.
  if (!file || file.storage_key === null || file.message_id !== null) return null;
  const data = await storage.get(file.storage_key);
  if (!data) return null;
  const mimeType = file.mime_type ?? "application/octet-stream";
  const storageKey = `${toWorkspaceId}/${newId()}`;
  await storage.put(storageKey, data, mimeType);
  return await insertUpload(db, toWorkspaceId, {
    mimeType,
    filename: file.filename,
    size: data.size,
    sha256: file.sha256 ?? "",
    storageKey,
    now,
  });
}
