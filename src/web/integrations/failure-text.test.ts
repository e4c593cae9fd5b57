import type { TFunction } from "i18next";
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { OUTGOING_FAILURES } from "../../domain/outgoing-http.ts";
import en from "../i18n/en/integrations.json" with { type: "json" };
import it_ from "../i18n/it/integrations.json" with { type: "json" };
import { failureText, healthText } from "./failure-text.ts";

/** What connectors and the queue themselves say; providers' own codes are shown as they are. */
const OURS = [
  ...[
    "unauthorized",
    "forbidden",
    "unexpected_answer",
    "webhook_refused",
    "refused",
    "unknown_object",
    "unknown_number",
    "model_not_found",
  ],
  ...["missing_connection", "wrong_connection", "webhook_disabled", "webhook_deleted", "internal_error"],
  ...["wrong_signature", "no_link", "already_paid", "other_link", "unknown_order", "no_zap", "no_scenario", "queue_full", "no_email"],
];

const translators = new Map<string, TFunction<"integrations">>();
beforeAll(async () => {
  const instance = i18next.createInstance();
  await instance.init({ resources: { en: { integrations: en }, it: { integrations: it_ } }, lng: "en", ns: ["integrations"] });
  for (const language of ["en", "it"]) translators.set(language, instance.getFixedT(language, "integrations"));
});

describe.each(["en", "it"])("a failure in %s", (language) => {
  it.each([...OUTGOING_FAILURES, ...OURS])("%s is a sentence", (code) => {
    expect(failureText(translators.get(language) as TFunction<"integrations">, code)).toMatch(/^\p{Lu}.* .*\.$/u);
  });
});

it("tells what the other side said where that says more", () => {
  const t = translators.get("en") as TFunction<"integrations">;
  expect(healthText(t, "http_302: it sends on to https://x.example/login: is the address right?")).toBe(
    "The other side answered with status 302. (it sends on to https://x.example/login: is the address right?)",
  );
  expect(healthText(t, "unauthorized: PayPal refuses the client id or secret")).toBe("The credentials are refused: enter new ones.");
  expect(healthText(t, "21608: The number is unverified")).toBe("21608: The number is unverified");
});
