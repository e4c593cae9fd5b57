/** What a shop's notices mean, one after the other: events for contacts, timers, and what is remembered. No I/O. */
import { createHash } from "node:crypto";
import type { ShopTimerRule } from "../../automation/shop-timers.ts";
import { addDuration } from "../../domain/duration.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { CartNotice, OrderNotice, ShopNotice } from "../../domain/shop/notice.ts";
import { isStale, type KnownOrder, NO_PROGRESS, newShipments, orderEvents } from "../../domain/shop/order-progress.ts";
import type { ShopObject, ShopObjectKind } from "../../store/shop-objects.ts";
import type { ShopTimerWrite, TimerKind } from "../../store/shop-timers.ts";

export interface FoldInput {
  connectionId: string;
  /** The connection's name, by which start steps know the shop. */
  shop: string;
  timeZone: string;
  rules: ShopTimerRule[];
  objects: ShopObject[];
  /** Key → cart id. */
  cartKeys: Map<string, string>;
}

export interface ShopEventWrite {
  contactId: string;
  payload: JsonObject;
  at: number;
}

export interface FoldResult {
  events: ShopEventWrite[];
  objects: ShopObject[];
  cartKeys: Map<string, string>;
  dropped: { kind: TimerKind; objectId: string }[];
  started: ShopTimerWrite[];
  /** Orders and carts of people who cannot be written to. */
  unreachable: number;
}

/** A notice with the contact it is about. */
export interface FoldItem {
  notice: ShopNotice;
  contactId: string | null;
  receivedAt: number;
  /** Asked for, not told: what is known already is no news. */
  polled: boolean;
}

interface OrderState extends Omit<KnownOrder, "changedAt"> {
  /** Enough to speak of it when only its parcel is told. */
  facts: JsonObject;
}

