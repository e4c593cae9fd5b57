import { existsSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../domain/json.ts";
import { buildOrder } from "./orders.ts";

const FILE = new URL("../../../../shared/contracts/integrations/paypal/checkout_orders_v2.json", import.meta.url);
const present = existsSync(FILE);
if (!present) console.warn("skipped: ../shared/contracts/integrations/paypal/checkout_orders_v2.json is not here");

const order = {
  id: "0199c0de-0000-7000-8000-000000000001",
  amount: "25.00",
  currency: "EUR",
  description: "Deposit",
  returnUrl: "https://parola.example.com/payments/done",
  cancelUrl: "https://parola.example.com/payments/done?cancelled=1",
};

describe.skipIf(!present)("an order as PayPal's OpenAPI describes it", () => {
  const specification = present ? (JSON.parse(readFileSync(FILE, "utf8")) as JsonObject) : {};
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  if (present) ajv.addSchema(specification, "paypal");
  const fits = (body: JsonObject) => ajv.validate({ $ref: "paypal#/components/schemas/order_request" }, body);

  test("is what we send", () => {
    expect(fits(buildOrder(order)), JSON.stringify(ajv.errors)).toBe(true);
    expect(fits(buildOrder({ ...order, amount: "1500", currency: "JPY", description: "" })), JSON.stringify(ajv.errors)).toBe(true);
  });

  test("is not whatever one likes", () => {
    expect(fits(buildOrder({ ...order, amount: "25 EUR" }))).toBe(false);
    expect(fits(buildOrder({ ...order, currency: "EURO" }))).toBe(false);
    const { purchase_units: _, ...without } = buildOrder(order);
    expect(fits(without)).toBe(false);
  });
});
