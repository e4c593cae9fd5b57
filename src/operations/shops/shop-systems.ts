/** The shops that can be connected: how each tells us of orders, how it is asked, and how its words are read. */
import { pollMagento } from "../../connectors/magento/api.ts";
import { readMagentoNotice } from "../../connectors/magento/read-notice.ts";
import { pollPrestaShop } from "../../connectors/prestashop/api.ts";
import { readPrestaShopNotice } from "../../connectors/prestashop/read-notice.ts";
import { pollShopify } from "../../connectors/shopify/api.ts";
import { readShopifyNotice } from "../../connectors/shopify/read-notice.ts";
import { pollWoo, wooSecret } from "../../connectors/woocommerce/api.ts";
import { readWooNotice } from "../../connectors/woocommerce/read-notice.ts";
import { HOUR_MS, MINUTE_MS } from "../../domain/civil-date.ts";
import { type Connection, textOf } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Shop, ShopPoll } from "../../domain/shop/call-shop.ts";
import type { RawNotice, ShopKind, ShopNotice } from "../../domain/shop/notice.ts";

/** How a shop signs what it posts: base64 of HMAC-SHA256 over the raw body, in a header. */
export interface SignedWebhooks {
  /** Header names in lower case. */
  signature: string;
  topic: string;
  /** Names the delivery; the same on retries. */
  delivery: string;
  /** Secrets that count; the second one during a rotation. */
  secrets(connection: Connection): string[];
  /** The form-encoded greeting of a new webhook, which is not signed. */
  isPing?(raw: string): boolean;
}

export interface ShopSystem {
  webhooks?: SignedWebhooks;
  read(notice: RawNotice): ShopNotice[];
  poll(shop: Shop, cursor: JsonObject | null): Promise<ShopPoll>;
  /** Between two polls, in milliseconds. */
  pollEveryMs: number;
}

/** Shops that tell by themselves are asked only for what got lost on the way. */
const RECONCILE_MS = 6 * HOUR_MS;
/** The others: an abandoned cart should be known well before its quarter of an hour is over. */
const WATCH_MS = 2 * MINUTE_MS;

export const SHOP_SYSTEMS: Record<ShopKind, ShopSystem> = {
  shopify: {
    webhooks: {
      signature: "x-shopify-hmac-sha256",
      topic: "x-shopify-topic",
      delivery: "x-shopify-webhook-id",
      // For up to an hour after a rotation Shopify signs with the old one.
      secrets: ({ secrets }) => [textOf(secrets, "clientSecret"), textOf(secrets, "previousSecret")].filter((secret) => secret !== ""),
    },
    read: readShopifyNotice,
    poll: pollShopify,
    pollEveryMs: RECONCILE_MS,
  },
  woocommerce: {
    webhooks: {
      signature: "x-wc-webhook-signature",
      topic: "x-wc-webhook-topic",
      delivery: "x-wc-webhook-delivery-id",
      secrets: (connection) => [wooSecret(connection)].filter((secret) => secret !== ""),
      isPing: (raw) => /^webhook_id=\d{1,20}$/.test(raw.trim()),
    },
    read: readWooNotice,
    poll: pollWoo,
    pollEveryMs: RECONCILE_MS,
  },
  prestashop: { read: readPrestaShopNotice, poll: pollPrestaShop, pollEveryMs: WATCH_MS },
  magento: { read: readMagentoNotice, poll: pollMagento, pollEveryMs: WATCH_MS },
};

export function isShopKind(kind: string): kind is ShopKind {
  return Object.hasOwn(SHOP_SYSTEMS, kind);
}
