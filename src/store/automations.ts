import { sql } from "kysely";
import type { JsonObject } from "../domain/json.ts";
import { STOPPED_TEMPLATE_STATES } from "../domain/template-state.ts";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";
import { touchWorkspace } from "./revision.ts";

export type AutomationState = "draft" | "active" | "paused";

export interface StoredDocument {
  id: string;
  name: string;
  draft: JsonObject;
  /** Of the published version: kind → name → id. */
  references: Record<string, Record<string, string>> | null;
}

/** Every automation's draft with what its published version refers to. */
export async function listDocuments(db: Db, workspaceId: string): Promise<StoredDocument[]> {
  const rows = await db
    .selectFrom("automation as a")
    .leftJoin("automation_version as v", (join) =>
      join.onRef("v.workspace_id", "=", "a.workspace_id").onRef("v.id", "=", "a.published_version_id"),
    )
    .select(["a.id", "a.name", "a.draft", "v.references"])
    .where("a.workspace_id", "=", workspaceId)
    .orderBy("a.name")
    .execute();
  return rows as StoredDocument[];
}

export interface UnpublishedRow {
  id: string;
  name: string;
  created_at: Date;
  triggers: unknown;
  published: boolean;
}

/** Start steps of drafts that were never published, or are others than those that were. */
export async function listUnpublishedTriggers(db: Db, workspaceId: string): Promise<UnpublishedRow[]> {
  const { rows } = await sql<UnpublishedRow>`
    SELECT a.id, a.name, a.created_at, a.draft->'triggers' AS triggers, v.id IS NOT NULL AS published
    FROM automation a LEFT JOIN automation_version v ON v.workspace_id = a.workspace_id AND v.id = a.published_version_id
    WHERE a.workspace_id = ${workspaceId} AND (v.id IS NULL OR a.draft->'triggers' IS DISTINCT FROM v.document->'triggers')
    ORDER BY a.updated_at DESC LIMIT 500`.execute(db);
  return rows;
}

