/** The sample webhooks of the contracts, posted signed to the real product: what each leaves in the database. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAutomations } from "./automations.ts";
import { openScenarioDatabases, type ScenarioDatabases } from "./databases.ts";
import { deliverToProduct } from "./deliver.ts";
import { parseScenario } from "./parse-scenario.ts";
import type { ScenarioDocument } from "./scenario-schema.ts";
import { setUpWorld } from "./set-up-scenario.ts";
import type { World } from "./world.ts";

const SAMPLES = new URL("../../../shared/contracts/whatsapp/samples/", import.meta.url);
const present = existsSync(SAMPLES);
if (!present) console.warn("skipped: ../shared/contracts/whatsapp/samples is not here");

/** Later than every sample, so that none comes from the future; every text is answered, which gives statuses a message of ours. */
const SCENARIO = `
scenario: Samples
clock: 2026-03-02T10:00:00+01:00
workspace:
  templates:
    - { name: my_message_template, language: he, category: utility, body: "x" }
    - { name: welcome_template, language: en_US, body: "x" }
    - { name: order_confirmation, language: en_US, body: "x", status: pending }
    - { name: abandoned_cart, language: en, category: marketing, body: "x", status: pending }
automations:
  - name: Answer
    settings: { reentry: parallel }
    triggers: [{ id: t1, type: customer_message, config: { match: any }, next: m1 }]
    steps: [{ id: m1, type: send_message, config: { kind: text, text: answered } }]
script: []
`;

type Effect = (world: World, at: { name: string; messageId: string; sentId: string }) => Promise<void>;

async function one(world: World, sql: string, values: unknown[] = []): Promise<Record<string, unknown> | undefined> {
  const { rows } = await world.pool.query<Record<string, unknown>>(sql, [world.workspaceId, ...values]);
  return rows[0];
}

const message = (world: World, providerId: string) =>
  one(world, "SELECT * FROM message WHERE workspace_id = $1 AND provider_id = $2", [providerId]);
const template = (world: World, name: string) =>
  one(
    world,
    "SELECT v.*, t.category FROM template t JOIN template_version v ON v.workspace_id = t.workspace_id AND v.template_id = t.id WHERE t.workspace_id = $1 AND t.name = $2",
    [name],
  );

/** In the chat, as what it is, and unread. */
const stored =
  (type: string, more: object = {}): Effect =>
  async (world, { messageId }) => {
    expect(await message(world, messageId)).toMatchObject({ direction: "in", type, status: "received", ...more });
  };
const told =
  (status: string): Effect =>
  async (world, { sentId }) => {
    expect(await message(world, sentId)).toMatchObject({ direction: "out", status });
  };
/** Kept for people to look at, with nothing of ours changed. */
const kept =
  (field: string): Effect =>
  async (world) => {
    const row = await one(world, "SELECT payload, handled FROM channel_event WHERE workspace_id = $1 ORDER BY seq DESC LIMIT 1");
    expect(row).toMatchObject({ payload: { field }, handled: true });
  };
const channelIs =
  (status: string, more: object = {}): Effect =>
  async (world) => {
    expect(await one(world, "SELECT status, stopped_reason FROM channel WHERE workspace_id = $1")).toMatchObject({ status, ...more });
  };
const templateIs =
  (name: string, more: object): Effect =>
  async (world) => {
    expect(await template(world, name)).toMatchObject(more);
  };
const noted =
  (text: string): Effect =>
  async (world) => {
    expect(await one(world, "SELECT text FROM note WHERE workspace_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1")).toEqual({ text });
  };
const callIs =
  (more: object): Effect =>
  async (world) => {
    expect(await one(world, "SELECT * FROM call WHERE workspace_id = $1 ORDER BY created_at DESC LIMIT 1")).toMatchObject(more);
  };

/** What counts as a call is what has ended. */
const noCallYet: Effect = async (world) => {
  expect(await one(world, "SELECT count(*)::int AS count FROM call WHERE workspace_id = $1")).toEqual({ count: 0 });
};

