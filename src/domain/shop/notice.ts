/** What shops tell, in one form whatever the shop: connectors read their payloads into these. */
import type { JsonObject } from "../json.ts";

export const SHOP_KINDS = ["shopify", "woocommerce", "prestashop", "magento"] as const;
export type ShopKind = (typeof SHOP_KINDS)[number];

/** Who bought. Shops keep numbers in many places: all of them, the likeliest first. */
export interface ShopPerson {
  phones: string[];
  /** ISO 3166 alpha-2 of the address, for numbers without a prefix. */
  country: string | null;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  /** As the shop writes it. */
  language: string | null;
}

/** How far an order has come. */
export interface OrderProgress {
  paid: boolean;
  /** The payment was refused. */
  failed: boolean;
  cancelled: boolean;
  /** Money went back: nobody is asked how they like it. */
  refunded: boolean;
  /** Ids of the parcels that left; ["all"] where the shop only says so. */
  shipments: string[];
}

/** Epoch milliseconds at which an order came so far; null where the shop does not say. */
export interface ProgressTimes {
  paidAt: number | null;
  cancelledAt: number | null;
  shippedAt: number | null;
}

export interface OrderNotice {
  kind: "order";
  id: string;
  /** The shop's own stamp of this state, in epoch milliseconds; notices come out of order. */
  changedAt: number | null;
  /** This notice is about the order having been placed, not about a later change. */
  created: boolean;
  progress: OrderProgress;
  times: ProgressTimes;
  /** Waits for its first payment: nothing was bought yet. */
  unpaid: boolean;
  /** What texts can say about it; `facts` is the same in every shop, `extra` the shop's own simple fields. */
  facts: JsonObject;
  extra: JsonObject;
  payment: JsonObject;
  /** Everything the cart it came from may go by. */
  cartKeys: string[];
  person: ShopPerson;
}

export interface CartNotice {
  kind: "cart";
  id: string;
  /** Includes `id`. */
  keys: string[];
  changedAt: number | null;
  /** Bought, emptied or deleted: nothing to recover. */
  closed: boolean;
  facts: JsonObject;
  extra: JsonObject;
  person: ShopPerson;
}

export type ShopNotice =
  | OrderNotice
  | CartNotice
  /** A customer signed up. */
  | { kind: "customer"; id: string; facts: JsonObject; person: ShopPerson }
  /** A parcel left, told without the rest of the order. */
  | { kind: "shipment"; id: string; orderId: string; facts: JsonObject; person: ShopPerson }
  /** A payment was tried, told without the rest of the order. */
  | { kind: "payment"; orderId: string; ok: boolean; payment: JsonObject }
  | { kind: "deleted"; object: "order" | "cart"; id: string }
  /** The law: what a shop must be able to ask of everybody who keeps its customers' data. */
  | { kind: "privacy"; request: "access" | "erase"; customerId: string | null; orderIds: string[]; person: ShopPerson }
  | { kind: "closed"; erase: boolean };

/** A raw payload and what it is about. */
export interface RawNotice {
  topic: string;
  body: JsonObject;
}
