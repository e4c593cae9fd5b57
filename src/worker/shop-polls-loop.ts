/** Asks shops what changed: those without webhooks all the time, the others for what a lost webhook would have told. */

import { DAY_MS, MINUTE_MS } from "../domain/civil-date.ts";
import type { ConnectionHealth } from "../domain/connection.ts";
import type { JsonObject } from "../domain/json.ts";
import { ShopError, type ShopPoll } from "../domain/shop/call-shop.ts";
import { CONNECTION_KINDS } from "../operations/connections/kinds.ts";
import { webhookUrlOf } from "../operations/connections/save-connection.ts";
import { forgetOld, polledTopic } from "../operations/shops/handle-notices.ts";
import { isShopKind, SHOP_SYSTEMS } from "../operations/shops/shop-systems.ts";
import { findConnection, type StoredConnection, setConnectionHealth } from "../store/connections.ts";
import { inTransaction } from "../store/db.ts";
import { notifyWork } from "../store/notify.ts";
import { claimPolls, type DuePoll, finishPoll, insertShopNotices, nextPoll } from "../store/shop-notices.ts";
import type { Loop } from "./loop.ts";
import type { LoopsContext } from "./loops.ts";

/** Shops asked at the same time from one process. */
const AT_ONCE = 10;
/** Within it a poll must be done; then another process may ask. */
const LEASE_MS = 5 * MINUTE_MS;
/** A shop that does not answer is left alone for so long. */
const AFTER_FAILURE_MS = 15 * MINUTE_MS;
/** How soon the next page is read. */
const NEXT_PAGE_MS = 1_000;

type PollsContext = Pick<LoopsContext, "pool" | "clock" | "logger" | "secrets" | "http" | "publicUrl">;

export function createShopPollsLoop(context: PollsContext): Loop {
  return {
    name: "shop-polls",
    async runOnce() {
      const due = await claimPolls(context.pool, context.clock.now(), LEASE_MS, AT_ONCE);
      await Promise.all(due.map((poll) => pollShop(context, poll)));
      return due.length;
    },
    nextDueAt: () => nextPoll(context.pool),
  };
}

/** Never rejects for what a shop does: the next poll is planned either way. */
async function pollShop(context: PollsContext, poll: DuePoll): Promise<void> {
  const { pool, secrets, clock, http } = context;
  const connection = await findConnection(pool, secrets, poll.workspaceId, { id: poll.connectionId });
  if (!connection || !isShopKind(connection.kind)) return;
  const system = SHOP_SYSTEMS[connection.kind];
  const now = clock.now();
  try {
    const found = await system.poll({ http, connection, now }, poll.cursor);
    const checkedAt = Number(poll.cursor?.["checkedAt"] ?? now);
    const check = now - checkedAt >= DAY_MS;
    const cursor = { ...found.cursor, checkedAt: check || poll.cursor === null ? now : checkedAt };
    await keep(context, poll, found, cursor, { now, dueAt: now + (found.more ? NEXT_PAGE_MS : system.pollEveryMs) });
    const health = check ? await lookAfter(context, poll, connection, now) : ({ ok: true } as const);
    await noteHealth(context, connection, health, now);
  } catch (error) {
    if (!(error instanceof ShopError)) throw error;
    const { code, detail } = error.result;
    await finishPoll(pool, poll, { dueAt: now + AFTER_FAILURE_MS });
    await noteHealth(context, connection, { ok: false, code, detail: detail ?? "The shop did not answer as expected" }, now);
  }
}

async function keep(
  { pool }: PollsContext,
  poll: DuePoll,
  { notices }: ShopPoll,
  cursor: JsonObject,
  { now, dueAt }: { now: number; dueAt: number },
): Promise<void> {
  await inTransaction(pool, async ({ client }) => {
    const rows = notices.map(({ topic, body }) => ({ topic: polledTopic(topic), body }));
    await insertShopNotices(client, poll, rows, now);
    await finishPoll(client, poll, { dueAt, cursor });
    await notifyWork(client, { shops: rows.length > 0 });
  });
}

/** Daily: the shop's webhooks are still there, and what is old is forgotten. */
async function lookAfter(context: PollsContext, poll: DuePoll, connection: StoredConnection, now: number): Promise<ConnectionHealth> {
  await inTransaction(context.pool, (tx) => forgetOld(tx, poll, now));
  const webhookUrl = webhookUrlOf(context.publicUrl, connection.kind, connection.id) ?? "";
  const check = CONNECTION_KINDS[connection.kind]?.check;
  return check ? await check({ http: context.http, connection, webhookUrl, now }) : { ok: true };
}

/** Written where it changed: the screen shows since when. */
async function noteHealth(
  { pool, logger }: PollsContext,
  connection: StoredConnection,
  health: ConnectionHealth,
  now: number,
): Promise<void> {
  if (health.ok && connection.status === "ok") return;
  if (!health.ok)
    logger.warn({ connection: connection.name, workspaceId: connection.workspaceId, ...health }, "a shop does not answer as it should");
  await setConnectionHealth(pool, connection.workspaceId, connection.id, health, now);
}
