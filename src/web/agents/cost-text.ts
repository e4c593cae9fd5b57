import { formatMoney } from "../ui/format.ts";

/** In the currency of the connection's prices. */
export function costText(cost: number, connection: { settings: Record<string, unknown> } | undefined, language: string): string {
  const given = connection?.settings["currency"];
  const currency = typeof given === "string" && /^[A-Z]{3}$/.test(given) ? given : "USD";
  return formatMoney(cost, currency, language);
}