const EFFECTS: Record<string, Effect> = {
  "meta-openapi__button_message": stored("button_reply", { text: "Unsubscribe" }),
  "meta-openapi__contact_sharing_message": stored("contacts"),
  "meta-openapi__group_create_message": kept("group_lifecycle_update"),
  "meta-openapi__group_remove_participants": kept("group_participants_update"),
  "meta-openapi__group_settings_update": kept("group_settings_update"),
  "meta-openapi__image_message": stored("media", { text: "Taj Mahal" }),
  "meta-openapi__interactive_button_reply_message": stored("button_reply", { text: "Cancel" }),
  "meta-openapi__interactive_list_reply_message": stored("button_reply"),
  "meta-openapi__location_message": stored("location"),
  "meta-openapi__order_message": stored("order"),
  "meta-openapi__reaction_message": stored("reaction"),
  "meta-openapi__system_message": noted("User Sheena Nelson changed from 16505551234 to 12195555358"),
  "meta-openapi__text_message": stored("text", { text: "Does it come in another color?" }),
  "meta-openapi__text_message_from_click_to_whatsapp_ad": stored("text"),
  "meta-openapi__text_message_with_context_product_inquiry": stored("text"),
  "meta-openapi__unsupported_message": stored("unsupported"),
  pywa__account_update__account_deleted: channelIs("stopped", { stopped_reason: "account_account_deleted" }),
  pywa__account_update__account_disabled: channelIs("active"),
  pywa__account_update__account_offboarded: channelIs("stopped", { stopped_reason: "account_account_offboarded" }),
  pywa__account_update__account_reconnected: channelIs("active"),
  pywa__account_update__account_restriction: kept("account_update"),
  pywa__account_update__account_violation: kept("account_update"),
  pywa__account_update__ad_account_linked: kept("account_update"),
  pywa__account_update__authentication_international_eligibility: kept("account_update"),
  pywa__account_update__mm_api_for_wa_terms_of_service: kept("account_update"),
  pywa__account_update__partner_added: kept("account_update"),
  pywa__account_update__partner_app_installed: kept("account_update"),
  pywa__account_update__partner_app_uninstalled: kept("account_update"),
  pywa__account_update__partner_led_business_verification_status: kept("account_update"),
  pywa__account_update__partner_removed: kept("account_update"),
  pywa__account_update__partner_removed_wa_app_disconnection: kept("account_update"),
  pywa__account_update__pricing_tiering_update: kept("account_update"),
  pywa__account_update__primary_business_location_set: kept("account_update"),
  pywa__call_connect__business_initiated: noCallYet,
  pywa__call_connect__user_initiated: async (world) => {
    const chat = await one(
      world,
      "SELECT window_expires_at FROM chat JOIN contact c ON c.id = chat.contact_id AND c.workspace_id = chat.workspace_id WHERE chat.workspace_id = $1 AND c.phone = '+972987654321'",
    );
    expect(chat?.["window_expires_at"]).not.toBeNull();
  },
  pywa__call_permission_update__accept: stored("call_permission_reply"),
  pywa__call_permission_update__reject: stored("call_permission_reply"),
  pywa__call_status__call_status: noCallYet,
  pywa__call_terminate__call_terminate: callIs({ provider: "whatsapp" }),
  pywa__callback_button__button: stored("button_reply", { text: "title" }),
  pywa__callback_button__quick_reply: stored("button_reply", { text: "title" }),
  pywa__callback_selection__callback: stored("button_reply"),
  pywa__callback_selection__description: stored("button_reply"),
  pywa__flow_completion__completion: stored("form_reply"),
  pywa__flow_completion__without_flow_token: stored("form_reply"),
  pywa__message__animated_sticker: stored("media"),
  pywa__message__audio: stored("media"),
  pywa__message__chosen_location: stored("location"),
  pywa__message__contacts: stored("contacts"),
  pywa__message__current_location: stored("location"),
  pywa__message__document: stored("media"),
  pywa__message__forwarded: stored("text"),
  pywa__message__forwarded_many_times: stored("text"),
  pywa__message__image: stored("media"),
  pywa__message__media_with_url: stored("media"),
  pywa__message__reaction: async (world, { sentId }) => {
    expect(JSON.stringify((await message(world, sentId))?.["reactions"])).toContain("😮");
  },
  pywa__message__referral: stored("text"),
  pywa__message__reply: stored("text", { reply_to_provider_id: "wamid.xyzxyz==" }),
  pywa__message__static_sticker: stored("media"),
  pywa__message__text: stored("text"),
  pywa__message__unreaction_empty: async (world, { sentId }) => {
    expect(JSON.stringify((await message(world, sentId))?.["reactions"] ?? {})).not.toContain("😮");
  },
  pywa__message__unsupported: stored("unsupported"),
  pywa__message__video: stored("media"),
  pywa__message__voice: stored("media"),
  pywa__message_status__delivered: told("delivered"),
  pywa__message_status__group: told("read"),
  pywa__message_status__played: told("read"),
  pywa__message_status__read: told("read"),
  pywa__message_status__sent: told("sent"),
  pywa__message_status__with_tracker: told("sent"),
  pywa__outgoing_message__text: async (world, { messageId }) => {
    expect(await message(world, messageId)).toMatchObject({ direction: "out", text: "Test message" });
  },
  pywa__outgoing_message__edit: async (world, { sentId }) => {
    expect(await message(world, sentId)).toMatchObject({ text: "Text was edited", edited_at: expect.any(Date) });
  },
  pywa__outgoing_message__delete: async (world, { sentId }) => {
    expect(await message(world, sentId)).toMatchObject({ revoked_at: expect.any(Date) });
  },
  pywa__system__identity_change: noted("User identity changed"),
  pywa__template_category_update__marketing: templateIs("my_message_template", { category: "marketing" }),
  pywa__template_components_update__element: kept("message_template_components_update"),
  pywa__template_quality_update__yellow: templateIs("welcome_template", { quality: "yellow" }),
  pywa__template_status_update__approved: templateIs("order_confirmation", { status: "approved" }),
  pywa__template_status_update__rejected: templateIs("abandoned_cart", {
    status: "rejected",
    rejected_reason: expect.stringContaining("Separate"),
  }),
  // The samples have moved this person to another number; the old one still finds them.
  pywa__user_marketing_preferences__signup: async (world) => {
    const found = await one(
      world,
      "SELECT c.consent FROM contact c JOIN contact_identity i ON i.workspace_id = c.workspace_id AND i.contact_id = c.id WHERE c.workspace_id = $1 AND i.value = '16505551234'",
    );
    expect(found).toEqual({ consent: "subscribed" });
  },
};

