/** Files of ours at the provider: uploaded once per number, used until they expire there. */
import type pg from "pg";
import { isUuid } from "../domain/uuid.ts";

export interface MediaFile {
  storageKey: string;
  mimeType: string;
  filename: string | null;
  /** Where this number has uploaded it already and it still lives. */
  providerMediaId: string | null;
}

/** Null for files that are not the workspace's, or not here. */
export async function findFile(
  pool: pg.Pool,
  workspaceId: string,
  mediaId: string,
  channelId: string,
  now: number,
): Promise<MediaFile | null> {
  const { rows } = await pool.query<MediaFile>({
    name: "file-to-send",
    text: `SELECT m.storage_key AS "storageKey", coalesce(m.mime_type, 'application/octet-stream') AS "mimeType", m.filename,
  (SELECT u.provider_media_id FROM media_upload u WHERE u.workspace_id = m.workspace_id AND u.media_id = m.id AND u.channel_id = $3
    AND u.expires_at > to_timestamp($4 / 1000.0)) AS "providerMediaId"
FROM media m WHERE m.workspace_id = $1 AND m.id = $2 AND m.status = 'stored' AND m.storage_key IS NOT NULL`,
    values: [workspaceId, mediaId, channelId, now],
  });
  return rows[0] ?? null;
}

/** Which of these files can be sent, as `findFile` would find them. */
export async function uploadsThere(pool: pg.Pool, workspaceId: string, ids: readonly string[]): Promise<Set<string>> {
  const uuids = ids.filter(isUuid);
  if (uuids.length === 0) return new Set();
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM media WHERE workspace_id = $1 AND id = ANY($2::uuid[]) AND status = 'stored' AND storage_key IS NOT NULL",
    [workspaceId, uuids],
  );
  const there = new Set(rows.map(({ id }) => id));
  return new Set(ids.filter((id) => there.has(id.toLowerCase())));
}

export async function saveUpload(
  pool: pg.Pool,
  key: { workspaceId: string; mediaId: string; channelId: string },
  providerMediaId: string,
  expiresAt: number,
): Promise<void> {
  await pool.query(
    `INSERT INTO media_upload (workspace_id, media_id, channel_id, provider_media_id, expires_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (workspace_id, media_id, channel_id) DO UPDATE SET provider_media_id = excluded.provider_media_id, expires_at = excluded.expires_at`,
    [key.workspaceId, key.mediaId, key.channelId, providerMediaId, new Date(expiresAt)],
  );
}
