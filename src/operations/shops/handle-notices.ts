/** Handles what a shop told: one transaction finds the contacts, compares with what is known and writes what follows. */
import { shopTimerRules } from "../../automation/shop-timers.ts";
import type { Registry } from "../../automation/trigger.ts";
import { DAY_MS } from "../../domain/civil-date.ts";
import type { ShopNotice, ShopPerson } from "../../domain/shop/notice.ts";
import type { Tx } from "../../store/db.ts";
import { insertEvents } from "../../store/engine-write.ts";
import { notifyWork } from "../../store/notify.ts";
import { deleteShopNotices, type ShopKey, type StoredNotice } from "../../store/shop-notices.ts";
import {
  forgetOldObjects,
  readCartKeys,
  readShopObjects,
  type ShopObjectKind,
  writeCartKeys,
  writeShopObjects,
} from "../../store/shop-objects.ts";
import { dropTimers, startTimers } from "../../store/shop-timers.ts";
import type { ChangeContext } from "../change-contact.ts";
import { type FoldItem, foldNotices } from "./fold-notices.ts";
import { handlePrivacy } from "./privacy.ts";
import { resolvePeople } from "./resolve-people.ts";
import { isShopKind, SHOP_SYSTEMS } from "./shop-systems.ts";

export interface ShopContext extends ChangeContext {
  registry: Registry;
  logger: { info(details: object, message: string): void; warn(details: object, message: string): void };
}

/** In front of the topic of what was asked for. */
const POLLED = "polled:";

export function polledTopic(topic: string): string {
  return `${POLLED}${topic}`;
}

/** How long an order, a cart and what fired for it is remembered: a year after the last word about it. */
const REMEMBERED_MS = 366 * DAY_MS;

export async function handleNotices(tx: Tx, context: ShopContext, shop: ShopKey, stored: StoredNotice[]): Promise<void> {
  const { client } = tx;
  const { workspaceId, connectionId } = shop;
  const catalog = (await context.catalogs.get(client, [workspaceId])).get(workspaceId);
  const connection = Object.entries(catalog?.snapshot.connections ?? {}).find(([, { id }]) => id === connectionId);
  const seqs = stored.map(({ seq }) => seq);
  if (!catalog || !connection || !isShopKind(connection[1].kind)) return await deleteShopNotices(client, shop, seqs);
  const [name] = connection;
  const system = SHOP_SYSTEMS[connection[1].kind];
  const { snapshot } = catalog;
  const read = stored.flatMap((row) => readStored(row, (notice) => system.read(notice), context, shop));
  const contacts = await resolvePeople(
    tx,
    context,
    snapshot,
    read.map(({ notice }) => personToMake(notice)),
  );
  const items: FoldItem[] = read.map((item, index) => ({ ...item, contactId: contacts[index] ?? null }));
  const { objects, cartKeys } = await readKnown(tx, shop, items);
  const result = foldNotices(
    {
      connectionId,
      shop: name,
      timeZone: snapshot.timeZone,
      rules: shopTimerRules(context.registry, Object.values(snapshot.automations)),
      objects,
      cartKeys,
    },
    items,
  );
  const now = context.clock.now();
  await writeShopObjects(client, shop, result.objects, now);
  await writeCartKeys(client, shop, result.cartKeys, now);
  await dropTimers(client, shop, result.dropped);
  await startTimers(client, shop, result.started, now);
  await insertEvents(
    client,
    result.events.map(({ contactId, payload, at }) => ({
      workspace_id: workspaceId,
      contact_key: `c:${contactId}`,
      contact_id: contactId,
      type: "shop",
      payload,
      occurred_at: at,
      received_at: at,
    })),
  );
  for (const { notice } of items) {
    if (notice.kind === "privacy" || notice.kind === "closed") await handlePrivacy(tx, snapshot, shop, name, notice, now);
  }
  await deleteShopNotices(client, shop, seqs);
  if (result.unreachable > 0)
    context.logger.info(
      { connection: name, workspaceId, count: result.unreachable },
      "a shop told of people without a telephone number or a known e-mail address",
    );
  await notifyWork(client, { worker: result.events.length > 0, shops: result.started.length > 0 });
}

/** One that cannot be read is logged and left out; the others go on. */
function readStored(
  { topic, body, receivedAt }: StoredNotice,
  read: (notice: { topic: string; body: StoredNotice["body"] }) => ShopNotice[],
  { logger }: ShopContext,
  shop: ShopKey,
): Omit<FoldItem, "contactId">[] {
  const polled = topic.startsWith(POLLED);
  try {
    const notices = read({ topic: polled ? topic.slice(POLLED.length) : topic, body });
    return notices.map((notice) => ({ notice, receivedAt, polled }));
  } catch (error) {
    logger.warn({ err: error, topic, connectionId: shop.connectionId }, "a shop's notice could not be read");
    return [];
  }
}

/** Who becomes a contact; a request to erase somebody makes nobody. */
function personToMake(notice: ShopNotice): ShopPerson | null {
  return "person" in notice && notice.kind !== "privacy" ? notice.person : null;
}

async function readKnown({ client }: Tx, shop: ShopKey, items: FoldItem[]) {
  const keys = items.flatMap(({ notice }): { kind: ShopObjectKind; id: string }[] => {
    if (notice.kind === "order" || notice.kind === "customer") return [{ kind: notice.kind, id: notice.id }];
    if (notice.kind === "shipment" || notice.kind === "payment") return [{ kind: "order", id: notice.orderId }];
    return notice.kind === "deleted" && notice.object === "order" ? [{ kind: "order", id: notice.id }] : [];
  });
  const names = items.flatMap(({ notice }) => {
    if (notice.kind === "order") return notice.cartKeys;
    if (notice.kind === "cart") return notice.keys;
    return notice.kind === "deleted" && notice.object === "cart" ? [notice.id] : [];
  });
  const cartKeys = await readCartKeys(client, shop, [...new Set(names)]);
  const carts = [...new Set([...names, ...cartKeys.values()])].map((id) => ({ kind: "cart" as const, id }));
  const distinct = new Map([...keys, ...carts].map((key) => [`${key.kind} ${key.id}`, key]));
  return { objects: await readShopObjects(client, shop, [...distinct.values()]), cartKeys };
}

/** Once a day per shop. */
export async function forgetOld(tx: Tx, shop: ShopKey, now: number): Promise<void> {
  await forgetOldObjects(tx.client, shop, now - REMEMBERED_MS);
}
