import { describe, expect, it } from "vitest";
import { costOf, messagePricesSchema } from "./message-price.ts";

const prices = { currency: "EUR", marketing: 0.0572, utility: 0.0248, authentication: 0.0311 };

describe("costOf", () => {
  it("multiplies without the dust of binary fractions", () => {
    expect(costOf(prices, "marketing", 3)).toBe(0.1716);
    expect(costOf(prices, "utility", 1_000_000)).toBe(24_800);
  });

  it("knows nothing without prices, or for what has none", () => {
    expect(costOf(null, "marketing", 3)).toBeNull();
    expect(costOf(prices, "service", 3)).toBeNull();
    expect(costOf(prices, "currency", 3)).toBeNull();
  });
});

describe("prices", () => {
  it("have a currency, and nothing below zero", () => {
    expect(messagePricesSchema.safeParse(prices).success).toBe(true);
    expect(messagePricesSchema.safeParse({ ...prices, currency: "euro" }).success).toBe(false);
    expect(messagePricesSchema.safeParse({ ...prices, utility: -1 }).success).toBe(false);
  });
});
