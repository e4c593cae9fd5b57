/** Published versions and their start steps. */
import { sql } from "kysely";
import type { JsonObject } from "../domain/json.ts";
import type { Db } from "./db.ts";
import { newId } from "./id.ts";

export interface StoredVersion {
  id: string;
  number: number;
  document: JsonObject;
  references: Record<string, Record<string, string>>;
  successors: Record<string, string | null>;
  published_by: string | null;
  created_at: Date;
}

/** One version of the automation, by its id or its number. */
export async function findVersion(
  db: Db,
  workspaceId: string,
  automationId: string,
  which: { id: string } | { number: number },
): Promise<StoredVersion | undefined> {
  const query = db
    .selectFrom("automation_version")
    .select(["id", "number", "document", "references", "successors", "published_by", "created_at"])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId);
  const row = await ("id" in which ? query.where("id", "=", which.id) : query.where("number", "=", which.number)).executeTakeFirst();
  return row as StoredVersion | undefined;
}

export interface VersionRow {
  id: string;
  number: number;
  document: JsonObject;
  publishedBy: string | null;
  createdAt: Date;
}

/** Newest first. */
export async function listVersions(db: Db, workspaceId: string, automationId: string): Promise<VersionRow[]> {
  const rows = await db
    .selectFrom("automation_version as v")
    .leftJoin("member as m", (join) => join.onRef("m.workspace_id", "=", "v.workspace_id").onRef("m.id", "=", "v.published_by"))
    .leftJoin("app_user as u", "u.id", "m.user_id")
    .select(["v.id", "v.number", "v.document", "u.name as publishedBy", "v.created_at as createdAt"])
    .where("v.workspace_id", "=", workspaceId)
    .where("v.automation_id", "=", automationId)
    .orderBy("v.number", "desc")
    .execute();
  return rows as VersionRow[];
}

/** Counts from 1; the automation's row must be locked. */
export async function nextVersionNumber(db: Db, workspaceId: string, automationId: string): Promise<number> {
  const row = await db
    .selectFrom("automation_version")
    .select(sql<number>`coalesce(max(number), 0) + 1`.as("next"))
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .executeTakeFirstOrThrow();
  return row.next;
}

export interface NewVersion {
  number: number;
  document: JsonObject;
  references: Record<string, Record<string, string>>;
  successors: Record<string, string | null>;
  publishedBy: string | null;
  now: number;
}

/** Returns its id. */
export async function insertVersion(db: Db, workspaceId: string, automationId: string, version: NewVersion): Promise<string> {
  const id = newId();
  await db
    .insertInto("automation_version")
    .values({
      workspace_id: workspaceId,
      id,
      automation_id: automationId,
      number: version.number,
      document: JSON.stringify(version.document),
      references: JSON.stringify(version.references),
      successors: JSON.stringify(version.successors),
      published_by: version.publishedBy,
      created_at: new Date(version.now),
    })
    .execute();
  return id;
}

export interface TriggerRow {
  trigger_id: string;
  type: string;
  /** A normalised exact phrase; "" for triggers that are found otherwise. */
  phrase: string;
}

/** @throws the unique violation of `automation_trigger_phrase` when `active` and another active automation has a phrase */
export async function replaceTriggers(
  db: Db,
  workspaceId: string,
  automationId: string,
  triggers: TriggerRow[],
  active: boolean,
): Promise<void> {
  await db.deleteFrom("automation_trigger").where("workspace_id", "=", workspaceId).where("automation_id", "=", automationId).execute();
  const rows = [...new Map(triggers.map((row) => [`${row.trigger_id}\n${row.phrase}`, row])).values()];
  if (rows.length === 0) return;
  await db
    .insertInto("automation_trigger")
    .values(rows.map((row) => ({ workspace_id: workspaceId, automation_id: automationId, active, ...row })))
    .execute();
}

/** @throws as `replaceTriggers` */
export async function setTriggersActive(db: Db, workspaceId: string, automationId: string, active: boolean): Promise<void> {
  await db
    .updateTable("automation_trigger")
    .set({ active })
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .execute();
}

/** Exact phrases of the other active automations, and whose they are. */
export async function takenPhrases(
  db: Db,
  workspaceId: string,
  exceptAutomationId: string | null,
): Promise<Map<string, { id: string; name: string }>> {
  let query = db
    .selectFrom("automation_trigger as t")
    .innerJoin("automation as a", (join) => join.onRef("a.workspace_id", "=", "t.workspace_id").onRef("a.id", "=", "t.automation_id"))
    .select(["t.phrase", "a.id", "a.name"])
    .where("t.workspace_id", "=", workspaceId)
    .where("t.active", "=", true)
    .where("t.phrase", "<>", "");
  if (exceptAutomationId !== null) query = query.where("t.automation_id", "<>", exceptAutomationId);
  const rows = await query.execute();
  return new Map(rows.map(({ phrase, id, name }) => [phrase, { id, name }]));
}
