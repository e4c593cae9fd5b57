/** What texts say of the things in an order is what the customer pays for them, in every shop's own way of writing it. */
import { expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import type { ShopNotice } from "../domain/shop/notice.ts";
import { readMagentoNotice } from "./magento/read-notice.ts";
import { readPrestaShopNotice } from "./prestashop/read-notice.ts";
import { readShopifyNotice } from "./shopify/read-notice.ts";
import { readWooNotice } from "./woocommerce/read-notice.ts";

const itemsOf = ([notice]: ShopNotice[]) => (notice as unknown as { facts: { items: JsonObject[] } }).facts.items;

it.each<[string, () => ShopNotice[], object]>([
  [
    "Shopify, which names the price of one",
    () =>
      readShopifyNotice({
        topic: "orders/create",
        body: { id: 1, line_items: [{ title: "Tea", quantity: 3, price: "6.10", total_discount: "1.30" }] },
      }),
    { price: "6.10", total: "17.00" },
  ],
  [
    "Shopify's carts, which name the line",
    () =>
      readShopifyNotice({
        topic: "checkouts/update",
        body: { token: "a", line_items: [{ title: "Tea", quantity: 2, price: "6.10", line_price: "12.20" }] },
      }),
    { price: "6.10", total: "12.20" },
  ],
  [
    "WooCommerce, which leaves the tax out of the line",
    () =>
      readWooNotice({
        topic: "order.created",
        body: { id: 1, line_items: [{ name: "Tea", quantity: 2, price: 3, total: "6.00", total_tax: "0.45" }] },
      }),
    { price: "3.23", total: "6.45" },
  ],
  [
    "WooCommerce without tax",
    () =>
      readWooNotice({
        topic: "order.created",
        body: { id: 1, line_items: [{ name: "Tea", quantity: 2, price: 3, total: "6.00", total_tax: "0.00" }] },
      }),
    { price: "3", total: "6.00" },
  ],
  [
    "PrestaShop",
    () =>
      readPrestaShopNotice({
        topic: "order.created",
        body: { id: 1, associations: { order_rows: [{ product_name: "Tea", product_quantity: "2", unit_price_tax_incl: "6.100000" }] } },
      }),
    { price: "6.10", total: "12.20" },
  ],
  [
    "Magento",
    () =>
      readMagentoNotice({
        topic: "order.created",
        body: {
          entity_id: 1,
          items: [{ item_id: 1, name: "Tea", qty_ordered: 2, price: 5, price_incl_tax: 6.1, row_total_incl_tax: 12.2 }],
        },
      }),
    { price: "6.10", total: "12.20" },
  ],
  [
    "Shopify in yen, which has no decimals",
    () =>
      readShopifyNotice({
        topic: "orders/create",
        body: { id: 1, currency: "JPY", line_items: [{ quantity: 3, price: "610", total_discount: "30" }] },
      }),
    { price: "610", total: "1800" },
  ],
  [
    "WooCommerce in yen",
    () =>
      readWooNotice({ topic: "order.created", body: { id: 1, line_items: [{ quantity: 2, price: 300, total: "600", total_tax: "60" }] } }),
    { price: "330", total: "660" },
  ],
  [
    "PrestaShop in yen",
    () =>
      readPrestaShopNotice({
        topic: "order.created",
        body: { id: 1, currency: "JPY", associations: { order_rows: [{ product_quantity: "2", unit_price_tax_incl: "610.000000" }] } },
      }),
    { price: "610", total: "1220" },
  ],
  [
    "Magento in Kuwait's dinars, which have three decimals",
    () =>
      readMagentoNotice({
        topic: "order.created",
        body: {
          entity_id: 1,
          order_currency_code: "KWD",
          items: [{ item_id: 1, qty_ordered: 2, price_incl_tax: 6, row_total_incl_tax: 12.5 }],
        },
      }),
    { price: "6.000", total: "12.500" },
  ],
])("%s", (_shop, read, amounts) => {
  expect(itemsOf(read())).toMatchObject([amounts]);
});

const edited: JsonObject = {
  ...{ id: 1, currency: "EUR", total_price: "100.00", current_total_price: "60.00" },
  line_items: [
    { title: "Tea", quantity: 4, current_quantity: 2, price: "10.00", total_discount: "4.00" },
    { title: "Cup", quantity: 1, current_quantity: 0, price: "40.00" },
  ],
};
const factsOf = (body: JsonObject) => (readShopifyNotice({ topic: "orders/updated", body })[0] as unknown as { facts: JsonObject }).facts;

it("an order of Shopify's that was edited is what is left of it", () => {
  expect(factsOf(edited)).toMatchObject({ total: "60.00", summary: "2 × Tea", items: [{ quantity: 2, total: "18.00" }] });
});

it("an order of Shopify's that was called off is what it was", () => {
  expect(factsOf({ ...edited, current_total_price: "0.00", cancelled_at: "2026-03-02T10:00:00Z" })).toMatchObject({
    total: "100.00",
    summary: "4 × Tea, 1 × Cup",
  });
});