export function digestOf(...values: unknown[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url").slice(0, 22);
}

export function foldNotices(input: FoldInput, items: FoldItem[]): FoldResult {
  const objects = new Map(input.objects.map((object) => [`${object.kind} ${object.id}`, object]));
  const touched = new Set<ShopObject>();
  const cartKeys = new Map(input.cartKeys);
  const newKeys = new Map<string, string>();
  const timers = new Map<string, { kind: TimerKind; objectId: string; dropped: boolean; started: ShopTimerWrite[] }>();
  const events: ShopEventWrite[] = [];
  let unreachable = 0;

  const known = (kind: ShopObjectKind, id: string) => objects.get(`${kind} ${id}`);
  function remember(object: ShopObject): void {
    const key = `${object.kind} ${object.id}`;
    const before = objects.get(key);
    if (before) touched.delete(before);
    objects.set(key, object);
    touched.add(object);
  }

  function timersOf(kind: TimerKind, objectId: string) {
    const key = `${kind} ${objectId}`;
    const entry = timers.get(key) ?? { kind, objectId, dropped: false, started: [] };
    timers.set(key, entry);
    return entry;
  }
  function drop(kind: TimerKind, objectId: string): void {
    Object.assign(timersOf(kind, objectId), { dropped: true, started: [] });
  }
  function start(kind: TimerKind, objectId: string, contactId: string, contents: string, payload: JsonObject, at: number): void {
    const event = kind === "cart" ? "cart_abandoned" : "review_due";
    const rules = input.rules.filter((rule) => rule.event === event && (rule.shops.length === 0 || rule.shops.includes(input.shop)));
    timersOf(kind, objectId).started = rules.map(({ automationId, triggerId, after }) => ({
      kind,
      objectId,
      automationId,
      triggerId,
      contactId,
      contents,
      dueAt: addDuration(at, after, input.timeZone),
      payload: { ...payload, event, automationId, triggerId },
    }));
  }
  function emit(contactId: string, at: number, payload: JsonObject): void {
    events.push({ contactId, at, payload: { shop: input.shop, ...payload } });
  }
  const cartKey = (cartId: string) => `${input.connectionId}:${cartId}`;

  /** The order has come of these carts: nobody is reminded of them any more. Returns what the first of them goes by. */
  function closeCarts(keys: string[], at: number): string | undefined {
    const ids = [...new Set(keys.flatMap((key) => cartKeys.get(key) ?? []))];
    for (const id of ids) {
      const cart = known("cart", id);
      if (!cart || cart.state["closed"] === true) continue;
      remember({ ...cart, state: { ...cart.state, closed: true } });
      drop("cart", id);
      // Whoever left the cart, which need not be who ordered: another number may have been typed.
      if (cart.contactId !== null) emit(cart.contactId, at, { event: "cart_purchased", cartKey: cartKey(id) });
    }
    return ids[0] === undefined ? undefined : cartKey(ids[0]);
  }

  function takeOrder(notice: OrderNotice, { contactId: told, receivedAt }: FoldItem): void {
    const row = known("order", notice.id);
    const before = row ? { ...(row.state as unknown as OrderState), changedAt: row.changedAt } : null;
    const contactId = told ?? row?.contactId ?? null;
    const digest = digestOf(notice.facts, notice.progress);
    const names = orderEvents(notice, digest, before);
    const stale = isStale(notice.changedAt, before);
    const created = notice.created || before?.created === true;
    const { number, total, currency, url } = notice.facts as Record<"number" | "total" | "currency" | "url", string | null>;
    const shipments = [...new Set([...(before?.progress.shipments ?? []), ...notice.progress.shipments])];
    remember({
      kind: "order",
      id: notice.id,
      contactId,
      changedAt: stale ? (row?.changedAt ?? null) : (notice.changedAt ?? row?.changedAt ?? null),
      state: stale
        ? { ...row?.state, created }
        : { created, digest, progress: { ...notice.progress, shipments }, facts: { number, total, currency, url } },
    });
    const cart = closeCarts(notice.cartKeys, receivedAt);
    const { progress } = notice;
    if (!stale && (progress.cancelled || progress.refunded || progress.failed)) drop("order", notice.id);
    if (contactId === null) {
      if (names.length > 0) unreachable += 1;
      return;
    }
    const order = { ...notice.extra, ...notice.facts };
    const customer = notice.facts["customer"] ?? null;
    for (const event of names) {
      emit(contactId, receivedAt, {
        event,
        order,
        customer,
        ...(event.startsWith("payment_") && { payment: notice.payment }),
        ...(cart !== undefined && { cartKey: cart }),
      });
    }
    const ended = progress.cancelled || progress.refunded || progress.failed || notice.unpaid;
    const begins = names.some((name) => name === "order_created" || name === "payment_succeeded" || name === "order_shipped");
    if (!stale && !ended && begins) start("order", notice.id, contactId, "", { shop: input.shop, order, customer }, receivedAt);
  }

  function takeCart(notice: CartNotice, { contactId: told, receivedAt, polled }: FoldItem): void {
    const id = notice.keys.flatMap((key) => cartKeys.get(key) ?? [])[0] ?? notice.id;
    for (const key of [...notice.keys, id]) {
      if (cartKeys.get(key) !== id) newKeys.set(key, id);
      cartKeys.set(key, id);
    }
    const row = known("cart", id);
    const contactId = told ?? row?.contactId ?? null;
    const same = row !== undefined && row.changedAt !== null && row.changedAt === notice.changedAt;
    if (row?.state["closed"] === true || isStale(notice.changedAt, row ?? null) || (polled && same)) return;
    remember({ kind: "cart", id, contactId, changedAt: notice.changedAt ?? row?.changedAt ?? null, state: { closed: notice.closed } });
    if (notice.closed) {
      closeOne(id, contactId, receivedAt);
      return;
    }
    if (contactId === null) {
      unreachable += 1;
      return;
    }
    const cart = { ...notice.extra, ...notice.facts };
    const payload = { shop: input.shop, cartKey: cartKey(id), cart, customer: notice.facts["customer"] ?? null };
    start("cart", id, contactId, digestOf(notice.facts["items"], notice.facts["total"]), payload, receivedAt);
  }

  function closeOne(id: string, contactId: string | null, at: number): void {
    drop("cart", id);
    if (contactId !== null) emit(contactId, at, { event: "cart_purchased", cartKey: cartKey(id) });
  }

  function takeShipment(notice: Extract<ShopNotice, { kind: "shipment" }>, { contactId: told, receivedAt }: FoldItem): void {
    const row = known("order", notice.orderId);
    const state = (row?.state ?? { created: false, digest: "", progress: NO_PROGRESS, facts: {} }) as unknown as OrderState;
    const contactId = told ?? row?.contactId ?? null;
    const fresh = newShipments({ ...NO_PROGRESS, shipments: [notice.id] }, state.progress);
    const progress = { ...state.progress, shipments: [...state.progress.shipments, ...fresh] };
    remember({
      kind: "order",
      id: notice.orderId,
      contactId,
      changedAt: row?.changedAt ?? null,
      state: { ...state, progress },
    });
    if (fresh.length === 0) return;
    if (contactId === null) {
      unreachable += 1;
      return;
    }
    const order = { ...state.facts, ...notice.facts };
    emit(contactId, receivedAt, { event: "order_shipped", order });
    start("order", notice.orderId, contactId, "", { shop: input.shop, order }, receivedAt);
  }

  function takePayment(notice: Extract<ShopNotice, { kind: "payment" }>, { receivedAt }: FoldItem): void {
    const row = known("order", notice.orderId);
    if (!row || row.contactId === null) return;
    const { facts } = row.state as unknown as OrderState;
    const event = notice.ok ? "payment_succeeded" : "payment_failed";
    emit(row.contactId, receivedAt, { event, payment: notice.payment, order: { ...facts, id: notice.orderId } });
  }

  function take(item: FoldItem): void {
    const { notice } = item;
    switch (notice.kind) {
      case "order":
        takeOrder(notice, item);
        return;
      case "cart":
        takeCart(notice, item);
        return;
      case "shipment":
        takeShipment(notice, item);
        return;
      case "payment":
        takePayment(notice, item);
        return;
      case "customer":
        if (known("customer", notice.id)) return;
        remember({ kind: "customer", id: notice.id, contactId: item.contactId, changedAt: null, state: {} });
        if (item.contactId === null) unreachable += 1;
        else emit(item.contactId, item.receivedAt, { event: "customer_created", customer: notice.facts });
        return;
      case "deleted": {
        const id = notice.object === "cart" ? (cartKeys.get(notice.id) ?? notice.id) : notice.id;
        drop(notice.object, id);
        const row = known(notice.object, id);
        if (row && notice.object === "cart") remember({ ...row, state: { closed: true } });
        return;
      }
      default:
        return;
    }
  }

  for (const item of items) take(item);
  return {
    events,
    objects: [...touched],
    cartKeys: newKeys,
    dropped: [...timers.values()].filter(({ dropped }) => dropped).map(({ kind, objectId }) => ({ kind, objectId })),
    started: [...timers.values()].flatMap(({ started }) => started),
    unreachable,
  };
}
