/** Tags, lists, fields, segments and canned replies. Every change raises the workspace's revision, since documents name them. */
import { sql } from "kysely";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";
import { touchWorkspace } from "./revision.ts";

export type ObjectTable = "tag" | "list" | "field" | "segment" | "canned_reply" | "ticket_category" | "ticket_status";

/** Inserts and returns the new id; the unique name makes PostgreSQL refuse a second one. */
export async function insertObject(db: Db, table: ObjectTable, workspaceId: string, values: Record<string, unknown>): Promise<string> {
  const id = newId();
  await db
    .insertInto(table)
    .values({ workspace_id: workspaceId, id, ...values })
    .execute();
  await touchWorkspace(db, workspaceId);
  return id;
}

export async function updateObject(
  db: Db,
  table: ObjectTable,
  workspaceId: string,
  id: string,
  change: Record<string, unknown>,
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await db
    .updateTable(table)
    .set(change as never)
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
  await touchWorkspace(db, workspaceId);
}

export async function deleteObject(db: Db, table: ObjectTable, workspaceId: string, id: string): Promise<void> {
  await db.deleteFrom(table).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}

export async function listFields(db: Db, workspaceId: string) {
  return await db.selectFrom("field").selectAll().where("workspace_id", "=", workspaceId).orderBy("label").execute();
}

/** With how many contacts each has: one pass over the memberships for all of them. */
export async function listTags(db: Db, workspaceId: string) {
  const counts = countOf(db, workspaceId, "tag_ids");
  return await db
    .selectFrom("tag")
    .leftJoin(counts.as("c"), "c.object_id", "tag.id")
    .selectAll("tag")
    .select((eb) => eb.fn.coalesce("c.contacts", sql.lit(0)).as("contacts"))
    .where("workspace_id", "=", workspaceId)
    .orderBy("name")
    .execute();
}

export async function listLists(db: Db, workspaceId: string) {
  const counts = countOf(db, workspaceId, "list_ids");
  return await db
    .selectFrom("list")
    .leftJoin(counts.as("c"), "c.object_id", "list.id")
    .selectAll("list")
    .select((eb) => eb.fn.coalesce("c.contacts", sql.lit(0)).as("contacts"))
    .where("workspace_id", "=", workspaceId)
    .orderBy("name")
    .execute();
}

function countOf(db: Db, workspaceId: string, column: "tag_ids" | "list_ids") {
  return db
    .selectFrom("contact")
    .select([sql<string>`unnest(${sql.ref(column)})`.as("object_id"), sql<number>`count(*)`.as("contacts")])
    .where("workspace_id", "=", workspaceId)
    .groupBy("object_id");
}

/** Takes a tag or list off every contact. */
export async function removeFromContacts(db: Db, workspaceId: string, column: "tag_ids" | "list_ids", id: string): Promise<void> {
  await db
    .updateTable("contact")
    .set({ [column]: sql`array_remove(${sql.ref(column)}, ${id}::uuid)` })
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`${sql.ref(column)} @> ARRAY[${id}::uuid]`)
    .execute();
}

/** Whoever has one of `others` gets `into` instead. */
export async function mergeTags(db: Db, workspaceId: string, into: string, others: string[]): Promise<void> {
  await sql`UPDATE contact SET tag_ids = (
      SELECT array_agg(DISTINCT CASE WHEN tag_id = ANY(${others}::uuid[]) THEN ${into}::uuid ELSE tag_id END) FROM unnest(tag_ids) AS tag_id)
    WHERE workspace_id = ${workspaceId} AND tag_ids && ${others}::uuid[]`.execute(db);
  // Published versions find the tag by its id: those that named one of the others now mean this one.
  for (const other of others) {
    await sql`UPDATE automation_version SET "references" = replace("references"::text, ${other}, ${into})::jsonb
      WHERE workspace_id = ${workspaceId} AND "references"::text LIKE ${`%${other}%`}`.execute(db);
  }
  await db.deleteFrom("tag").where("workspace_id", "=", workspaceId).where("id", "in", others).execute();
  await touchWorkspace(db, workspaceId);
}

export async function removeFieldValues(db: Db, workspaceId: string, code: string): Promise<void> {
  await db
    .updateTable("contact")
    .set({ fields: sql`fields - ${code}::text` })
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`fields ? ${code}`)
    .execute();
}

export async function renameFieldValues(db: Db, workspaceId: string, from: string, to: string): Promise<void> {
  await db
    .updateTable("contact")
    .set({ fields: sql`(fields - ${from}::text) || jsonb_build_object(${to}::text, fields->${from}::text)` })
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`fields ? ${from}`)
    .execute();
}

export async function findObject(
  db: Db,
  table: ObjectTable,
  workspaceId: string,
  id: string,
): Promise<Record<string, unknown> | undefined> {
  return await db.selectFrom(table).selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
}

export async function listSegments(db: Db, workspaceId: string) {
  return await db.selectFrom("segment").selectAll().where("workspace_id", "=", workspaceId).orderBy("name").execute();
}

export async function listCannedReplies(db: Db, workspaceId: string) {
  return await db.selectFrom("canned_reply").selectAll().where("workspace_id", "=", workspaceId).orderBy("shortcut").execute();
}
