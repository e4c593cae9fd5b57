import type { Json } from "../domain/json.ts";
import type { Db } from "./db.ts";
import { touchWorkspace } from "./revision.ts";

export async function anyUser(db: Db): Promise<boolean> {
  return (await db.selectFrom("app_user").select("id").limit(1).executeTakeFirst()) !== undefined;
}

export interface NewWorkspace {
  id: string;
  name: string;
  settings: Json;
  now: number;
}

/** The address part is the name in plain letters; with a number where another workspace has it. */
export async function insertWorkspace(db: Db, { id, name, settings, now }: NewWorkspace): Promise<void> {
  const base = slugOf(name);
  const taken = await db.selectFrom("workspace").select("slug").where("slug", "like", `${base}%`).execute();
  const slugs = new Set(taken.map((row) => row.slug));
  let slug = base;
  for (let number = 2; slugs.has(slug); number++) slug = `${base}-${number}`;
  await db
    .insertInto("workspace")
    .values({ id, name, slug, settings: JSON.stringify(settings), created_at: new Date(now) })
    .execute();
}

function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-+|-+$/g, "").slice(0, 40) || "workspace";
}

export async function findWorkspace(db: Db, id: string) {
  return await db.selectFrom("workspace").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function updateWorkspace(db: Db, id: string, change: { name?: string; settings?: Json }): Promise<void> {
  if (change.name !== undefined || change.settings !== undefined) {
    await db
      .updateTable("workspace")
      .set({
        ...(change.name !== undefined && { name: change.name }),
        ...(change.settings !== undefined && { settings: JSON.stringify(change.settings) }),
      })
      .where("id", "=", id)
      .execute();
  }
  await touchWorkspace(db, id);
}

/** Everything of a workspace; tables without a foreign key to it go first. */
export const LOOSE_TABLES = [
  "event_feed",
  ...([
    "outbox",
    "event",
    "failed_event",
    "channel_event",
    "provider_message",
    "message",
    "media",
    "note",
    "run",
    "run_step",
    "step_count",
    "request",
    "ticket_history",
  ] as const),
  ...(["ticket", "consent_log", "hook_call", "chat", "contact"] as const),
] as const;

export async function deleteWorkspace(db: Db, id: string): Promise<void> {
  for (const table of LOOSE_TABLES) await db.deleteFrom(table).where("workspace_id", "=", id).execute();
  await db.deleteFrom("workspace").where("id", "=", id).execute();
}
