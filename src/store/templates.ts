import type { TemplateCategory, TemplateDefinition } from "../domain/template-definition.ts";
import { contains } from "./automations.ts";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";
import { touchWorkspace } from "./revision.ts";

export interface TemplateVersionRow {
  id: string;
  template_id: string;
  language: string;
  status: string;
  definition: TemplateDefinition;
  provider_id: string | null;
  rejected_reason: string | null;
  quality: string | null;
  stopped_reason: string | null;
  updated_at: Date;
}
export interface TemplateRow {
  id: string;
  channel_id: string | null;
  name: string;
  category: TemplateCategory;
  created_at: Date;
  updated_at: Date;
  versions: TemplateVersionRow[];
}

async function withVersions(db: Db, workspaceId: string, rows: Omit<TemplateRow, "versions">[]): Promise<TemplateRow[]> {
  if (rows.length === 0) return [];
  const versions = (await db
    .selectFrom("template_version")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where(
      "template_id",
      "in",
      rows.map((row) => row.id),
    )
    .orderBy("language")
    .execute()) as unknown as TemplateVersionRow[];
  return rows.map((row) => ({ ...row, versions: versions.filter((version) => version.template_id === row.id) }));
}

export async function listTemplates(
  db: Db,
  workspaceId: string,
  query: { search?: string | undefined; category?: string | undefined; status?: string | undefined } = {},
): Promise<TemplateRow[]> {
  let select = db.selectFrom("template").selectAll().where("workspace_id", "=", workspaceId);
  if (query.search) select = select.where("name", "ilike", contains(query.search));
  if (query.category) select = select.where("category", "=", query.category);
  const rows = await withVersions(db, workspaceId, (await select.orderBy("name").execute()) as unknown as TemplateRow[]);
  return query.status ? rows.filter((row) => row.versions.some(({ status }) => status === query.status)) : rows;
}

export async function findTemplate(db: Db, workspaceId: string, id: string): Promise<TemplateRow | undefined> {
  const rows = await db.selectFrom("template").selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  return (await withVersions(db, workspaceId, rows as unknown as TemplateRow[]))[0];
}

export interface NewTemplate {
  name: string;
  category: TemplateCategory;
  channelId: string | null;
  now: number;
}

export async function insertTemplate(db: Db, workspaceId: string, { name, category, channelId, now }: NewTemplate): Promise<string> {
  const id = newId();
  const at = new Date(now);
  await db
    .insertInto("template")
    .values({ workspace_id: workspaceId, id, name, category, channel_id: channelId, created_at: at, updated_at: at })
    .execute();
  await touchWorkspace(db, workspaceId);
  return id;
}

export async function updateTemplate(
  db: Db,
  workspaceId: string,
  id: string,
  change: { name?: string; category?: string; channel_id?: string | null; updated_at: Date },
): Promise<void> {
  await db.updateTable("template").set(change).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}

export interface VersionSave {
  definition: TemplateDefinition;
  status: string;
  providerId?: string | null;
  rejectedReason?: string | null;
  quality?: string | null;
  now: number;
}

/** Writes one language; what Meta said about an earlier text goes. */
export async function saveTemplateVersion(db: Db, workspaceId: string, templateId: string, save: VersionSave): Promise<void> {
  const values = {
    status: save.status,
    definition: JSON.stringify(save.definition),
    rejected_reason: save.rejectedReason ?? null,
    stopped_reason: null,
    updated_at: new Date(save.now),
    ...(save.providerId !== undefined && { provider_id: save.providerId }),
    ...(save.quality !== undefined && { quality: save.quality }),
  };
  await db
    .insertInto("template_version")
    .values({ workspace_id: workspaceId, id: newId(), template_id: templateId, language: save.definition.language, ...values })
    .onConflict((conflict) => conflict.columns(["workspace_id", "template_id", "language"]).doUpdateSet(values))
    .execute();
  await touchWorkspace(db, workspaceId);
}

export async function deleteTemplateVersion(db: Db, workspaceId: string, templateId: string, language: string): Promise<void> {
  await db
    .deleteFrom("template_version")
    .where("workspace_id", "=", workspaceId)
    .where("template_id", "=", templateId)
    .where("language", "=", language)
    .execute();
  await touchWorkspace(db, workspaceId);
}

export async function deleteTemplate(db: Db, workspaceId: string, id: string): Promise<void> {
  await db.deleteFrom("template").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}
