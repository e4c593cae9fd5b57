import { type SelectQueryBuilder, sql } from "kysely";
import type { Db, Tx } from "./db.ts";
import { newId } from "./id.ts";
import { touchWorkspace } from "./revision.ts";
import type { DB } from "./tables.ts";

export interface Membership {
  workspaceId: string;
  workspaceName: string;
  slug: string;
  memberId: string;
  role: string;
}

function memberships(db: Db, userId: string) {
  return db
    .selectFrom("member")
    .innerJoin("workspace", "workspace.id", "member.workspace_id")
    .select([
      "member.workspace_id as workspaceId",
      "workspace.name as workspaceName",
      "workspace.slug as slug",
      "member.id as memberId",
      "member.role as role",
    ])
    .where("member.user_id", "=", userId)
    .where("member.disabled", "=", false);
}

/** Membership in that workspace (id or slug); without one, or with one that is gone unless `strict`, the person's first. */
export async function findMembership(db: Db, userId: string, workspace: string | null, strict: boolean): Promise<Membership | null> {
  if (workspace !== null) {
    const found = await memberships(db, userId)
      .where((eb) => eb.or([eb(sql`workspace.id::text`, "=", workspace), eb("workspace.slug", "=", workspace)]))
      .executeTakeFirst();
    if (found || strict) return found ?? null;
  }
  return (await memberships(db, userId).orderBy("member.created_at").executeTakeFirst()) ?? null;
}

export async function listMemberships(db: Db, userId: string): Promise<Membership[]> {
  return await memberships(db, userId).orderBy("workspace.name").execute();
}

function withLoad(query: SelectQueryBuilder<DB, "member", unknown>) {
  return query
    .innerJoin("app_user", "app_user.id", "member.user_id")
    .select(["member.id", "member.user_id", "app_user.name", "app_user.email", "role", "disabled", "member.created_at"])
    .select(
      sql<number>`(SELECT count(*) FROM contact WHERE contact.workspace_id = member.workspace_id AND contact.operator_ids @> ARRAY[member.id])`.as(
        "assigned",
      ),
    );
}

export interface MemberRow {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: string;
  disabled: boolean;
  created_at: Date;
  assigned: number;
}

export async function listMembers(db: Db, workspaceId: string): Promise<MemberRow[]> {
  return await withLoad(db.selectFrom("member").where("member.workspace_id", "=", workspaceId))
    .orderBy("app_user.name")
    .execute();
}

export async function findMember(db: Db, workspaceId: string, id: string): Promise<MemberRow | undefined> {
  return await withLoad(
    db.selectFrom("member").where("member.workspace_id", "=", workspaceId).where("member.id", "=", id),
  ).executeTakeFirst();
}

/** Owners that can still act: a workspace never loses its last one. */
export async function countOwners(db: Db, workspaceId: string): Promise<number> {
  const rows = await db
    .selectFrom("member")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("role", "=", "owner")
    .where("disabled", "=", false)
    // Two owners that remove each other at once must see each other.
    .forUpdate()
    .execute();
  return rows.length;
}

export async function insertMember(
  { db }: Pick<Tx, "db">,
  workspaceId: string,
  userId: string,
  role: string,
  now: number,
): Promise<string> {
  const id = newId();
  await db
    .insertInto("member")
    .values({ workspace_id: workspaceId, id, user_id: userId, role, created_at: new Date(now) })
    .execute();
  await touchWorkspace(db, workspaceId);
  return id;
}

export async function updateMember(db: Db, workspaceId: string, id: string, change: { role?: string; disabled?: boolean }): Promise<void> {
  if (Object.values(change).every((value) => value === undefined)) return;
  await db.updateTable("member").set(change).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}

/** Also takes the person off all contacts and ends their sessions in this workspace. */
export async function deleteMember(db: Db, workspaceId: string, id: string): Promise<void> {
  await db
    .updateTable("contact")
    .set({ operator_ids: sql`array_remove(operator_ids, ${id}::uuid)` })
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`operator_ids @> ARRAY[${id}::uuid]`)
    .execute();
  await db.deleteFrom("member").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await touchWorkspace(db, workspaceId);
}

export async function memberSettings(db: Db, workspaceId: string, memberId: string): Promise<Record<string, unknown>> {
  const row = await db
    .selectFrom("member")
    .select("settings")
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", memberId)
    .executeTakeFirst();
  return (row?.settings ?? {}) as Record<string, unknown>;
}

/** Merged key by key. */
export async function mergeMemberSettings(db: Db, workspaceId: string, memberId: string, settings: Record<string, unknown>): Promise<void> {
  await db
    .updateTable("member")
    .set({ settings: sql`settings || ${JSON.stringify(settings)}::jsonb` })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", memberId)
    .execute();
}
