import { expect, it } from "vitest";
import { formatAmount } from "./money.ts";

it.each([
  ["12", "EUR", "12.00"],
  ["12,5", "EUR", "12.50"],
  [" 1 250.99 ", "EUR", "1250.99"],
  ["1500", "JPY", "1500"],
  ["1500.00", "JPY", "1500"],
])("%s %s is %s", (text, currency, amount) => expect(formatAmount(text, currency)).toBe(amount));

it.each([
  ["", "EUR"],
  ["0", "EUR"],
  ["-5", "EUR"],
  ["1e5", "EUR"],
  ["12.345", "EUR"],
  ["12.50", "JPY"],
  ["1,250.99", "EUR"],
  ["99999999", "EUR"],
])("%j %s is no amount", (text, currency) => expect(formatAmount(text, currency)).toBeUndefined());
