/** What Meta charges a business for a message, as the business wrote it down: WhatsApp tells the category of a message, never its price. */
import { z } from "zod";

export const PRICED_CATEGORIES = ["marketing", "utility", "authentication"] as const;
export type PricedCategory = (typeof PRICED_CATEGORIES)[number];

const price = z.number().min(0).max(100);

export const messagePricesSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "three letters, like EUR"),
  marketing: price,
  utility: price,
  authentication: price,
});
export type MessagePrices = z.infer<typeof messagePricesSchema>;

/** What so many messages of a category cost; null where the category has no price. */
export function costOf(prices: MessagePrices | null | undefined, category: string, messages: number): number | null {
  if (!prices || !isPriced(category)) return null;
  // Prices have at most a few decimals of a cent: the sum is not less exact than they are.
  return Math.round(prices[category] * messages * 1e6) / 1e6;
}

function isPriced(category: string): category is PricedCategory {
  return (PRICED_CATEGORIES as readonly string[]).includes(category);
}
