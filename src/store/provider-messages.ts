/** The provider's ids of messages, written with them and looked up by them. */
import type pg from "pg";
import { executeBulk, insertStatement, type Row } from "./bulk.ts";
import { copyRows } from "./copy.ts";

const COLUMNS = { workspace_id: "uuid", channel_id: "uuid", provider_id: "text", message_id: "uuid" } as const;
type ProviderMessageWrite = Row<typeof COLUMNS>;

const NAME_SENT = insertStatement("provider_message", COLUMNS, "ON CONFLICT DO NOTHING");

/** Names of messages that came in: the same one twice is an error, whoever is to store it looked before. */
export async function insertProviderMessages(client: pg.ClientBase, rows: ProviderMessageWrite[]): Promise<void> {
  if (rows.length > 0) await copyRows(client, "provider_message", COLUMNS, rows);
}

/** Names of messages that were sent. One that the provider gave twice stays with the first and does not stop the batch. */
export async function nameSentMessages(client: pg.ClientBase, rows: ProviderMessageWrite[]): Promise<void> {
  await executeBulk(client, "name-sent-messages", NAME_SENT, rows);
}

interface ProviderMessageRef {
  workspaceId: string;
  channelId: string;
  providerId: string;
}

export interface KnownMessage extends ProviderMessageRef {
  id: string;
  direction: "in" | "out";
  automationId: string | null;
  stepId: string | null;
  template: string | null;
  contactId: string;
}

/** Messages already stored under these ids of the provider: duplicates, and what replies refer to. */
export async function findProviderMessages(client: pg.ClientBase, refs: ProviderMessageRef[]): Promise<KnownMessage[]> {
  if (refs.length === 0) return [];
  const { rows } = await client.query<KnownMessage>({
    name: "find-provider-messages",
    text: `SELECT k.w AS "workspaceId", k.c AS "channelId", k.p AS "providerId", m.id, m.direction, m.automation_id AS "automationId",
  m.step_id AS "stepId", m.content->>'template' AS template, m.contact_id AS "contactId"
FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS k(w, c, p)
CROSS JOIN LATERAL (SELECT message_id FROM provider_message WHERE workspace_id = k.w AND channel_id = k.c AND provider_id = k.p OFFSET 0) p
JOIN message m ON m.workspace_id = k.w AND m.id = p.message_id`,
    values: [refs.map((r) => r.workspaceId), refs.map((r) => r.channelId), refs.map((r) => r.providerId)],
  });
  return rows;
}
