/** Catalogs by workspace, loaded again when the workspace's revision has moved. */
import type pg from "pg";
import type { Registry } from "../automation/trigger.ts";
import { type Catalog, loadCatalogs } from "./workspace-snapshot.ts";

export interface CatalogCache {
  /** The catalogs as the transaction of `client` sees them. */
  get(client: pg.ClientBase | pg.Pool, workspaceIds: string[]): Promise<Map<string, Catalog>>;
}

/** Beyond this many workspaces in one process the longest unused are loaded again when needed. */
const MAX_CACHED = 2000;

export function createCatalogCache(registry: Registry): CatalogCache {
  const cached = new Map<string, Catalog>();
  return {
    async get(client, workspaceIds) {
      const revisions = await client.query<{ id: string; revision: number }>({
        name: "workspace-revisions",
        text: "SELECT id, revision FROM workspace WHERE id = ANY($1::uuid[])",
        values: [workspaceIds],
      });
      const stale = revisions.rows.filter((row) => cached.get(row.id)?.snapshot.revision !== row.revision);
      if (stale.length > 0) {
        for (const catalog of await loadCatalogs(
          client,
          registry,
          stale.map((row) => row.id),
        ))
          cached.set(catalog.snapshot.id, catalog);
      }
      const found = new Map<string, Catalog>();
      for (const { id } of revisions.rows) {
        const catalog = cached.get(id);
        if (!catalog) continue;
        found.set(id, catalog);
        // Re-inserting keeps the map in order of use.
        cached.delete(id);
        cached.set(id, catalog);
      }
      for (const id of cached.keys()) {
        if (cached.size <= MAX_CACHED) break;
        if (!found.has(id)) cached.delete(id);
      }
      return found;
    },
  };
}
