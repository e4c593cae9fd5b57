/** Handles what shops told, shop by shop in their order, and fires the timers of carts and orders. */
import { handleNotices, type ShopContext } from "../operations/shops/handle-notices.ts";
import { inTransaction } from "../store/db.ts";
import { insertEvents } from "../store/engine-write.ts";
import { notifyWork } from "../store/notify.ts";
import { isPassingError } from "../store/passing-error.ts";
import { deleteShopNotices, holdShop, readShopNotices, type ShopKey, waitingShops } from "../store/shop-notices.ts";
import { fireTimers, nextTimer } from "../store/shop-timers.ts";
import { queueTransaction } from "../store/transaction.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";

/** Notices of one shop and transaction. */
const BATCH = 200;
/** Shops of one round. */
const SHOPS = 50;
/** Timers of one workspace and transaction. */
const TIMERS = 1_000;
/** How soon to look again for what another worker has in hand. */
const ELSEWHERE_MS = 100;

export function createShopsLoop(context: WorkerContext): Loop {
  return {
    name: "shops",
    async runOnce() {
      let done = 0;
      for (const shop of await waitingShops(context.pool, SHOPS)) done += await handleShop(context, shop);
      return done + (await fireDue(context));
    },
    async nextDueAt() {
      const soon = context.clock.now() + ELSEWHERE_MS;
      if ((await waitingShops(context.pool, 1)).length > 0) return soon;
      const at = await nextTimer(context.pool);
      return at === null || at > soon ? at : soon;
    },
  };
}

/** Returns how many were handled; 0 where another worker has the shop in hand. */
async function handleShop(context: WorkerContext, shop: ShopKey): Promise<number> {
  try {
    return await handle(context, shop, BATCH);
  } catch (error) {
    if (isPassingError(error)) throw error;
    context.logger.warn({ err: error, ...shop }, "what a shop told could not be handled together, trying one by one");
    return await handleFirst(context, shop);
  }
}

async function handle(context: ShopContext & WorkerContext, shop: ShopKey, limit: number): Promise<number> {
  return await inTransaction(context.pool, async (tx) => {
    if (!(await holdShop(tx.client, shop))) return 0;
    const notices = await readShopNotices(tx.client, shop, limit);
    if (notices.length > 0) await handleNotices(tx, context, shop, notices);
    return notices.length;
  });
}

/** One that cannot be handled is logged and left out, so that those behind it are. */
async function handleFirst(context: WorkerContext, shop: ShopKey): Promise<number> {
  try {
    return await handle(context, shop, 1);
  } catch (error) {
    if (isPassingError(error)) throw error;
    return await inTransaction(context.pool, async ({ client }) => {
      if (!(await holdShop(client, shop))) return 0;
      const [first] = await readShopNotices(client, shop, 1);
      if (!first) return 0;
      context.logger.error({ err: error, ...shop, topic: first.topic }, "what a shop told cannot be handled and is left out");
      await deleteShopNotices(client, shop, [first.seq]);
      return 1;
    });
  }
}

async function fireDue({ pool, clock }: WorkerContext): Promise<number> {
  return await queueTransaction(pool, async (client) => {
    const due = await fireTimers(client, clock.now(), TIMERS);
    await insertEvents(
      client,
      due.map(({ workspaceId, contactId, dueAt, shop, payload }) => ({
        workspace_id: workspaceId,
        contact_key: `c:${contactId}`,
        contact_id: contactId,
        type: "shop",
        payload: { ...payload, shop },
        occurred_at: dueAt,
        received_at: clock.now(),
      })),
    );
    await notifyWork(client, { worker: due.length > 0 });
    return due.length;
  });
}
