import { createInstance, type TFunction } from "i18next";
import { expect, it } from "vitest";
import builder from "../i18n/en/builder.json" with { type: "json" };
import common from "../i18n/en/common.json" with { type: "json" };
import { conditionText } from "./condition-text.ts";

const i18n = createInstance();
await i18n.init({ lng: "en", defaultNS: "builder", resources: { en: { builder, common } } });
const translate = i18n.t as TFunction<"builder">;
const tools = { t: (key: string, values?: Record<string, unknown>) => String(translate(key as never, values as never)), language: "en" };

it("says fixed values in words, one or several", () => {
  expect(conditionText({ field: "trigger.consent.source", op: "in", value: ["stop_word", "automation", "till"] }, tools)).toBe(
    "Where the consent comes from is one of A word like STOP, An automation, till",
  );
  expect(conditionText({ field: "contact.consent", op: "in", value: ["subscribed", "not_declared"] }, tools)).toBe(
    "Marketing consent is one of Subscribed, Not declared",
  );
});

it("leaves alone what people named", () => {
  expect(conditionText({ field: "contact.tags", op: "has_any", value: ["high", "stop"] }, tools)).toContain("high, stop");
  expect(conditionText({ field: "trigger.message.text", op: "eq", value: "stop" }, tools)).toMatch(/ is stop$/);
});
