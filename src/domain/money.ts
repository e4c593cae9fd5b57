/** Amounts as payment providers take them: a text with as many decimals as the currency has. */

/** Currencies that PayPal takes without decimals (developer.paypal.com, currency codes). */
const WHOLE = new Set(["HUF", "JPY", "TWD"]);
/** PayPal's own limit is seven digits before the point. */
const MAX = 9_999_999.99;

/** `12,5` EUR → `12.50`; undefined where it is no amount above zero, or has more decimals than the currency. */
export function formatAmount(text: string, currency: string): string | undefined {
  const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim().replace(/\s/g, ""));
  if (!match) return undefined;
  const [, whole = "", decimals = ""] = match;
  const value = Number(`${whole}.${decimals.padEnd(2, "0")}`);
  if (value <= 0 || value > MAX) return undefined;
  if (!WHOLE.has(currency)) return value.toFixed(2);
  return Number(decimals) === 0 ? String(Number(whole)) : undefined;
}
