/** Which events an order's new state means, found by comparing it with the last one known. */
import { DAY_MS } from "../civil-date.ts";
import type { OrderNotice, OrderProgress } from "./notice.ts";

export interface KnownOrder {
  changedAt: number | null;
  /** Whether anybody was told that it was placed. */
  created: boolean;
  progress: OrderProgress;
  /** Of everything that texts can say about it. */
  digest: string;
}

export type OrderEvent = "order_created" | "order_updated" | "payment_succeeded" | "payment_failed" | "order_shipped" | "order_cancelled";

export const NO_PROGRESS: OrderProgress = { paid: false, failed: false, cancelled: false, refunded: false, shipments: [] };

/**
 * Of an order seen for the first time, what it has come to counts as news only where it came to it within so long before the
 * change that is told: a shop with years of orders is connected, and somebody corrects an old address.
 */
const NEWS_MS = DAY_MS;

/** True where the notice tells an older state than the one known. */
export function isStale(changedAt: number | null, known: { changedAt: number | null } | null): boolean {
  return known !== null && known.changedAt !== null && changedAt !== null && changedAt < known.changedAt;
}

export function orderEvents(notice: OrderNotice, digest: string, known: KnownOrder | null): OrderEvent[] {
  const events: OrderEvent[] = [];
  if (notice.created && !known?.created) events.push("order_created");
  if (isStale(notice.changedAt, known)) return events;
  if (events.length === 0 && digest !== known?.digest) events.push("order_updated");
  const { progress, times, changedAt } = notice;
  const before = known?.progress ?? NO_PROGRESS;
  const isNews = (at: number | null) => known !== null || notice.created || at === null || changedAt === null || changedAt - at < NEWS_MS;
  if (progress.paid && !before.paid && isNews(times.paidAt)) events.push("payment_succeeded");
  if (progress.failed && !before.failed) events.push("payment_failed");
  if (newShipments(progress, before).length > 0 && isNews(times.shippedAt)) events.push("order_shipped");
  if (progress.cancelled && !before.cancelled && isNews(times.cancelledAt)) events.push("order_cancelled");
  return events;
}

/** Parcels nobody was told about. A shop that only says "shipped" means all of those known before. */
export function newShipments(now: OrderProgress, before: OrderProgress): string[] {
  if (now.shipments.includes("all")) return before.shipments.length > 0 ? [] : ["all"];
  if (before.shipments.includes("all")) return [];
  return now.shipments.filter((id) => !before.shipments.includes(id));
}
