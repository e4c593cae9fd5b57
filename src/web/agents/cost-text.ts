import { localeOf } from "../ui/format.ts";

/** In the currency of the connection's prices; small sums keep their digits. */
export function costText(cost: number, connection: { settings: Record<string, unknown> } | undefined, language: string): string {
  const given = connection?.settings["currency"];
  const currency = typeof given === "string" && /^[A-Z]{3}$/.test(given) ? given : "USD";
  const digits = cost > 0 && cost < 0.1 ? 5 : 2;
  return new Intl.NumberFormat(localeOf(language), { style: "currency", currency, maximumFractionDigits: digits }).format(cost);
}