/** Where a sample speaks of a message of ours, its id is the one that was sent; our number and account stand for the sample's. */
function ours(raw: string, name: string, world: World, sentId: string): { raw: string; messageId: string } {
  const value = JSON.parse(raw).entry[0].changes[0].value;
  const item = value.messages?.[0] ?? value.message_echoes?.[0] ?? {};
  const own: unknown[] = [
    value.statuses?.[0]?.type === "call" ? undefined : value.statuses?.[0]?.id,
    item.reaction?.message_id,
    item.edit?.original_message_id,
    item.revoke?.original_message_id,
  ];
  const messageId = `wamid.${name}`;
  let text = raw
    .replace(/"phone_number_id":\s*"[^"]*"/, `"phone_number_id": "${world.channel.phoneNumberId}"`)
    .replace(JSON.stringify(JSON.parse(raw).entry[0].id), JSON.stringify(world.channel.wabaId))
    .replace(/"waba_id":\s*"[^"]*"/, `"waba_id": "${world.channel.wabaId}"`);
  if (typeof item.id === "string") text = text.replaceAll(JSON.stringify(item.id), JSON.stringify(messageId));
  for (const id of own) if (typeof id === "string") text = text.replace(JSON.stringify(id), JSON.stringify(sentId));
  return { raw: text, messageId };
}

describe.skipIf(!present)("a sample webhook, signed and posted, has its effect", () => {
  const names = present ? readdirSync(SAMPLES).filter((file) => file.endsWith(".json") && file !== "INDEX.json") : [];
  let databases: ScenarioDatabases;
  let world: World;

  beforeAll(async () => {
    databases = await openScenarioDatabases();
    const scenario = parseScenario(SCENARIO);
    world = await setUpWorld(scenario, (await databases.create()).url);
    await addAutomations(world, scenario.automations as ScenarioDocument[]);
  }, 120_000);

  afterAll(async () => {
    await world?.close();
    await databases?.close();
  });

  test("are all in the table", () => {
    expect(Object.keys(EFFECTS).toSorted()).toEqual(names.map((file) => file.slice(0, -5)).toSorted());
  });

  test.each(Object.keys(EFFECTS))("%s", async (name) => {
    // A number may write to the same person once in six seconds.
    await world.advanceTo(world.clock.now() + 10_000);
    const customer = { profile: { name: "Test Name" }, wa_id: "972987654321" };
    const text = {
      from: "972987654321",
      id: `wamid.before-${name}`,
      timestamp: String(world.clock.now() / 1000),
      type: "text",
      text: { body: "ask" },
    };
    const metadata = { display_phone_number: world.channel.displayPhoneNumber, phone_number_id: world.channel.phoneNumberId };
    const value = { messaging_product: "whatsapp", metadata, contacts: [customer], messages: [text] };
    await world.pool.query("UPDATE channel SET status = 'active', stopped_reason = NULL, stopped_until = NULL");
    await deliverToProduct(
      world,
      JSON.stringify({
        object: "whatsapp_business_account",
        entry: [{ id: world.channel.wabaId, changes: [{ field: "messages", value }] }],
      }),
    );
    await world.settle();
    const sentId = world.graph.accepted.at(-1)?.providerMessageId as string;
    const sample = ours(readFileSync(new URL(`${name}.json`, SAMPLES), "utf8"), name, world, sentId);
    await deliverToProduct(world, sample.raw);
    await world.settle();
    // Meta's retry of the same bytes changes nothing more.
    await deliverToProduct(world, sample.raw);
    await world.settle();
    // Handled, not set aside as something that cannot be.
    expect(await one(world, "SELECT count(*)::int AS waiting FROM event WHERE workspace_id = $1")).toEqual({ waiting: 0 });
    await (EFFECTS[name] as Effect)(world, { name, messageId: sample.messageId, sentId });
  });
});
