import type { Db } from "./db.ts";

/** Newest first. */
export async function listConsentLog(db: Db, workspaceId: string, contactId: string) {
  const rows = await db
    .selectFrom("consent_log")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("contact_id", "=", contactId)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(1000)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    from: row.from as "not_declared",
    to: row.to as "subscribed",
    source: row.source,
    text: row.text,
    messageId: row.message_id,
  }));
}
