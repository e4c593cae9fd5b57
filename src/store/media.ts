import type { Db } from "./db.ts";
import { newId } from "./id.ts";

export interface StoredFile {
  id: string;
  mime_type: string | null;
  filename: string | null;
  size: number | null;
  sha256: string | null;
  storage_key: string | null;
  status: string;
  message_id: string | null;
}

export async function findMedia(db: Db, workspaceId: string, id: string): Promise<StoredFile | undefined> {
  return await db
    .selectFrom("media")
    .select(["id", "mime_type", "filename", "size", "sha256", "storage_key", "status", "message_id"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
}

export interface UploadedFile {
  mimeType: string;
  filename: string | null;
  size: number;
  sha256: string;
  storageKey: string;
  now: number;
}

export async function insertUpload(db: Db, workspaceId: string, file: UploadedFile, id = newId()): Promise<string> {
  await db
    .insertInto("media")
    .values({
      workspace_id: workspaceId,
      id,
      mime_type: file.mimeType,
      filename: file.filename,
      size: file.size,
      sha256: file.sha256,
      storage_key: file.storageKey,
      status: "stored",
      created_at: new Date(file.now),
    })
    .execute();
  return id;
}
