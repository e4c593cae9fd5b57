import { sql } from "kysely";
import type { Db } from "./db.ts";
import { CONTACT_NAME } from "./runs.ts";

/** Everyone who has a chat on the sandbox number, the latest first. */
export async function listSandboxCustomers(db: Db, workspaceId: string, channelId: string) {
  const { rows } = await sql<{
    phone: string;
    name: string;
    contactId: string;
  }>`SELECT c.phone, ${sql.raw(CONTACT_NAME)} AS name, c.id AS "contactId"
    FROM chat h JOIN contact c ON c.workspace_id = h.workspace_id AND c.id = h.contact_id
    WHERE h.workspace_id = ${workspaceId} AND h.channel_id = ${channelId} AND c.phone IS NOT NULL ORDER BY h.last_message_at DESC NULLS LAST LIMIT 50`.execute(
    db,
  );
  return rows;
}
