import type { Db } from "./db.ts";
import { newId } from "./id.ts";
import { insertObject } from "./objects.ts";
import { touchWorkspace } from "./revision.ts";

export interface Copy {
  fromWorkspaceId: string;
  toWorkspaceId: string;
  name: string;
}

/** False where the target has it already, or the source never had. */
export async function copyObject(
  db: Db,
  table: "tag" | "list" | "field",
  { fromWorkspaceId, toWorkspaceId, name }: Copy,
): Promise<boolean> {
  const column = table === "field" ? "code" : "name";
  const find = (workspaceId: string) =>
    db
      .selectFrom(table)
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .where(column as never, "=", name as never)
      .executeTakeFirst();
  const source = await find(fromWorkspaceId);
  if (!source || (await find(toWorkspaceId))) return false;
  const { workspace_id: _, id: __, created_at: ___, ...values } = source as Record<string, unknown>;
  await insertObject(db, table, toWorkspaceId, values);
  return true;
}

/**
 * Copies all languages of a template as drafts and returns the copy's name: its own in another workspace, `…_copy` in the same.
 * Null where nothing was copied: the target has one of that name, or the source has not. `as` says what the copy is called.
 */
export async function copyTemplate(
  db: Db,
  { fromWorkspaceId, toWorkspaceId, name, now, as }: Copy & { now: number; as?: string },
): Promise<string | null> {
  const source = await db
    .selectFrom("template")
    .selectAll()
    .where("workspace_id", "=", fromWorkspaceId)
    .where("name", "=", name)
    .executeTakeFirst();
  if (!source) return null;
  const names = new Set(
    (await db.selectFrom("template").select("name").where("workspace_id", "=", toWorkspaceId).execute()).map((row) => row.name),
  );
  if (fromWorkspaceId !== toWorkspaceId && names.has(name)) return null;
  const copy = as ?? freeName(name, names);
  const id = newId();
  const at = new Date(now);
  await db
    .insertInto("template")
    .values({ workspace_id: toWorkspaceId, id, name: copy, category: source.category, created_at: at, updated_at: at })
    .execute();
  const versions = await db
    .selectFrom("template_version")
    .selectAll()
    .where("workspace_id", "=", fromWorkspaceId)
    .where("template_id", "=", source.id)
    .execute();
  for (const version of versions) {
    await db
      .insertInto("template_version")
      .values({
        workspace_id: toWorkspaceId,
        id: newId(),
        template_id: id,
        language: version.language,
        status: "draft",
        definition: JSON.stringify({ ...(version.definition as object), name: copy }),
        updated_at: at,
      })
      .execute();
  }
  await touchWorkspace(db, toWorkspaceId);
  return copy;
}

/** The name itself, else the first of `name_copy`, `name_copy2`, … that is not taken. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 1; taken.has(free); number++) free = `${name.slice(0, 500)}_copy${number === 1 ? "" : number}`;
  return free;
}
