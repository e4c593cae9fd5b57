import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseWebhookJson } from "../../domain/parse-webhook-json.ts";
import { sign } from "../../sandbox/whatsapp/sign.ts";
import type { EnvelopeItem } from "./envelope-item.ts";
import { parseChannelEvent } from "./parse-channel-event.ts";
import { parseContactChange } from "./parse-contact-change.ts";
import { parseMessage } from "./parse-message.ts";
import { parseStatus } from "./parse-status.ts";
import { verifySignature } from "./signature.ts";
import { splitEnvelope } from "./split-envelope.ts";

const CONTRACTS = new URL("../../../../shared/contracts/", import.meta.url);
const SAMPLES = new URL("whatsapp/samples/", CONTRACTS);
const present = existsSync(SAMPLES);
if (!present) console.warn("skipped: ../shared/contracts/whatsapp/samples is not here");

/** What an item says, in the words of the domain: the part of it the table below names. */
function meaning(item: EnvelopeItem | undefined): unknown {
  switch (item?.kind) {
    case "message":
      return { message: parseMessage(item.body, item.occurredAt) };
    case "status":
      return { status: parseStatus(item.body, item.occurredAt) };
    case "contact_change":
      return { change: parseContactChange(item.body) };
    case "channel":
      return { event: parseChannelEvent(item.field, item.body) };
    default:
      return { unknown: item?.kind === "unknown" ? item.field : undefined };
  }
}

const content = (type: string, rest: object = {}) => ({ message: { content: { type, ...rest } } });
const account = (event: string, rest: object = {}) => ({ event: { kind: "account_update", event, ...rest } });
const group = { event: { kind: "other" } };
const status = (word: string, rest: object = {}) => ({ status: { status: word, ...rest } });
const call = (event: string, rest: object = {}) => ({ change: { kind: "call", event, ...rest } });

