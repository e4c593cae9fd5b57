import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type FakeGraph, startFakeGraph } from "../../sandbox/whatsapp/fake-graph.ts";
import type { FakeAccount } from "../../sandbox/whatsapp/fake-state.ts";
import { type CheckItem, checkChannel } from "./check-channel.ts";
import { createGraphClient } from "./graph-client.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphChannel } from "./graph-transport.ts";

const client = createGraphClient();
let fake: FakeGraph;
let channel: GraphChannel;
const callbackUrl = "https://parola.example/webhooks/whatsapp";
const now = 1_790_000_000_000;

beforeEach(async () => {
  await fake?.close();
  fake = await startFakeGraph({ account: { phoneNumberIds: ["106540352242922"], callbackUrl, accessToken: "right" } });
  channel = { graphUrl: fake.url, version: "v25.0", accessToken: "right", phoneNumberId: "106540352242922", wabaId: "102290129340398" };
});
afterAll(async () => {
  await client.close();
  await fake.close();
});

async function check(options: { appSecret?: string } = { appSecret: fake.account.appSecret }) {
  const { checks } = await checkChannel(client, channel, { callbackUrl, now, ...options });
  return checks;
}

test("a sound channel passes every check", async () => {
  const checks = await check();
  expect(checks.map(({ item, ok }) => [item, ok])).toEqual([
    ["token", true],
    ["permissions", true],
    ["phone_number", true],
    ["account", true],
    ["subscription", true],
    ["app_webhook", true],
  ]);
});

describe("a fault is found, alone, with its remedy", () => {
  const faults: [string, CheckItem, Partial<FakeAccount>, RegExp][] = [
    ["an expired token", "token", { tokenExpiresAt: now / 1000 - 1 }, /has expired/],
    ["a token that expires this week", "token", { tokenExpiresAt: now / 1000 + 3 * 86_400 }, /expires on 2026-/],
    ["a missing permission", "permissions", { scopes: ["whatsapp_business_messaging"] }, /lacks whatsapp_business_management/],
    ["a number of another account", "account", { phoneNumberIds: undefined }, /does not own/],
    ["a number that is not connected", "phone_number", { phoneNumber: { status: "PENDING", display_phone_number: "+1" } }, /PENDING/],
    ["no subscription", "subscription", { subscribed: false }, /no message arrives/],
    ["webhooks that go elsewhere", "app_webhook", { callbackUrl: "https://other.example/" }, /go to https:\/\/other\.example/],
    ["no webhook at all", "app_webhook", { callbackUrl: undefined }, /no webhook/],
    ["a field nobody subscribed to", "app_webhook", { webhookFields: ["messages"] }, /message_template_status_update, user_preferences/],
  ];
  test.each(faults)("%s", async (_name, item, account, sentence) => {
    Object.assign(fake.account, account);
    const wrong = (await check()).filter(({ ok }) => ok !== true);
    expect(wrong[0]?.mend).toBe(item === "subscription" ? "subscribe" : item === "phone_number" ? "register" : undefined);
    expect(wrong).toMatchObject([
      { item, ok: false, sentence: expect.stringMatching(sentence), remedy: expect.stringMatching(/^[A-Z].*\.$/) },
    ]);
  });
});

test("a wrong app secret is told from a wrong token", async () => {
  const wrong = (await check({ appSecret: "wrong" })).filter(({ ok }) => ok !== true);
  expect(wrong).toMatchObject([{ item: "app_webhook", ok: false, sentence: expect.stringMatching(/app secret/) }]);
});

describe("what follows from another fault is not blamed", () => {
  const states = async (options?: { appSecret?: string }) =>
    Object.fromEntries((await check(options)).map(({ item, ok }) => [item, ok] as const));

  test("a wrong token leaves the rest untested", async () => {
    channel.accessToken = "wrong";
    expect(await states()).toEqual({
      token: false,
      permissions: null,
      phone_number: null,
      account: null,
      subscription: null,
      app_webhook: null,
    });
  });

  test("a wrong account leaves its subscription untested", async () => {
    fake.account.wabaIds = ["102290129340398"];
    channel.wabaId = "999";
    expect(await states()).toMatchObject({ token: true, phone_number: true, account: false, subscription: null, app_webhook: true });
  });

  test("an account that was not entered is what is missing, and nobody is asked about it", async () => {
    fake.account.wabaIds = ["102290129340398"];
    channel.wabaId = "";
    const wrong = (await check()).filter(({ ok }) => ok !== true);
    expect(wrong).toMatchObject([
      { item: "account", ok: false, sentence: "The WhatsApp Business account ID is missing." },
      { item: "subscription", ok: null },
    ]);
  });

  test("a missing app secret is what is missing", async () => {
    expect((await check({})).filter(({ ok }) => ok !== true)).toMatchObject([
      { item: "app_webhook", ok: false, sentence: "The app secret is missing." },
    ]);
  });

  test("a busy WhatsApp blames no id", async () => {
    const busy = { ...client, getPhoneNumber: () => Promise.reject(new GraphError(400, { error: { code: 4, message: "(#4) Too many" } })) };
    const { checks } = await checkChannel(busy, channel, { callbackUrl, now, appSecret: fake.account.appSecret });
    expect(checks.filter(({ ok }) => ok !== true)).toMatchObject([
      {
        item: "phone_number",
        ok: false,
        sentence: "WhatsApp answers with an error: (#4) Too many",
        remedy: "Test again in a few minutes.",
      },
      { item: "account", ok: null },
    ]);
  });
});

test("a wrong phone number id is told with those that the account has", async () => {
  channel.phoneNumberId = "5555555555";
  expect((await check()).filter(({ ok }) => ok !== true)).toMatchObject([
    {
      item: "phone_number",
      ok: false,
      remedy: "The account has these: 106540352242922 (+1 555-010-0001). Enter the right one below, under Settings.",
    },
    { item: "account", ok: null, sentence: "Not tested: the phone number comes first." },
  ]);
  expect(
    (await check()).map(({ mend }) => mend),
    "a number that is not known cannot be registered",
  ).not.toContain("register");
});

test("an address that Meta cannot call is said to be that", async () => {
  fake.account.callbackUrl = undefined;
  const { checks } = await checkChannel(client, channel, {
    callbackUrl: "http://localhost:3000/webhooks/whatsapp",
    now,
    appSecret: fake.account.appSecret,
  });
  expect(checks.at(-1)?.remedy).toMatch(/only public addresses over HTTPS: set PUBLIC_URL/);
});

test("a server that cannot be reached is said to be that", async () => {
  await fake.close();
  const [token] = await check();
  expect(token).toMatchObject({
    ok: false,
    sentence: expect.stringMatching(/cannot be reached/),
    remedy: expect.stringMatching(/internet/),
  });
});