export interface AutomationRow {
  id: string;
  name: string;
  description: string | null;
  state: AutomationState;
  draft: JsonObject;
  draft_revision: number;
  draft_saved_by: string | null;
  folder: string | null;
  favourite: boolean;
  /** Names of templates that the published version sends and Meta takes no more. */
  stopped_templates: string[];
  published_version_id: string | null;
  published_number: number | null;
  published_document: JsonObject | null;
  activated_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

function automations(db: Db, workspaceId: string, memberId: string | null) {
  return db
    .selectFrom("automation as a")
    .leftJoin("automation_version as v", (join) =>
      join.onRef("v.workspace_id", "=", "a.workspace_id").onRef("v.id", "=", "a.published_version_id"),
    )
    .leftJoin("member as m", (join) => join.onRef("m.workspace_id", "=", "a.workspace_id").onRef("m.id", "=", "a.draft_saved_by"))
    .leftJoin("app_user as u", "u.id", "m.user_id")
    .select([
      "a.id",
      "a.name",
      "a.description",
      "a.state",
      "a.draft",
      "a.draft_revision",
      "a.folder",
      "a.published_version_id",
      "a.activated_at",
    ])
    .select([
      "a.created_at",
      "a.updated_at",
      "v.number as published_number",
      "v.document as published_document",
      "u.name as draft_saved_by",
    ])
    .select(
      sql<boolean>`EXISTS (SELECT FROM automation_favourite f WHERE f.workspace_id = a.workspace_id AND f.automation_id = a.id AND f.member_id = ${memberId})`.as(
        "favourite",
      ),
    )
    .select(
      sql<
        string[]
      >`ARRAY(SELECT t.name FROM template t WHERE t.workspace_id = a.workspace_id AND t.id::text IN (SELECT r.value FROM jsonb_each_text(v."references"->'template') r)
  AND EXISTS (SELECT FROM template_version s WHERE s.workspace_id = t.workspace_id AND s.template_id = t.id AND s.status = ANY(${sql.val(STOPPED_TEMPLATE_STATES)})) ORDER BY t.name)`.as(
        "stopped_templates",
      ),
    )
    .where("a.workspace_id", "=", workspaceId);
}

export interface AutomationQuery {
  search?: string | undefined;
  state?: AutomationState | undefined;
  folder?: string | undefined;
}

export async function listAutomations(
  db: Db,
  workspaceId: string,
  memberId: string | null,
  { search, state, folder }: AutomationQuery,
): Promise<AutomationRow[]> {
  let query = automations(db, workspaceId, memberId);
  if (search) query = query.where((eb) => eb.or([eb("a.name", "ilike", contains(search)), eb("a.description", "ilike", contains(search))]));
  if (state) query = query.where("a.state", "=", state);
  if (folder !== undefined) query = query.where("a.folder", folder === "" ? "is" : "=", folder === "" ? null : folder);
  return (await query.orderBy("a.updated_at", "desc").execute()) as AutomationRow[];
}

/** `%text%` with the text's own wildcards taken literally. */
export function contains(text: string): string {
  return `%${text.replace(/[%_\\]/g, "\\$&")}%`;
}

export async function findAutomation(
  db: Db,
  workspaceId: string,
  id: string,
  memberId: string | null = null,
): Promise<AutomationRow | undefined> {
  return (await automations(db, workspaceId, memberId).where("a.id", "=", id).executeTakeFirst()) as AutomationRow | undefined;
}

export async function findAutomationByName(db: Db, workspaceId: string, name: string): Promise<string | undefined> {
  return (
    await db.selectFrom("automation").select("id").where("workspace_id", "=", workspaceId).where("name", "=", name).executeTakeFirst()
  )?.id;
}

/** Held to the end of the transaction: publishing, activating and saving of one automation follow each other. */
export async function lockAutomation(db: Db, workspaceId: string, id: string) {
  const row = await db
    .selectFrom("automation")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row as (Omit<typeof row & object, "draft" | "state"> & { draft: JsonObject; state: AutomationState }) | undefined;
}

export interface NewAutomation {
  name: string;
  description?: string | undefined;
  draft: JsonObject;
  folder: string | null;
  now: number;
}

export async function insertAutomation(
  db: Db,
  workspaceId: string,
  { name, description, draft, folder, now }: NewAutomation,
): Promise<string> {
  const id = newId();
  const at = new Date(now);
  await db
    .insertInto("automation")
    .values({
      workspace_id: workspaceId,
      id,
      name,
      description: description ?? null,
      draft: JSON.stringify(draft),
      folder,
      created_at: at,
      updated_at: at,
    })
    .execute();
  return id;
}

export interface DraftSave {
  name: string;
  description: string | null;
  draft: JsonObject;
  savedBy: string | null;
  now: number;
}

/** Returns the new revision. */
export async function saveDraft(
  db: Db,
  workspaceId: string,
  id: string,
  { name, description, draft, savedBy, now }: DraftSave,
): Promise<number> {
  const row = await db
    .updateTable("automation")
    .set({
      name,
      description,
      draft: JSON.stringify(draft),
      draft_revision: sql`draft_revision + 1`,
      draft_saved_by: savedBy,
      updated_at: new Date(now),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .returning("draft_revision")
    .executeTakeFirstOrThrow();
  return row.draft_revision;
}

/** A change nobody made in the editor: an object it names was renamed. */
export async function replaceDraft(db: Db, workspaceId: string, id: string, draft: JsonObject): Promise<void> {
  await db
    .updateTable("automation")
    .set({ draft: JSON.stringify(draft), draft_revision: sql`draft_revision + 1` })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function updateAutomation(
  db: Db,
  workspaceId: string,
  id: string,
  change: { folder?: string | null; state?: AutomationState; published_version_id?: string; activated_at?: Date | null; updated_at?: Date },
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await db.updateTable("automation").set(change).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}

export async function setFavourite(db: Db, workspaceId: string, memberId: string, automationId: string, favourite: boolean): Promise<void> {
  const row = { workspace_id: workspaceId, member_id: memberId, automation_id: automationId };
  if (favourite)
    await db
      .insertInto("automation_favourite")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  else
    await db
      .deleteFrom("automation_favourite")
      .where("workspace_id", "=", workspaceId)
      .where("member_id", "=", memberId)
      .where("automation_id", "=", automationId)
      .execute();
}

export async function deleteAutomation(db: Db, workspaceId: string, id: string): Promise<void> {
  await db.deleteFrom("automation").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}

export async function listFolders(db: Db, workspaceId: string): Promise<{ name: string; automations: number }[]> {
  return await db
    .selectFrom("automation")
    .select(["folder as name", sql<number>`count(*)`.as("automations")])
    .where("workspace_id", "=", workspaceId)
    .where("folder", "is not", null)
    .groupBy("folder")
    .orderBy("folder")
    .$castTo<{ name: string; automations: number }>()
    .execute();
}

export async function renameFolder(db: Db, workspaceId: string, from: string, to: string | null): Promise<void> {
  await db.updateTable("automation").set({ folder: to }).where("workspace_id", "=", workspaceId).where("folder", "=", from).execute();
}
