/** What is remembered of the orders, carts and customers of shops, to find what changed. */
import type pg from "pg";
import type { JsonObject } from "../domain/json.ts";
import { executeBulk, insertStatement } from "./bulk.ts";
import type { ShopKey } from "./shop-notices.ts";

export type ShopObjectKind = "order" | "cart" | "customer";

export interface ShopObject {
  kind: ShopObjectKind;
  id: string;
  contactId: string | null;
  changedAt: number | null;
  state: JsonObject;
}

export async function readShopObjects(
  client: pg.ClientBase,
  { workspaceId, connectionId }: ShopKey,
  keys: { kind: ShopObjectKind; id: string }[],
): Promise<ShopObject[]> {
  if (keys.length === 0) return [];
  const { rows } = await client.query<ShopObject>({
    name: "read-shop-objects",
    text: `SELECT o.kind, o.id, o.contact_id AS "contactId", (extract(epoch FROM o.changed_at) * 1000)::float8 AS "changedAt", o.state
FROM unnest($3::text[], $4::text[]) AS k(kind, id)
JOIN shop_object o ON o.workspace_id = $1 AND o.connection_id = $2 AND o.kind = k.kind AND o.id = k.id`,
    values: [workspaceId, connectionId, keys.map(({ kind }) => kind), keys.map(({ id }) => id)],
  });
  return rows;
}

const OBJECT = {
  workspace_id: "uuid",
  connection_id: "uuid",
  kind: "text",
  id: "text",
  contact_id: "uuid",
  changed_at: "timestamptz",
  state: "jsonb",
  seen_at: "timestamptz",
} as const;
const UPSERT = insertStatement(
  "shop_object",
  OBJECT,
  `ON CONFLICT (workspace_id, connection_id, kind, id) DO UPDATE
  SET contact_id = excluded.contact_id, changed_at = excluded.changed_at, state = excluded.state, seen_at = excluded.seen_at`,
);

export async function writeShopObjects(client: pg.ClientBase, shop: ShopKey, objects: ShopObject[], now: number): Promise<void> {
  const rows = objects.map(({ kind, id, contactId, changedAt, state }) => ({
    workspace_id: shop.workspaceId,
    connection_id: shop.connectionId,
    kind,
    id,
    contact_id: contactId,
    changed_at: changedAt,
    state,
    seen_at: now,
  }));
  await executeBulk(client, "write-shop-objects", UPSERT, rows);
}

/** Key → id of the cart that goes by it. */
export async function readCartKeys(
  client: pg.ClientBase,
  { workspaceId, connectionId }: ShopKey,
  keys: string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await client.query<{ key: string; cart: string }>({
    name: "read-cart-keys",
    text: "SELECT key, cart_id AS cart FROM shop_cart_key WHERE workspace_id = $1 AND connection_id = $2 AND key = ANY($3::text[])",
    values: [workspaceId, connectionId, keys],
  });
  return new Map(rows.map(({ key, cart }) => [key, cart]));
}

const CART_KEY = { workspace_id: "uuid", connection_id: "uuid", key: "text", cart_id: "text", seen_at: "timestamptz" } as const;
const UPSERT_KEY = insertStatement(
  "shop_cart_key",
  CART_KEY,
  "ON CONFLICT (workspace_id, connection_id, key) DO UPDATE SET cart_id = excluded.cart_id, seen_at = excluded.seen_at",
);

export async function writeCartKeys(client: pg.ClientBase, shop: ShopKey, keys: Map<string, string>, now: number): Promise<void> {
  const rows = [...keys].map(([key, cart_id]) => ({
    workspace_id: shop.workspaceId,
    connection_id: shop.connectionId,
    key,
    cart_id,
    seen_at: now,
  }));
  await executeBulk(client, "write-cart-keys", UPSERT_KEY, rows);
}

/** Forgets what nobody will hear of again. */
export async function forgetOldObjects(client: pg.ClientBase, { workspaceId, connectionId }: ShopKey, before: number): Promise<void> {
  for (const table of ["shop_object", "shop_cart_key", "shop_timer"]) {
    // Timers that lie ahead are kept, however long ago they were set.
    const only = table === "shop_timer" ? "AND due_at IS NULL" : "";
    await client.query(
      `DELETE FROM ${table} WHERE workspace_id = $1 AND connection_id = $2 AND seen_at < to_timestamp($3::float8 / 1000) ${only}`,
      [workspaceId, connectionId, before],
    );
  }
  await client.query(
    "DELETE FROM provider_event WHERE workspace_id = $1 AND connection_id = $2 AND received_at < to_timestamp($3::float8 / 1000)",
    [workspaceId, connectionId, before],
  );
}

/** Everything of these orders and this customer, or of the whole shop where neither is given. */
export async function eraseShopObjects(
  client: pg.ClientBase,
  { workspaceId, connectionId }: ShopKey,
  which: { customerId: string | null; orderIds: string[]; contactId: string | null } | "all",
): Promise<void> {
  if (which === "all") {
    for (const table of ["shop_timer", "shop_object", "shop_cart_key"])
      await client.query(`DELETE FROM ${table} WHERE workspace_id = $1 AND connection_id = $2`, [workspaceId, connectionId]);
    return;
  }
  const { customerId, orderIds, contactId } = which;
  await client.query(
    `DELETE FROM shop_timer WHERE workspace_id = $1 AND connection_id = $2 AND (contact_id = $3 OR (kind = 'order' AND object_id = ANY($4::text[])))`,
    [workspaceId, connectionId, contactId, orderIds],
  );
  await client.query(
    `DELETE FROM shop_object WHERE workspace_id = $1 AND connection_id = $2
  AND (contact_id = $3 OR (kind = 'order' AND id = ANY($4::text[])) OR (kind = 'customer' AND id = $5))`,
    [workspaceId, connectionId, contactId, orderIds, customerId],
  );
}
