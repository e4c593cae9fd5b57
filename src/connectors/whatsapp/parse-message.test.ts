import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { InboundMessage } from "../../domain/inbound-message.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseMessage } from "./parse-message.ts";

const fixtures = JSON.parse(readFileSync(new URL("fixtures/messages.json", import.meta.url), "utf8")) as Record<string, JsonObject>;

/** What each fixture says beyond its id, sender and time. The plain types are covered by round-trip.test.ts. */
const expected: Record<string, Partial<InboundMessage>> = {
  text: { content: { type: "text", text: "Ciao" } },
  "text from an ad": {
    content: { type: "text", text: "Info?" },
    referral: { sourceUrl: "https://fb.me/x", sourceId: "120", sourceType: "ad", headline: "Chat", body: "Offer", ctwaClid: "Aff" },
  },
  "question about a product": {
    content: { type: "text", text: "In stock?" },
    contextProviderMessageId: "wamid.P",
    referredProduct: { catalogId: "c1", sku: "sku1" },
  },
  "forwarded text": { content: { type: "text", text: "Look" }, extra: { frequently_forwarded: true } },
  image: { content: { type: "media", mediaType: "image", providerMediaId: "m1", mimeType: "image/jpeg", sha256: "s", caption: "c" } },
  "document without an id": { content: { type: "unsupported", reason: "document", raw: fixtures["document without an id"] ?? {} } },
  location: { content: { type: "location", latitude: 45.1, longitude: 9.2 } },
  "contact without a formatted name": {
    content: { type: "contacts", contacts: [{ name: "Bob Roe", phones: [{ phone: "1555", waId: "1555" }] }] },
  },
  "flow with broken JSON": { content: { type: "form_reply", name: "flow", text: "Sent", response: "{oops" } },
  "interactive without its reply": {
    content: { type: "unsupported", reason: "interactive", raw: fixtures["interactive without its reply"] ?? {} },
  },
  "reaction taken back": { content: { type: "reaction", providerMessageId: "wamid.X" } },
  poll: { content: { type: "unsupported", reason: "poll", raw: fixtures.poll ?? {} } },
  request_welcome: { content: { type: "unsupported", reason: "request_welcome", raw: fixtures.request_welcome ?? {} } },
  "no type": { content: { type: "unsupported", raw: fixtures["no type"] ?? {} } },
  "a type of tomorrow": { content: { type: "unsupported", reason: "hologram", raw: fixtures["a type of tomorrow"] ?? {} } },
  "in a group": { content: { type: "text", text: "All" }, groupId: "G1" },
  "a field of tomorrow": { content: { type: "text", text: "x" }, extra: { mood: "good" } },
};

test.each(Object.entries(fixtures))("%s", (name, message) => {
  const contact = { profile: { name: "Ada" }, wa_id: "393331234567" };
  const parsed = parseMessage({ message, contact }, 1_790_000_000_000);
  const { providerMessageId, from, sentAt, ...rest } = parsed;
  expect(providerMessageId).toBe(message.id);
  expect(sentAt).toBe(1_790_000_000_000);
  expect(from).toMatchObject({ waId: "393331234567", profileName: "Ada" });
  expect(rest).toEqual(expected[name]);
});

test("the reason of an interactive message without its reply stands beside the messages", () => {
  const message = fixtures["interactive without its reply"] ?? {};
  const errors = [{ code: 131000, title: "Something went wrong", error_data: { details: "Unsupported webhook payload" } }];
  expect(parseMessage({ message, errors }, 0).content).toMatchObject({ type: "unsupported", reason: "Unsupported webhook payload" });
});
