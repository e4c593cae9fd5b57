/** Writes on contacts that the engine never makes. */
import { sql } from "kysely";
import type pg from "pg";
import { phoneToWaId } from "../domain/phone.ts";
import type { Db } from "./db.ts";
import { findIdentities } from "./engine-load.ts";
import { insertContacts, insertIdentities } from "./engine-write.ts";
import { newId } from "./id.ts";

export async function setContactNotes(
  db: Db,
  workspaceId: string,
  rows: { contactId: string; notes: string | null }[],
  now: number,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`UPDATE contact SET notes = r.notes, updated_at = to_timestamp(${now / 1000})
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r("contactId" uuid, notes text)
    WHERE workspace_id = ${workspaceId} AND id = r."contactId"`.execute(db);
}

export async function readContactNotes(db: Db, workspaceId: string, ids: string[]): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom("contact")
    .select(["id", "notes"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map(({ id, notes }) => [id, notes]));
}

/**
 * Holds the names of people who may be about to become contacts until the end of the transaction. The engine's worker takes the
 * same locks for first messages, so a number that writes and is imported at the same moment becomes one contact.
 */
async function lockNames(client: pg.ClientBase, waIds: string[]): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM (SELECT unnest($1::text[]) AS name ORDER BY 1) names", [
    waIds.map((waId) => `w:${waId}`),
  ]);
}

export interface ResolvedPhone {
  contactId: string;
  created: boolean;
}

/** The contact of each E.164 number, made where there is none. */
export async function resolvePhones(
  client: pg.ClientBase,
  workspaceId: string,
  phones: string[],
  now: number,
): Promise<Map<string, ResolvedPhone>> {
  const resolved = new Map<string, ResolvedPhone>();
  const find = async (wanted: string[]) => {
    if (wanted.length === 0) return;
    const refs = wanted.map((phone) => ({ workspaceId, kind: "wa_id" as const, value: phoneToWaId(phone) }));
    const byName = new Map((await findIdentities(client, refs)).map(({ value, contactId }) => [value, contactId]));
    // Contacts whose wa_id is written otherwise than their number (Mexico, Brazil) are found by the number.
    const { rows } = await client.query<{ phone: string; id: string }>(
      "SELECT phone, id FROM contact WHERE workspace_id = $1 AND phone = ANY($2::text[]) ORDER BY id DESC",
      [workspaceId, wanted],
    );
    const byPhone = new Map(rows.map((row) => [row.phone, row.id]));
    for (const phone of wanted) {
      const contactId = byName.get(phoneToWaId(phone)) ?? byPhone.get(phone);
      if (contactId !== undefined) resolved.set(phone, { contactId, created: false });
    }
  };
  const wanted = [...new Set(phones)];
  await find(wanted);
  const unknown = wanted.filter((phone) => !resolved.has(phone));
  if (unknown.length === 0) return resolved;
  await lockNames(client, unknown.map(phoneToWaId));
  await find(unknown);
  const fresh = unknown.filter((phone) => !resolved.has(phone)).map((phone) => ({ phone, id: newId() }));
  await insertContacts(
    client,
    fresh.map(({ phone, id }) => ({ workspace_id: workspaceId, id, phone, created_at: now, updated_at: now })),
  );
  await insertIdentities(
    client,
    fresh.map(({ phone, id }) => ({ workspace_id: workspaceId, kind: "wa_id", value: phoneToWaId(phone), contact_id: id })),
  );
  for (const { phone, id } of fresh) resolved.set(phone, { contactId: id, created: true });
  return resolved;
}

/** Makes a changed number the one by which WhatsApp's messages find the contact. */
export async function moveIdentity(db: Db, workspaceId: string, contactId: string, phone: string | null): Promise<void> {
  await db
    .deleteFrom("contact_identity")
    .where("workspace_id", "=", workspaceId)
    .where("contact_id", "=", contactId)
    .where("kind", "=", "wa_id")
    .execute();
  if (phone === null) return;
  await db
    .insertInto("contact_identity")
    .values({ workspace_id: workspaceId, kind: "wa_id", value: phoneToWaId(phone), contact_id: contactId })
    .execute();
}

/** Histories of a person that no foreign key removes. */
export const ERASED_TABLES = [
  "outbox",
  "event",
  "message",
  "note",
  "run",
  "run_step",
  "consent_log",
  "request",
  "ticket",
  "payment",
  "call",
  "failed_event",
  "contact_import_row",
] as const;

/** Returns the storage keys of files that must go too. */
export async function eraseContacts(db: Db, workspaceId: string, ids: string[]): Promise<{ erased: number; files: string[] }> {
  const messages = db.selectFrom("message").select("id").where("workspace_id", "=", workspaceId).where("contact_id", "in", ids);
  const media = await db
    .deleteFrom("media")
    .where("workspace_id", "=", workspaceId)
    .where("message_id", "in", messages)
    .returning("storage_key")
    .execute();
  await db
    .deleteFrom("ticket_history")
    .where("workspace_id", "=", workspaceId)
    .where("ticket_id", "in", db.selectFrom("ticket").select("id").where("workspace_id", "=", workspaceId).where("contact_id", "in", ids))
    .execute();
  await sql`DELETE FROM provider_message p USING message m WHERE m.workspace_id = ${workspaceId} AND m.contact_id = ANY(${ids}::uuid[])
    AND p.workspace_id = m.workspace_id AND p.channel_id = m.channel_id AND p.provider_id = m.provider_id`.execute(db);
  for (const table of ERASED_TABLES)
    await db.deleteFrom(table).where("workspace_id", "=", workspaceId).where("contact_id", "in", ids).execute();
  const erased = await db.deleteFrom("contact").where("workspace_id", "=", workspaceId).where("id", "in", ids).executeTakeFirst();
  return { erased: Number(erased.numDeletedRows), files: media.flatMap(({ storage_key }) => storage_key ?? []) };
}
