/** Messages by which customers order from the WhatsApp catalogue or ask about a product, as events of a shop. */
import type { MessageEvent, ShopEvent } from "./event.ts";

/** The name under which triggers see the catalogue, in place of a connection's. */
export const CATALOGUE = "whatsapp";

/** Null for every other message. */
export function shopEventOf(event: MessageEvent): ShopEvent | null {
  const base = { type: "shop", shop: CATALOGUE } as const;
  const { content } = event;
  if (content.type === "order") {
    const total = content.items.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
    const items = content.items.map(({ sku, quantity, price, currency }) => ({ sku, quantity, price, currency }));
    const order = {
      items,
      item_count: items.reduce((sum, { quantity }) => sum + quantity, 0),
      summary: items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", "),
      total: Math.round(total * 100) / 100,
      currency: items[0]?.currency ?? null,
      note: content.text ?? "",
      catalogId: content.catalogId ?? null,
    };
    return { ...base, event: "catalog_order", order };
  }
  if (event.referredProduct) return { ...base, event: "product_message", product: { ...event.referredProduct } };
  return null;
}
