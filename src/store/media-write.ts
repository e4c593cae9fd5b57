import type pg from "pg";
import { executeBulk, insertStatement, type Row } from "./bulk.ts";

const MEDIA = {
  workspace_id: "uuid",
  id: "uuid",
  channel_id: "uuid",
  message_id: "uuid",
  provider_media_id: "text",
  mime_type: "text",
  filename: "text",
  sha256: "text",
  status: "text",
  created_at: "timestamptz",
} as const;
export type MediaWrite = Row<typeof MEDIA>;
const INSERT = insertStatement("media", MEDIA);

export async function insertMedia(client: pg.ClientBase, rows: MediaWrite[]): Promise<void> {
  await executeBulk(client, "insert-media", INSERT, rows);
}
