import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";

function notes(db: Db, workspaceId: string) {
  return db
    .selectFrom("note as n")
    .leftJoin("member as m", (join) => join.onRef("m.workspace_id", "=", "n.workspace_id").onRef("m.id", "=", "n.author_id"))
    .leftJoin("app_user as u", "u.id", "m.user_id")
    .leftJoin("automation as a", (join) => join.onRef("a.workspace_id", "=", "n.workspace_id").onRef("a.id", "=", "n.automation_id"))
    .leftJoin("agent as g", (join) => join.onRef("g.workspace_id", "=", "n.workspace_id").onRef("g.id", "=", "n.agent_id"))
    .select([
      "n.id",
      "n.agent_id",
      "g.name as agent_name",
      "n.contact_id",
      "n.text",
      "n.author_id",
      "n.automation_id",
      "n.created_at",
      "u.name as author_name",
      "a.name as automation_name",
    ])
    .where("n.workspace_id", "=", workspaceId);
}

export type NoteRow = Awaited<ReturnType<ReturnType<typeof notes>["execute"]>>[number];

export function presentNote(row: NoteRow) {
  return {
    id: row.id,
    contactId: row.contact_id,
    text: row.text,
    author: row.author_id === null ? null : { id: row.author_id, name: row.author_name ?? "" },
    automation: row.automation_id === null ? null : { id: row.automation_id, name: row.automation_name ?? "" },
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? "" },
    createdAt: row.created_at.toISOString(),
  };
}

/** Newest first. */
export async function listNotes(
  db: Db,
  workspaceId: string,
  contactId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const after = decodeCursor(cursor, ["id"]);
  let query = notes(db, workspaceId).where("n.contact_id", "=", contactId);
  if (after) query = query.where("n.id", "<", after[0]);
  const rows = await query
    .orderBy("n.id", "desc")
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, presentNote, (row) => [row.id]);
}

export async function findNote(db: Db, workspaceId: string, id: string): Promise<NoteRow | undefined> {
  return await notes(db, workspaceId).where("n.id", "=", id).executeTakeFirst();
}

export async function deleteNote(db: Db, workspaceId: string, contactId: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom("note")
    .where("workspace_id", "=", workspaceId)
    .where("contact_id", "=", contactId)
    .where("id", "=", id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
