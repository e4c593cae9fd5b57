import { describe, expect, it } from "vitest";
import { consentWord, mayReceiveMarketing } from "./consent.ts";

describe("consentWord", () => {
  it.each([
    "STOP",
    " stop ",
    "Stop.",
    "“Stop”",
    "STOP!!",
    "Stop promotions",
    "ANNULLA ISCRIZIONE",
    "disiscrivimi",
    "Disiscriviti",
    "BAJA",
    "ARRÊT",
    "Arre\u0302t",
    "unsubscribe",
    "СТОП",
  ])('withdraws consent on "%s"', (text) => expect(consentWord(text)).toBe("unsubscribed"));

  it.each(["SUBSCRIBE", "unstop", "alta", "Riattiva iscrizione"])('gives consent on "%s"', (text) =>
    expect(consentWord(text)).toBe("subscribed"),
  );

  it.each([
    "iscrivimi",
    "start",
    "START",
    "stop here",
    "non stop",
    "cancel",
    "annulla",
    "sì",
    "ok",
    "",
    ".",
    `stop${" ".repeat(50)}`,
    "basta così",
  ])('leaves "%s" to automations', (text) => expect(consentWord(text)).toBeNull());
});

describe("mayReceiveMarketing", () => {
  it.each([
    ["subscribed", "block_unsubscribed", null],
    ["not_declared", "block_unsubscribed", null],
    ["unsubscribed", "block_unsubscribed", "unsubscribed"],
    ["subscribed", "require_subscribed", null],
    ["not_declared", "require_subscribed", "no_consent"],
    ["unsubscribed", "require_subscribed", "unsubscribed"],
  ] as const)("%s under %s: %s", (consent, mode, expected) => expect(mayReceiveMarketing(consent, mode)).toBe(expected));
});
