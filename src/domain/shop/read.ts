/** Reading payloads nobody promised us the shape of: every reader answers null or nothing instead of throwing. */
import { DAY_MS, dayNumber } from "../civil-date.ts";
import type { Json, JsonObject } from "../json.ts";
import type { OrderProgress, ShopPerson } from "./notice.ts";

export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

export function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

/** Ids, numbers and words as text; null for nothing and for blanks. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : text;
}

export function firstText(...values: (Json | undefined)[]): string | null {
  for (const value of values) {
    const text = textOf(value);
    if (text !== null) return text;
  }
  return null;
}

/** Money as shops write it, kept as text: 29.10 must not become 29.1. */
export function moneyOf(value: Json | undefined): string | null {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(2);
  return textOf(value);
}

/** `1.000000` as PrestaShop writes prices, `1` as Magento does: as many decimals as the currency has. */
export function roundedMoney(value: Json | undefined, currency: string | null): string | null {
  const text = textOf(value);
  if (text === null || !Number.isFinite(Number(text))) return text;
  return Number(text).toFixed(decimalsOf(currency));
}

/** Of a currency by ISO 4217: two for the euro, none for the yen, three for Kuwait's dinar. */
function decimalsOf(currency: string | null): number {
  if (currency === null || !/^[A-Za-z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** What was reckoned, with as many decimals as the amount it was reckoned from is written with. */
export function moneyLike(text: string, amount: number): string {
  return amount.toFixed(text.split(".")[1]?.length ?? 0);
}

export function quantityOf(value: Json | undefined): number {
  const number = Number(textOf(value) ?? 1);
  return Number.isFinite(number) ? number : 1;
}

/** Whether PHP and its friends mean yes: `"1"`, `1`, `true`. */
export function isOn(value: Json | undefined): boolean {
  return value === true || value === 1 || value === "1" || value === "true";
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Epoch milliseconds; a time without offset is UTC. Null for anything else, and for PrestaShop's `0000-00-00 00:00:00`. */
export function instantOf(value: Json | undefined): number | null {
  const match = typeof value === "string" ? INSTANT.exec(value.trim()) : null;
  if (!match) return null;
  const [, year, month, day, hours, minutes, seconds, offset] = match;
  if (Number(year) === 0) return null;
  const at = dayNumber({ year: Number(year), month: Number(month), day: Number(day) }) * DAY_MS;
  const time = (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
  return at + time - offsetMs(offset);
}

function offsetMs(offset: string | undefined): number {
  if (offset === undefined || offset === "Z") return 0;
  const digits = offset.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (digits.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Places where a person's name, number and address may stand, the likeliest first. */
export function personOf(places: JsonObject[], language: string | null = null): ShopPerson {
  const each = (...keys: string[]) => places.flatMap((place) => keys.flatMap((key) => textOf(place[key]) ?? []));
  const [email] = each("email", "customer_email", "contact_email").filter((text) => text.includes("@"));
  // Both names from one place: the payer's first name and the receiver's family name make nobody.
  const named = places.find((place) => firstText(place["first_name"], place["firstname"]) !== null);
  const [full] = each("name").filter((text) => /^\p{L}[\p{L}\s.'-]+$/u.test(text));
  const [first, ...rest] = (full ?? "").split(/\s+/);
  return {
    phones: [...new Set(each("phone", "phone_mobile", "mobile", "telephone"))],
    country: each("country_code", "country", "country_id").find((text) => /^[A-Za-z]{2}$/.test(text)) ?? null,
    email: email ?? null,
    firstName: (named ? firstText(named["first_name"], named["firstname"]) : null) ?? (first || null),
    lastName: (named ? firstText(named["last_name"], named["lastname"]) : null) ?? (rest.join(" ") || null),
    language,
  };
}

/** What texts can say about a person. */
export function customerFacts(person: ShopPerson, id: string | null): JsonObject {
  return {
    id,
    first_name: person.firstName,
    last_name: person.lastName,
    email: person.email,
    phone: person.phones[0] ?? null,
  };
}

/** "2 × Tea, 1 × Kettle": what fits into one variable of a template. */
export function summaryOf(items: JsonObject[]): string {
  return items.map(({ quantity, name }) => `${String(quantity)} × ${String(name)}`).join(", ");
}

/** What texts say of the things in an order or a cart, under the names that are the same for every shop. */
export function itemFacts(items: JsonObject[]): JsonObject {
  return {
    items,
    item_count: items.reduce((sum, { quantity }) => sum + Number(quantity), 0),
    summary: summaryOf(items),
  };
}

/** For shops whose own words for it are not the ones texts compare with. */
export function statusFacts({ refunded, paid, failed, shipments }: OrderProgress): JsonObject {
  return {
    payment_status: refunded ? "refunded" : paid ? "paid" : failed ? "failed" : "pending",
    shipping_status: shipments.length > 0 ? "shipped" : null,
  };
}

/** Names that texts have no use for and logs should not see. */
const UNWANTED = /token|secret|hash|(^|_)key$|_ip|ip_|password|user_agent|graphql|_links|^landing|referr/i;
const MAX_EXTRA = 80;
const MAX_EXTRA_LENGTH = 500;

/** The shop's own simple fields under its own names, for those who know them. */
export function simpleFields(body: JsonObject): JsonObject {
  const entries = Object.entries(body).filter(
    ([name, value]) => !UNWANTED.test(name) && (value === null || typeof value !== "object") && String(value).length <= MAX_EXTRA_LENGTH,
  );
  return Object.fromEntries(entries.slice(0, MAX_EXTRA));
}

/** `&ndash;` and the like, with which WooCommerce and PrestaShop write names. */
export function plainText(text: string): string {
  return text
    .replace(/<[^>]{0,200}>/g, "")
    .replace(/&#(\d{2,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&#x([0-9a-f]{2,5});/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&(amp|lt|gt|quot|apos|nbsp|ndash|mdash|times|euro|hellip|rsquo|lsquo);/g, (_, name: string) => ENTITIES[name] as string);
}

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  times: "×",
  euro: "€",
  hellip: "…",
  rsquo: "’",
  lsquo: "‘",
};