/** Every sample holds exactly one update. */
const EXPECTED: Record<string, object> = {
  "meta-openapi__button_message": content("button_reply", { source: "template", id: "Unsubscribe", text: "Unsubscribe" }),
  "meta-openapi__contact_sharing_message": content("contacts", {
    contacts: [
      { name: "Lucía Gómez", organisation: "Google", phones: [{ phone: "+1 (983) 555-2319", type: "MOBILE", waId: "19835552319" }] },
    ],
  }),
  "meta-openapi__group_create_message": group,
  "meta-openapi__group_remove_participants": group,
  "meta-openapi__group_settings_update": group,
  "meta-openapi__image_message": content("media", { mediaType: "image", caption: "Taj Mahal", providerMediaId: "1003383421387256" }),
  "meta-openapi__interactive_button_reply_message": content("button_reply", { source: "button", id: "cancel-button", text: "Cancel" }),
  "meta-openapi__interactive_list_reply_message": content("button_reply", {
    source: "list",
    id: "priority_express",
    description: "Next Day to 2 Days",
  }),
  "meta-openapi__location_message": content("location", { latitude: 37.44221496582, name: "Philz Coffee" }),
  "meta-openapi__order_message": content("order", {
    catalogId: "194836987003835",
    items: [
      { sku: "di9ozbzfi4", quantity: 2, price: 30, currency: "USD" },
      { sku: "nqryix03ez", quantity: 1, price: 25, currency: "USD" },
    ],
  }),
  "meta-openapi__reaction_message": content("reaction", { emoji: "👍" }),
  "meta-openapi__system_message": { change: { kind: "identity_changed", waId: "12195555358" } },
  "meta-openapi__text_message": content("text", { text: "Does it come in another color?" }),
  "meta-openapi__text_message_from_click_to_whatsapp_ad": { message: { referral: { sourceType: "ad", sourceId: "120226305854810726" } } },
  "meta-openapi__text_message_with_context_product_inquiry": {
    message: { referredProduct: { catalogId: "194836987003835", sku: "di9ozbzfi4" } },
  },
  "meta-openapi__unsupported_message": content("unsupported", { reason: "Message type is currently not supported." }),
  pywa__account_update__account_deleted: account("account_deleted", { sending: "stopped" }),
  pywa__account_update__account_disabled: account("disabled_update", { sending: "restored" }),
  pywa__account_update__account_offboarded: account("account_offboarded", { sending: "stopped" }),
  pywa__account_update__account_reconnected: account("account_reconnected", { sending: "restored" }),
  pywa__account_update__account_restriction: account("account_restriction", { sending: "restricted", restrictedUntil: 1_641_330_498_000 }),
  pywa__account_update__account_violation: account("account_violation"),
  pywa__account_update__ad_account_linked: account("ad_account_linked"),
  pywa__account_update__authentication_international_eligibility: account("auth_intl_price_eligibility_update"),
  pywa__account_update__mm_api_for_wa_terms_of_service: account("mm_lite_terms_signed"),
  pywa__account_update__partner_added: account("partner_added"),
  pywa__account_update__partner_app_installed: account("partner_app_installed"),
  pywa__account_update__partner_app_uninstalled: account("partner_app_uninstalled"),
  pywa__account_update__partner_led_business_verification_status: account("partner_client_certification_status_update"),
  pywa__account_update__partner_removed: account("partner_removed"),
  pywa__account_update__partner_removed_wa_app_disconnection: account("partner_removed", {
    details: { disconnection_info: { reason: "PRIMARY_INACTIVITY" } },
  }),
  pywa__account_update__pricing_tiering_update: account("volume_based_pricing_tier_update"),
  pywa__account_update__primary_business_location_set: account("business_primary_location_country_update"),
  pywa__call_connect__business_initiated: call("connect", { direction: "outbound" }),
  pywa__call_connect__user_initiated: call("connect", { direction: "inbound" }),
  pywa__call_permission_update__accept: content("call_permission_reply", { accepted: true, expiresAt: 1_753_186_982 }),
  pywa__call_permission_update__reject: content("call_permission_reply", { accepted: false }),
  pywa__call_status__call_status: call("ringing", { callbackData: "random_string" }),
  pywa__call_terminate__call_terminate: call("terminate", { completed: true, durationSeconds: 120 }),
  pywa__callback_button__button: content("button_reply", { source: "button", id: "callback_data", text: "title" }),
  pywa__callback_button__quick_reply: content("button_reply", { source: "template", id: "callback_data", text: "title" }),
  pywa__callback_selection__callback: content("button_reply", { source: "list", id: "callback_data" }),
  pywa__callback_selection__description: content("button_reply", { source: "list", description: "description" }),
  pywa__flow_completion__completion: content("form_reply", { response: { delivery_rating: "4" } }),
  pywa__flow_completion__without_flow_token: content("form_reply", { response: { purchase_rating: "2" } }),
  pywa__message__animated_sticker: content("media", { mediaType: "sticker", animated: true }),
  pywa__message__audio: content("media", { mediaType: "audio" }),
  pywa__message__chosen_location: content("location", { name: "Facebook HQ" }),
  pywa__message__contacts: content("contacts", { contacts: [{ name: "Chandler Bing" }, { name: "Monica" }, { name: "Rachel Green" }] }),
  pywa__message__current_location: content("location", { latitude: 12.25089, longitude: 43.90539 }),
  pywa__message__document: content("media", { mediaType: "document", filename: "filename.pdf" }),
  pywa__message__forwarded: { message: { extra: { forwarded: true } } },
  pywa__message__forwarded_many_times: { message: { extra: { frequently_forwarded: true } } },
  pywa__message__image: content("media", { mediaType: "image" }),
  pywa__message__media_with_url: content("media", { mediaType: "image", providerMediaId: "65463453" }),
  pywa__message__reaction: content("reaction", { emoji: "😮" }),
  pywa__message__referral: { message: { referral: { ctwaClid: "CTWA_CLID" } } },
  pywa__message__reply: { message: { contextProviderMessageId: "wamid.xyzxyz==" } },
  pywa__message__static_sticker: content("media", { mediaType: "sticker" }),
  pywa__message__text: {
    message: {
      from: {
        waId: "972987654321",
        userId: "US.13491208655302741918",
        parentUserId: "US.ENT.11815799212886844830",
        profileName: "Test Name",
      },
    },
  },
  pywa__message__unreaction_empty: { message: { content: { type: "reaction", providerMessageId: "wamid.yzxyzx=" } } },
  pywa__message__unsupported: content("unsupported"),
  pywa__message__video: content("media", { mediaType: "video" }),
  pywa__message__voice: content("media", { mediaType: "audio", voice: true }),
  pywa__message_status__delivered: status("delivered"),
  pywa__message_status__group: status("read", { participant: "<GROUP_PARTICIPANT_USER_PHONE_NUMBER>" }),
  pywa__message_status__played: status("played"),
  pywa__message_status__read: status("read", { at: 1_689_380_458_000 }),
  pywa__message_status__sent: status("sent", { pricing: { pricing_model: "CBP" } }),
  pywa__message_status__with_tracker: status("sent", { callbackData: "some data" }),
  pywa__outgoing_message__delete: { change: { kind: "revoked", providerMessageId: "wamid.zzzzzz" } },
  pywa__outgoing_message__edit: { change: { kind: "edited", content: { text: "Text was edited" } } },
  pywa__outgoing_message__text: { change: { kind: "echo", content: { text: "Test message" } } },
  pywa__system__identity_change: { change: { kind: "identity_changed", note: "User identity changed" } },
  pywa__template_category_update__marketing: {
    event: { kind: "template_category", templateId: "12345678", category: "marketing", language: "he" },
  },
  pywa__template_components_update__element: { event: { kind: "template_components", body: "Hi {{1}}! Welcome to our service." } },
  pywa__template_quality_update__yellow: { event: { kind: "template_quality", previousQuality: "green", quality: "yellow" } },
  pywa__template_status_update__approved: {
    event: { kind: "template_status", event: "approved", category: "utility", templateId: "1689556908129832" },
  },
  pywa__template_status_update__rejected: {
    event: { kind: "template_status", event: "rejected", reason: "invalid_format", recommendation: expect.stringContaining("Separate") },
  },
  pywa__user_marketing_preferences__signup: { change: { kind: "marketing_preference", value: "resume" } },
};

describe.skipIf(!present)("the sample webhooks", () => {
  const names = present
    ? readdirSync(SAMPLES)
        .filter((file) => file.endsWith(".json") && file !== "INDEX.json")
        .map((file) => file.slice(0, -5))
    : [];

  test("are all in the table", () => {
    expect(names).toHaveLength(80);
    expect(Object.keys(EXPECTED).toSorted()).toEqual(names.toSorted());
  });

  test.each(names)("%s", (name) => {
    const items = splitEnvelope(parseWebhookJson(readFileSync(new URL(`${name}.json`, SAMPLES), "utf8")), 1);
    expect(items).toHaveLength(1);
    expect(meaning(items[0])).toMatchObject(EXPECTED[name] ?? {});
  });
});

describe.skipIf(!present)("the signing vectors", () => {
  const vectors = present ? JSON.parse(readFileSync(new URL("signing/vectors.json", CONTRACTS), "utf8")) : {};
  test.each(["meta", "meta_escaped_unicode"])("%s", (name) => {
    const { app_secret: secret, raw_body: raw, value } = vectors[name];
    expect(verifySignature(Buffer.from(raw), value, secret)).toBe(true);
    expect(sign(raw, secret)).toBe(value);
  });
});
