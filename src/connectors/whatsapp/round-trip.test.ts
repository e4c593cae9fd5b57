import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkContent } from "../../domain/check-content.ts";
import type { InboundContent, OutboundContent } from "../../domain/message-content.ts";
import { parseWebhookJson } from "../../domain/parse-webhook-json.ts";
import { buildInbound, type FakeChannel } from "../../sandbox/whatsapp/build-inbound.ts";
import { type FakeGraph, startFakeGraph } from "../../sandbox/whatsapp/fake-graph.ts";
import { sign } from "../../sandbox/whatsapp/sign.ts";
import { buildSend } from "./build-send.ts";
import { createGraphClient, type GraphClient } from "./graph-client.ts";
import type { GraphChannel } from "./graph-transport.ts";
import { parseMessage } from "./parse-message.ts";
import { verifySignature } from "./signature.ts";
import { splitEnvelope } from "./split-envelope.ts";

const link = "https://example.com/file";
const outbound: Record<string, OutboundContent> = {
  text: { type: "text", text: "Ciao 👋", previewUrl: true },
  image: { type: "media", mediaType: "image", url: link, caption: "A picture" },
  video: { type: "media", mediaType: "video", providerMediaId: "123" },
  document: { type: "media", mediaType: "document", url: link, caption: "Invoice", filename: "invoice.pdf" },
  audio: { type: "media", mediaType: "audio", url: link, voice: true },
  sticker: { type: "media", mediaType: "sticker", providerMediaId: "124" },
  buttons: {
    type: "buttons",
    text: "Confirm?",
    header: { text: "Appointment" },
    footer: "Salon Ada",
    buttons: [
      { id: "yes", title: "Yes" },
      { id: "no", title: "No" },
    ],
  },
  "buttons under a document": {
    type: "buttons",
    text: "Read it",
    header: { mediaType: "document", url: link, filename: "terms.pdf" },
    buttons: [{ id: "ok", title: "Done" }],
  },
  list: {
    type: "list",
    text: "Choose",
    header: { text: "Menu" },
    footer: "Open till 22",
    button: "See",
    sections: [
      { title: "Pizza", rows: [{ id: "m", title: "Margherita", description: "7 €" }] },
      { title: "Drinks", rows: [{ id: "w", title: "Water" }] },
    ],
  },
  "cta url": { type: "cta_url", text: "Track it", label: "Open", url: link, header: { mediaType: "image", url: link } },
  location: { type: "location", latitude: 45.46, longitude: 9.19, name: "Shop", address: "Milano" },
  contacts: {
    type: "contacts",
    contacts: [
      { name: "Ada", phones: [{ phone: "+39333", type: "WORK", waId: "39333" }], emails: [{ email: "a@b.it" }], organisation: "Salon" },
    ],
  },
  "call permission request": { type: "call_permission_request", text: "May we call?" },
  "template without variables": { type: "template", template: "hello_world", language: "en_US", variables: {} },
  "template with named variables and every parameter": {
    type: "template",
    template: "order_paid",
    language: "it",
    variables: { first_name: "Ada\nLovelace", total: "12     €" },
    headerMedia: { mediaType: "document", url: link, filename: "invoice.pdf" },
    buttonParameters: [
      { index: 0, subType: "url", text: "orders/12" },
      { index: 1, subType: "quick_reply", payload: "STOP" },
      { index: 2, subType: "copy_code", text: "SPRING10" },
      { index: 3, subType: "flow", payload: "token" },
    ],
  },
  "template with positional variables": {
    type: "template",
    template: "reminder",
    language: "it",
    variables: { "2": "14:00", "1": "Monday" },
    headerText: "Monday",
  },
  "template with a location header": {
    type: "template",
    template: "here",
    language: "it",
    variables: {},
    headerLocation: { latitude: 1, longitude: 2, name: "Shop", address: "Street" },
  },
};

