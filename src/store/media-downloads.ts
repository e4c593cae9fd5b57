/** Files of customers that are still at the provider. */
import type pg from "pg";
import { notifyWork } from "./notify.ts";
import { transaction } from "./transaction.ts";

export interface PendingMedia {
  workspaceId: string;
  id: string;
  channelId: string | null;
  messageId: string | null;
  providerMediaId: string | null;
  mimeType: string | null;
  /** This one included. */
  attempts: number;
}

// Workspaces are found by hopping along the index, one probe each.
const WORKSPACES = `
WITH RECURSIVE w(id) AS (
  (SELECT workspace_id FROM media WHERE status = 'pending' ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT m.workspace_id FROM media m WHERE m.status = 'pending' AND m.workspace_id > w.id ORDER BY m.workspace_id LIMIT 1) FROM w WHERE w.id IS NOT NULL
)`;

export const CLAIM_MEDIA = `${WORKSPACES}, due AS (
  SELECT d.workspace_id, d.id FROM w CROSS JOIN LATERAL (
    SELECT workspace_id, id FROM media WHERE workspace_id = w.id AND status = 'pending' AND coalesce(due_at, created_at) <= to_timestamp($1 / 1000.0)
    ORDER BY coalesce(due_at, created_at) LIMIT $2 FOR UPDATE SKIP LOCKED
  ) d WHERE w.id IS NOT NULL LIMIT $2
)
UPDATE media m SET attempts = attempts + 1, due_at = to_timestamp(($1 + $3) / 1000.0) FROM due WHERE m.workspace_id = due.workspace_id AND m.id = due.id
RETURNING m.workspace_id AS "workspaceId", m.id, m.channel_id AS "channelId", m.message_id AS "messageId", m.provider_media_id AS "providerMediaId",
  m.mime_type AS "mimeType", m.attempts`;

/** Claims due files for `leaseMs`: whoever claims one and dies leaves it to others after that. */
export async function claimMedia(pool: pg.Pool, now: number, limit: number, leaseMs: number): Promise<PendingMedia[]> {
  const { rows } = await pool.query<PendingMedia>({ name: "claim-media", text: CLAIM_MEDIA, values: [now, limit, leaseMs] });
  return rows;
}

export const NEXT_MEDIA_DUE = `${WORKSPACES}
SELECT min((SELECT (extract(epoch FROM coalesce(due_at, created_at)) * 1000)::float8 FROM media
  WHERE workspace_id = w.id AND status = 'pending' ORDER BY coalesce(due_at, created_at) LIMIT 1)) AS at FROM w WHERE w.id IS NOT NULL`;

export async function nextMediaDue(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>({ name: "next-media-due", text: NEXT_MEDIA_DUE });
  return rows[0]?.at ?? null;
}

export interface DownloadedFile {
  storageKey: string;
  mimeType: string;
  size: number;
  /** Hex. */
  sha256: string;
}

export async function writeStored(pool: pg.Pool, media: PendingMedia, file: DownloadedFile): Promise<void> {
  await settle(pool, media, `status = 'stored', error = NULL, due_at = NULL, storage_key = $3, mime_type = $4, size = $5, sha256 = $6`, [
    file.storageKey,
    file.mimeType,
    file.size,
    file.sha256,
  ]);
}

export async function writeFailed(pool: pg.Pool, media: PendingMedia, error: string): Promise<void> {
  await settle(pool, media, "status = 'failed', due_at = NULL, error = $3", [error]);
}

export async function writeLater(pool: pg.Pool, media: PendingMedia, error: string, dueAt: number): Promise<void> {
  await settle(pool, media, "error = $3, due_at = $4", [error, new Date(dueAt)]);
}

async function settle(pool: pg.Pool, { workspaceId, id, messageId }: PendingMedia, set: string, values: unknown[]): Promise<void> {
  await transaction(pool, async (client) => {
    const { rows } = await client.query<{ contactId: string | null }>(
      `UPDATE media SET ${set} WHERE workspace_id = $1 AND id = $2
       RETURNING (SELECT contact_id FROM message m WHERE m.workspace_id = media.workspace_id AND m.id = media.message_id) AS "contactId"`,
      [workspaceId, id, ...values],
    );
    const contactId = rows[0]?.contactId;
    if (messageId !== null && contactId) await notifyWork(client, {}, [{ w: workspaceId, t: "message.updated", id: messageId, contactId }]);
  });
}
