import type pg from "pg";
import type { ContactState } from "../automation/state.ts";
import { lockContacts } from "./engine-load.ts";
import { transaction } from "./transaction.ts";
import type { Catalog } from "./workspace-snapshot.ts";

/** A contact as the engine sees it, for previews. */
export async function readContactState(pool: pg.Pool, catalog: Catalog, contactId: string): Promise<ContactState | undefined> {
  const workspaceId = catalog.snapshot.id;
  return await transaction(pool, async (client) =>
    (await lockContacts(client, [{ workspaceId, contactId }], new Map([[workspaceId, catalog]]))).get(contactId),
  );
}
