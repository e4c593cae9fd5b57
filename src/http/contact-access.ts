/** Contacts as one caller may see them. */
import { notFound } from "../domain/refusal.ts";
import { type ContactRow, type ContactScope, findContacts, presentContact } from "../store/contacts.ts";
import type { Catalog } from "../store/workspace-snapshot.ts";
import type { AppContext, Caller } from "./context.ts";

export interface Context {
  app: AppContext;
  caller: Caller;
}

export async function catalogOf({ app, caller }: Context): Promise<Catalog> {
  const catalog = (await app.catalogs.get(app.pool, [caller.workspaceId])).get(caller.workspaceId);
  if (!catalog) throw notFound("workspace");
  return catalog;
}

export async function contactScopeOf(context: Context): Promise<ContactScope> {
  return { catalog: await catalogOf(context), onlyAssignedTo: context.caller.onlyAssignedTo, now: context.app.clock.now() };
}

/** @throws {Refusal} `not_found` also for contacts of others that the caller may not see */
export async function mustFindContact(context: Context, id: string): Promise<ContactRow> {
  const [row] = await findContacts(context.app.db, await contactScopeOf(context), [id]);
  if (!row) throw notFound("contact");
  return row;
}

export async function readContact(context: Context, id: string) {
  return presentContact(await mustFindContact(context, id), await catalogOf(context));
}

/** Those among them that exist and that the caller may see, each once, in the order given. */
export async function visibleContacts(context: Context, ids: string[]): Promise<string[]> {
  const found = new Set((await findContacts(context.app.db, await contactScopeOf(context), ids)).map((row) => row.id));
  return [...new Set(ids)].filter((id) => found.has(id));
}

/** How the consent log and the histories name this caller. */
export function sourceOf({ kind }: Caller): string {
  return kind === "member" ? "operator" : "api";
}
