import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../domain/civil-date.ts";
import type { JsonObject } from "../domain/json.ts";
import { createCatalogCache } from "../store/catalog-cache.ts";
import { newId } from "../store/id.ts";
import { insertShopNotices } from "../store/shop-notices.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { transaction } from "../store/transaction.ts";
import { createShopsLoop } from "./shops-loop.ts";
import { createTestWorkspace, type TestWorkspace } from "./test-workspace.ts";

const START = 1_772_442_000_000;
let database: TestDatabase;
let workspace: TestWorkspace;
let shop: { workspaceId: string; connectionId: string };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query("TRUNCATE workspace CASCADE; TRUNCATE event");
  workspace = await createTestWorkspace(database.pool, START);
  shop = { workspaceId: workspace.id, connectionId: newId() };
  await database.pool.query("INSERT INTO connection (workspace_id, id, name, kind) VALUES ($1, $2, 'Shop', 'shopify')", [
    workspace.id,
    shop.connectionId,
  ]);
  await workspace.addAutomation({
    name: "Carts",
    triggers: [{ id: "t1", type: "shop", config: { event: "cart_abandoned" }, next: "s1" }],
    steps: [{ id: "s1", type: "add_note", config: { text: "x" } }],
  });
});

async function tell(...notices: [topic: string, body: JsonObject][]): Promise<void> {
  await transaction(database.pool, (client) =>
    insertShopNotices(
      client,
      shop,
      notices.map(([topic, body]) => ({ topic, body })),
      workspace.context.clock.time,
    ),
  );
}

/** Several workers at once, each with caches of its own, until none finds anything. */
async function work(workers = 3): Promise<void> {
  const contexts = Array.from({ length: workers }, () => ({
    ...workspace.context,
    catalogs: createCatalogCache(workspace.context.registry),
  }));
  await Promise.all(
    contexts.map(async (context) => {
      const loop = createShopsLoop(context);
      while ((await loop.runOnce()) > 0);
    }),
  );
  const last = createShopsLoop(workspace.context);
  while ((await last.runOnce()) > 0);
}

const events = async () =>
  (await workspace.query<{ event: string }>("SELECT payload->>'event' AS event FROM event ORDER BY seq")).map(({ event }) => event);

const cart = (token: string, phone = "+393330000001"): [string, JsonObject] => [
  "checkouts/update",
  { token, phone, line_items: [{ title: "Tea", quantity: 1 }] },
];

describe("the timer of a cart", () => {
  it("fires at its instant, once, however many workers look", async () => {
    await tell(cart("a"), cart("b"), cart("c", "+393330000002"));
    await work();
    const loop = createShopsLoop(workspace.context);
    expect(await loop.nextDueAt()).toBe(START + 15 * MINUTE_MS);
    workspace.context.clock.time = START + 15 * MINUTE_MS - 1;
    await work();
    expect(await events()).toEqual([]);
    workspace.context.clock.time = START + 15 * MINUTE_MS;
    await work(6);
    expect(await events()).toEqual(["cart_abandoned", "cart_abandoned", "cart_abandoned"]);
    expect(await loop.nextDueAt()).toBeNull();
  });

  it("is gone with an order that comes in the same breath", async () => {
    await tell(cart("a"), ["orders/create", { id: 1, checkout_token: "a", phone: "+393330000001" }], cart("a"));
    await work();
    workspace.context.clock.time = START + HOUR_MS;
    await work();
    expect(await events()).toEqual(["cart_purchased", "order_created"]);
  });
});

describe("what a shop told", () => {
  it("is handled in its order and once, however many workers look", async () => {
    const order = (id: number): [string, JsonObject][] => [
      ["orders/create", { id, phone: "+393330000001", financial_status: "pending" }],
      ["orders/paid", { id, phone: "+393330000001", financial_status: "paid" }],
    ];
    await tell(...Array.from({ length: 150 }, (_, id) => order(id + 1)).flat());
    await work(6);
    expect(await events()).toEqual(Array.from({ length: 150 }, () => ["order_created", "order_updated", "payment_succeeded"]).flat());
    expect(await workspace.query("SELECT seq FROM shop_notice")).toEqual([]);
    expect(await workspace.query("SELECT phone FROM contact")).toEqual([{ phone: "+393330000001" }]);
  });

  it("is left out where it cannot be handled, and holds up nothing behind it", async () => {
    // An id that no index can hold.
    const endless = Array.from({ length: 6000 }, () => newId()).join("");
    await tell(["orders/create", { id: endless, phone: "+393330000001" }], ["orders/create", { id: 2, phone: "+393330000002" }]);
    await work(1);
    expect(await events()).toEqual(["order_created"]);
    expect(workspace.logged.map(({ message }) => message)).toContain("what a shop told cannot be handled and is left out");
    expect(await workspace.query("SELECT phone FROM contact")).toEqual([{ phone: "+393330000002" }]);
  });
});