describe("what the product builds is what the Cloud API accepts", () => {
  let fake: FakeGraph;
  let client: GraphClient;
  let channel: GraphChannel;

  beforeAll(async () => {
    fake = await startFakeGraph();
    client = createGraphClient();
    channel = { graphUrl: fake.url, version: "v25.0", accessToken: "t", phoneNumberId: "106540352242922", wabaId: "1" };
  });
  beforeEach(() => fake.reset());
  afterAll(async () => {
    await client.close();
    await fake.close();
  });

  test.each(Object.entries(outbound))("%s", async (_name, content) => {
    expect(checkContent(content)).toEqual([]);
    const body = buildSend(content, { waId: "393331234567" }, { callbackData: "msg_1", replyTo: "wamid.x" });
    const result = await client.sendMessage(channel, JSON.stringify(body));
    expect(result).toMatchObject({ ok: true, waId: "393331234567", providerMessageId: expect.stringMatching(/^wamid\./) });
    expect(fake.accepted).toMatchObject([{ to: "393331234567", callbackData: "msg_1", body }]);
  });

  test("a person without a phone number is addressed by user id", async () => {
    const body = buildSend({ type: "text", text: "Hi" }, { userId: "IT.13491208655302741918" });
    const result = await client.sendMessage(channel, JSON.stringify(body));
    expect(result).toMatchObject({ ok: true, userId: "IT.13491208655302741918" });
    expect(fake.accepted[0]?.body).not.toHaveProperty("to");
  });
});

const inbound: Record<string, InboundContent> = {
  text: { type: "text", text: "Perché no? 😀 1/2" },
  image: { type: "media", mediaType: "image", providerMediaId: "1", mimeType: "image/jpeg", sha256: "abc", caption: "Look" },
  "voice note": { type: "media", mediaType: "audio", providerMediaId: "2", mimeType: "audio/ogg; codecs=opus", sha256: "a", voice: true },
  document: { type: "media", mediaType: "document", providerMediaId: "3", mimeType: "application/pdf", sha256: "a", filename: "x.pdf" },
  "animated sticker": { type: "media", mediaType: "sticker", providerMediaId: "4", mimeType: "image/webp", sha256: "a", animated: true },
  location: { type: "location", latitude: 45.1, longitude: 9.2, name: "Here", address: "Via Roma 1", url: "https://example.com" },
  contacts: {
    type: "contacts",
    contacts: [
      {
        name: "Bob",
        phones: [{ phone: "+1 555", type: "CELL", waId: "1555" }],
        emails: [{ email: "b@c.d", type: "WORK" }],
        organisation: "ACME",
      },
    ],
  },
  "template button": { type: "button_reply", source: "template", text: "Stop", id: "STOP" },
  button: { type: "button_reply", source: "button", text: "Yes", id: "yes" },
  "list row": { type: "button_reply", source: "list", text: "Margherita", id: "m", description: "7 €" },
  order: { type: "order", catalogId: "c1", text: "Please", items: [{ sku: "a", quantity: 2, price: 9.5, currency: "EUR" }] },
  reaction: { type: "reaction", emoji: "👍", providerMessageId: "wamid.y" },
  "removed reaction": { type: "reaction", providerMessageId: "wamid.y" },
  form: { type: "form_reply", name: "flow", text: "Sent", response: { rating: "5" } },
  "call permission": { type: "call_permission_reply", accepted: true, permanent: false, expiresAt: 1_753_186_982 },
};

describe("what a customer sends in WhatsApp arrives as it was", () => {
  const channel: FakeChannel = { phoneNumberId: "106540352242922", wabaId: "102290129340398", displayPhoneNumber: "15550783881" };
  const from = { waId: "393331234567", userId: "IT.1", parentUserId: "IT.ENT.2", username: "ada", profileName: "Adà 🌸" };

  test.each(Object.entries(inbound))("%s", (_name, content) => {
    const sentAt = 1_790_000_000_000;
    const { raw, providerMessageId } = buildInbound(channel, { from, content, sentAt, contextProviderMessageId: "wamid.c" });
    expect(raw).toMatch(/^[\x20-\x7e]+$/);
    expect(verifySignature(Buffer.from(raw), sign(raw, "s3cret"), "s3cret")).toBe(true);
    const items = splitEnvelope(parseWebhookJson(raw), 0);
    expect(items).toMatchObject([
      {
        kind: "message",
        phoneNumberId: channel.phoneNumberId,
        wabaId: channel.wabaId,
        contactKey: from.waId,
        providerMessageId,
        occurredAt: sentAt,
      },
    ]);
    const message = parseMessage(items[0]?.body ?? {}, sentAt);
    expect(message).toEqual({ providerMessageId, from, sentAt, content, contextProviderMessageId: "wamid.c" });
  });
});
